"""What the template of the editing page is given."""

from dataclasses import dataclass
from typing import Any

from topics.editing.blocks import ArticleBlock, pattern
from topics.editing.editor import DraftEditor
from topics.editing.layout import BLOCK_TYPES, CODES, SECTIONS, BlockType
from topics.kinds import TopicKind


@dataclass(frozen=True)
class BlockGroup:
    """All blocks of one type as the template shows them. `pattern`: the empty block that the script copies."""

    type: BlockType
    blocks: list[ArticleBlock]
    pattern: ArticleBlock

    @property
    def has_lists(self) -> bool:
        return self.type is SECTIONS

    @property
    def undecided(self) -> int:
        return sum(block.undecided for block in self.blocks)

    @property
    def unnamed(self) -> int:
        """How many points of cards may mean a warning sign, and name none."""
        return sum(block.unnamed for block in self.blocks)

    @property
    def folded(self) -> bool:
        """Codes are folded away unless something is wrong with them or one was just added."""
        return self.type is CODES and not any(block.wrong or block.empty for block in self.blocks)


def page_context(editor: DraftEditor) -> dict[str, Any]:
    """The context of admin/topics/editing/change_form.html, besides what the admin gives to every page.

    The last entries are for the view to fill: `locked`, why nobody may edit now, in a sentence; `refusal`, why it was
    not saved; `others`, who else has the page open; `conflict`, {"topic": …, "comparison": …} if somebody saved in the
    meantime; `presence_url` and `unsaved_url`, empty while there is no such page yet.
    """
    if editor.arranging:
        editor.forget_problems()
    editor.offer_links()
    return {
        "fields": editor.fields,
        "regions": [(slug, name, slug in editor.chosen_regions) for slug, name in editor.regions.items()],
        "regions_field": editor.body_regions,
        "groups": [BlockGroup(one, editor.groups[one.name], pattern(one)) for one in BLOCK_TYPES],
        "topic_kinds": TopicKind.choices,
        "known_names": editor.names.to_choose_from,
        "problems": editor.problems(),
        "unsaved": editor.bound,
        "base_version": editor.base_version,
        "base_document": editor.carried_base,
        "locked": "",
        "refusal": "",
        "others": [],
        "conflict": None,
        "presence_url": "",
        "unsaved_url": "",
    }
