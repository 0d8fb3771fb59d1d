"""What the template of the editing page is given."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from topics.editing.blocks import Block
from topics.editing.groups import CODES, GROUPS, PAGE, SECTIONS, Group
from topics.kinds import TopicKind

if TYPE_CHECKING:
    from topics.editing.editor import DraftEditor


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the id of its field (empty: the whole page), what the field is called, a sentence."""

    field_id: str
    label: str
    sentence: str


@dataclass(frozen=True)
class GroupView:
    """A group as the template shows it."""

    group: Group
    blocks: list[Block]
    pattern: Block
    folded: bool

    @property
    def has_lists(self) -> bool:
        return self.group is SECTIONS

    @property
    def undecided(self) -> int:
        return sum(block.undecided for block in self.blocks)


def screen(editor: "DraftEditor") -> dict[str, Any]:
    """The context of admin/topics/editing/change_form.html, besides what the admin gives to every page.

    The last entries are for the view to fill: `locked`, why nobody may edit now, in a sentence; `refusal`, why it was
    not saved; `others`, who else has the page open; `conflict`, {"topic": …, "comparison": …} if somebody saved in the
    meantime; `presence_url` and `unsaved_url`, empty while there is no such page yet.
    """
    problems = [] if editor.arranging else editor.problems()
    if editor.arranging:
        _forget_problems(editor)
    for block in editor.groups[SECTIONS.name]:
        for line in block.lines:
            editor.decider.offer(line)
    views = [
        GroupView(group, editor.groups[group.name], editor.patterns[group.name], _folded(editor, group))
        for group in GROUPS
    ]
    return {
        "fields": {name: editor.places[name] for name in PAGE},
        "regions": [(slug, name, slug in editor.chosen_regions) for slug, name in editor.regions.items()],
        "regions_place": editor.body_regions,
        "groups": views,
        "topic_kinds": TopicKind.choices,
        "known_names": editor.names.to_choose_from,
        "problems": problems,
        "unsaved": editor.bound,
        "base_version": editor.base_version,
        "locked": "",
        "refusal": "",
        "others": [],
        "conflict": None,
        "presence_url": "",
        "unsaved_url": "",
    }


def _folded(editor: "DraftEditor", group: Group) -> bool:
    """Codes are folded away unless something is wrong with them or one was just added."""
    return group is CODES and not any(block.wrong or block.empty for block in editor.groups[group.name])


def _forget_problems(editor: "DraftEditor") -> None:
    """Somebody who only moves or adds a block is not told off for what is unfinished."""
    for place in [*editor.places.values(), editor.body_regions]:
        place.errors = []
    for blocks in editor.groups.values():
        for block in blocks:
            block.errors = []
            for place in block.places.values():
                place.errors = []
            for line in block.lines:
                line.errors = []
