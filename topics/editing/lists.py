"""The lists of the sections: from items to the page, and from what was typed and chosen there back to items."""

import json
from collections.abc import Mapping

from django.utils.translation import gettext as _

from portal.lib.text import clean_line
from topics.document import Document, Item, Link
from topics.editing.blocks import STABLE_ID, ArticleBlock
from topics.editing.decisions import LONGEST_REASON, Decider, ListLine, line_prefix, usual_kind
from topics.editing.fields import MOST_ENTRIES
from topics.editing.lines import align
from topics.editing.names import LONGEST_LABEL, Names
from topics.models.stable_id import new_stable_id


class Links:
    """How linked topics are shown: as the draft showed them, otherwise as they stand live."""

    def __init__(self, document: Document | None, names: Names):
        stored = [item for section in document.sections for item in section.items] if document else []
        self._shown = {item.target: item.link for item in stored} | {
            (item.id, item.target): item.link for item in stored
        }
        self._names = names

    def to(self, line_id: str, target: str) -> Link | None:
        """The link of this line to "kind/slug"; None if the topic has no live page, or there is no target."""
        for known in ((line_id, target), target):
            if known in self._shown:
                return self._shown[known]
        topic = self._names.at(target)
        return topic.link if topic else None


def show(block: ArticleBlock, items: tuple[Item, ...], decider: Decider) -> None:
    """Puts the stored items on the page."""
    block.before = list(items)
    for item in items:
        line = ListLine(item.id, item.label, decider.known(item.target), item.reason)
        line.kind = usual_kind(block.text("kind"))
        decider.reset_choices(line)
        block.lines.append(line)


def read(blocks: list[ArticleBlock], data: Mapping[str, str], decider: Decider) -> None:
    """Finds out for each line typed which line of before it is, and what it leads to.

    Before means: as the editor saw it. The page carries it along, so that a draft somebody else has saved since does
    not blur what this editor meant. The lines of a section to be removed are free to have moved elsewhere.
    """
    for block in blocks:
        block.before = _from_page(data.get(f"{block.prefix}-before", ""))
    typed = _typed(blocks)
    origins = align([[item.label for item in block.before] for block in blocks], typed)
    used: set[str] = set()
    for block, labels, places in zip(blocks, typed, origins, strict=True):
        for label, place in zip(labels, places, strict=True):
            origin = None if place is None else blocks[place[0]]
            was = None if origin is None else origin.before[place[1]]
            line_id = new_stable_id() if was is None or was.id in used else was.id
            used.add(line_id)
            line = ListLine(line_id, label, kind=usual_kind(block.text("kind")))
            if was is None:
                decider.decide_new(line)
                decider.reset_choices(line)
            else:
                decider.apply_choice(line, was, data, line_prefix(origin.prefix, was.id))
            block.lines.append(line)


def _typed(blocks: list[ArticleBlock]) -> list[list[str]]:
    """The lines of each block's list. A list with which the page has more than MOST_ENTRIES lines is refused."""
    typed, count = [], 0
    for block in blocks:
        lines = block.text("list").split("\n") if block.text("list") and not block.removed else []
        count += len(lines)
        if count > MOST_ENTRIES and lines:
            words = {"limit": MOST_ENTRIES, "count": count}
            block.list_field.errors.append(
                _("All lists of a page have %(limit)s lines at most: with this one there are %(count)s.") % words
            )
            lines = []
        typed.append(lines)
    return typed


def items(block: ArticleBlock, links: Links) -> tuple[Item, ...]:
    """The list as a Document holds it."""
    return tuple(
        Item(line.id, line.label, line.target, links.to(line.id, line.target), line.reason) for line in block.lines
    )


def _from_page(carried: str) -> list[Item]:
    """The list that a block carried along; anything else counts as none."""
    try:
        rows = [[_text(part) for part in row] for row in json.loads(carried or "[]")[:MOST_ENTRIES]]
        return [
            Item(stable_id, label, target, None, clean_line(reason[:LONGEST_REASON]))
            for stable_id, label, target, reason in rows
            if STABLE_ID.fullmatch(stable_id) and len(label) <= LONGEST_LABEL
        ]
    except (ValueError, TypeError, LookupError, RecursionError):
        return []


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
