"""What the template of the editing page is given."""

from dataclasses import dataclass
from typing import Any

from topics.editing.blocks import Block
from topics.editing.editor import DraftEditor
from topics.editing.groups import CODES, GROUPS, PAGE, SECTIONS, Group
from topics.kinds import TopicKind


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


def page_context(editor: DraftEditor) -> dict[str, Any]:
    """The context of admin/topics/editing/change_form.html, besides what the admin gives to every page.

    The last entries are for the view to fill: `locked`, why nobody may edit now, in a sentence; `refusal`, why it was
    not saved; `others`, who else has the page open; `conflict`, {"topic": …, "comparison": …} if somebody saved in the
    meantime; `presence_url` and `unsaved_url`, empty while there is no such page yet.
    """
    if editor.arranging:
        editor.forget_problems()
    editor.offer_links()
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
        "problems": editor.problems(),
        "unsaved": editor.bound,
        "base_version": editor.base_version,
        "locked": "",
        "refusal": "",
        "others": [],
        "conflict": None,
        "presence_url": "",
        "unsaved_url": "",
    }


def _folded(editor: DraftEditor, group: Group) -> bool:
    """Codes are folded away unless something is wrong with them or one was just added."""
    return group is CODES and not any(block.wrong or block.empty for block in editor.groups[group.name])
