"""Finds the parts of a page again in a newer text of it, so that they keep their ids, kinds and decisions."""

from collections.abc import Container
from dataclasses import replace

from topics.document import Document, Item
from topics.editing.decisions import Decider, ListLine
from topics.editing.lines import ALIKE, align, alike
from topics.editing.names import Names
from topics.part_names import PartNames


def keep_known_parts(
    before: Document, now: Document, names: Names, unrecognised: Container[int] = ()
) -> tuple[Document, set[int]]:
    """`now` with the ids, kinds and decisions of the sections and lines that were in `before` already.

    The same words are the same part, wherever they stand; a part in the place of another one with similar words is
    that one reworded, and so is the only section of its kind. Also gives the places of the sections that stayed.
    `unrecognised`: the places in `now` whose kind is only a guess.
    """
    before_of = _sections_before(before, now, unrecognised)
    pairs = [before.sections[place] if place is not None else None for place in before_of]
    gone = [section for place, section in enumerate(before.sections) if place not in before_of]
    old = [list(section.items) if section else [] for section in pairs] + [list(section.items) for section in gone]
    labels_before = [[item.label for item in items] for items in old]
    labels_now = [[item.label for item in section.items] for section in now.sections] + [[] for _section in gone]
    origins = align(labels_before, labels_now)
    taken = {section.id for section in before.sections} | {item.id for items in old for item in items}
    fresh = PartNames(taken)
    decider = _decider(before, names)
    sections = []
    for place, (section, was) in enumerate(zip(now.sections, pairs, strict=True)):
        items = []
        for item, origin in zip(section.items, origins[place], strict=True):
            was_item = old[origin[0]][origin[1]] if origin else None
            items.append(_carried(item, was_item, decider) if was_item else replace(item, id=fresh.of(item.label)))
        section_id = was.id if was else fresh.of(section.kind.replace("_", "-"))
        kind = was.kind if was else section.kind
        sections.append(replace(section, id=section_id, kind=kind, items=tuple(items)))
    return replace(now, sections=tuple(sections)), {place for place, was in enumerate(pairs) if was}


def _sections_before(before: Document, now: Document, unrecognised: Container[int]) -> list[int | None]:
    """For each section now the place of the one it was: by its heading or one much like it, or the only of its kind."""
    found: list[int | None] = [None] * len(now.sections)
    left = dict(enumerate(before.sections))
    for least in (1.0, ALIKE):
        for at, section in enumerate(now.sections):
            scores = {place: alike(was.heading, section.heading) for place, was in left.items()}
            best = max(scores, key=lambda place: scores[place], default=None)
            if found[at] is None and best is not None and scores[best] >= least:
                found[at] = best
                del left[best]
    new = {at: section.kind for at, section in enumerate(now.sections) if found[at] is None and at not in unrecognised}
    for at, kind in new.items():
        same = [place for place, was in left.items() if was.kind == kind]
        if len(same) == 1 and list(new.values()).count(kind) == 1:
            found[at] = same[0]
    return found


def _decider(before: Document, names: Names) -> Decider:
    stored = {item.id: item.target for section in before.sections for item in section.items if item.target}
    return Decider(names, f"{before.kind}/{before.slug}", stored)


def _carried(item: Item, was: Item, decider: Decider) -> Item:
    line = ListLine(was.id, item.label)
    decider.carry(line, was)
    return replace(item, id=was.id, target=line.target, reason=line.reason)
