"""Two people's drafts brought together over the one both began with: field by field, block by block, line by line.

What only one of them changed is taken from that one. Where both changed the same thing, mine stands. Pure functions.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from topics.document import CareCard, Code, Document, Item, Link, Section, Source
from topics.kinds import Urgency

_PAGE = ("slug", "name", "plain_name", "title", "description", "summary")
_TEXTS = {
    "care_cards": ("urgency", "heading", "action"),
    "sections": ("kind", "heading", "body", "list_intro"),
    "sources": ("title", "publisher", "url", "date"),
}
_NOTHING = object()  # equal to no value

Tree = dict[Any, Any]  # by name or stable id, in the order of the page: a value, or a tree again


def merge(base: Document, mine: Document, theirs: Document) -> Document:
    """`theirs` with everything in it that `mine` changed against `base`.

    A part that one took away and the other left alone is gone; one that was changed here and taken away there stays,
    with all its lines. Parts are known by their stable ids; entries without one, such as other names, by their words.
    """
    trees = [_tree(document) for document in (base, mine, theirs)]
    tree = _merged(*trees)
    lines = tree["lines"] = _moved(tree, *trees)
    for section in tree["sections"]:
        if section not in trees[2]["sections"]:  # they took it away, or it is new: whole as I have it
            mine_there = {key: line for key, line in trees[1]["lines"].items() if line["section"] == section}
            lines = mine_there | {key: line for key, line in lines.items() if key not in mine_there}
    return _document(mine.kind, tree, lines, _links(mine) | _links(theirs))


def _moved(tree: Tree, base: Tree, mine: Tree, theirs: Tree) -> Tree:
    """The merged lines, each in a section that is there: what they moved out of a section that I took away stays where
    they moved it, and what they moved into it stays where I have it."""
    lines = dict(tree["lines"])
    for key, line in theirs["lines"].items():
        was = base["lines"].get(key)
        if was is None or was["section"] == line["section"]:
            continue
        taken_with_its_section = key not in mine["lines"] and was["section"] not in mine["sections"]
        if taken_with_its_section and line["section"] in tree["sections"]:
            lines[key] = line
        elif key in lines and line["section"] not in tree["sections"] and key in mine["lines"]:
            lines[key] = lines[key] | {"section": mine["lines"][key]["section"]}
    return lines


def _merged(base: Any, mine: Any, theirs: Any) -> Any:
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return theirs if mine == base else mine
    base = base if isinstance(base, dict) else {}
    found = {}
    for key in _order(list(base), list(mine), list(theirs)):
        was = base.get(key, _NOTHING)
        if key in mine and key in theirs:
            found[key] = _merged(was, mine[key], theirs[key])
        elif key in mine and mine[key] != was:
            found[key] = mine[key]
        elif key in theirs and was is _NOTHING:
            found[key] = theirs[key]
    return found


def _order(base: list, mine: list, theirs: list) -> list:
    """All keys of both: as I have them if I moved any, else as they do; what only the other has behind what it followed
    there."""
    known, here = set(base), set(mine)
    moved = [key for key in mine if key in known] != [key for key in base if key in here]
    lead, other = (mine, theirs) if moved else (theirs, mine)
    order, there = list(lead), set(lead)
    before = None
    for key in other:
        if key not in there:
            order.insert(order.index(before) + 1 if before is not None else 0, key)
            there.add(key)
        before = key
    return order


def _tree(document: Document) -> Tree:
    """The lines of all sections stand together, each with its section: one that was moved is still the same line."""
    tree: Tree = {name: getattr(document, name) for name in _PAGE}
    tree |= {name: _entries(getattr(document, name)) for name in ("other_names", "body_regions")}
    tree["codes"] = {(code.system, code.version, code.code): code.display for code in document.codes}
    for group, names in _TEXTS.items():
        tree[group] = {part.id: {name: getattr(part, name) for name in names} for part in getattr(document, group)}
    for card in document.care_cards:
        tree["care_cards"][card.id]["points"] = {
            key: signs for key, (_text, signs) in zip(_entries(card.points), card.warnings, strict=True)
        }
    for section in document.sections:
        # Looked at only to see whether anything in the section was changed.
        tree["sections"][section.id]["items"] = tuple(replace(item, link=None) for item in section.items)
    tree["lines"] = {
        item.id: {"section": section.id, "label": item.label, "leads": (item.target, item.reason)}
        for section in document.sections
        for item in section.items
    }
    return tree


def _entries(entries: Iterable[str]) -> Tree:
    """Each by its words, and by how often they stood there before."""
    seen: Counter[str] = Counter()
    found = {}
    for entry in entries:
        found[entry, seen[entry]] = entry
        seen[entry] += 1
    return found


def _document(kind: str, tree: Tree, lines: Tree, links: dict[str, Link | None]) -> Document:
    """In the order in which a draft is composed."""
    items: dict[str, list[Item]] = {section: [] for section in tree["sections"]}
    for line, parts in lines.items():
        if parts["section"] in items:
            target, reason = parts["leads"]
            items[parts["section"]].append(Item(line, parts["label"], target, links.get(target), reason))
    cards = [_card(card, **parts) for card, parts in tree["care_cards"].items()]
    codes = [Code(*key, display) for key, display in tree["codes"].items()]
    return Document(
        kind=kind,
        **{name: tree[name] for name in _PAGE},
        other_names=tuple(sorted(tree["other_names"].values())),
        body_regions=tuple(sorted(tree["body_regions"].values())),
        codes=tuple(sorted(codes, key=attrgetter("system", "version", "code"))),
        care_cards=tuple(sorted(cards, key=lambda card: Urgency(card.urgency).rank)),
        sections=tuple(
            Section(section, **{name: parts[name] for name in _TEXTS["sections"]}, items=tuple(items[section]))
            for section, parts in tree["sections"].items()
        ),
        sources=tuple(Source(source, **parts) for source, parts in tree["sources"].items()),
    )


def _card(card: str, urgency: str, heading: str, action: str, points: Tree) -> CareCard:
    """`points`: the signs that each names, by its words and by how often they stood there before."""
    texts = tuple(text for text, _before in points)
    return CareCard(card, urgency, heading, texts, action, tuple(points.values()))


def _links(document: Document) -> dict[str, Link | None]:
    return {item.target: item.link for section in document.sections for item in section.items}
