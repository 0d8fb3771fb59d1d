"""Whose words a draft holds: its parts, and what becomes of their authors when somebody changes them. No ORM.

A part is a text, a choice or a line of a document under a name that stays the same while the page is edited. A part
that holds nothing is left out of the mapping. Authors belong to a wording of a part, so words that are taken back no
longer count.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.lib.text import fold
from topics.comparing.labels import FIELD_LABELS
from topics.document import Document

PAGE_FIELDS = ("name", "plain_name", "slug", "title", "description", "summary")
RUN = 5  # words in a row that are taken for the same text when they turn up in another part
_ORDER = "order:"
_CHOICES = (":kind", ":urgency", ":section", ":leads", ":signs", "codes:", "body_regions:", _ORDER)

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """That a person has a hand in this wording of a part; `text` is empty if they took the part away.

    `base`: the edition that was the last judged one when they did, None before there was any.
    """

    part: str
    text: str
    by: int
    base: int | None


def parts(document: Document) -> dict[str, str]:
    """Every part of the document that holds something, by name. The order of parts is a part, too."""
    return {name: text for name, text in _parts(document) if text}


def digest(text: str) -> str:
    """SHA-256 of a wording; 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def contributions(
    before: Parts, after: Parts, people: Collection[int], base: Parts, edition: int | None, known: Iterable[Wording]
) -> set[Wording]:
    """What a change by these people adds to what is known of the page.

    `base`: the parts of the edition with the key `edition`, the last judged one; empty if there is none. Whoever had a
    hand in the former wording has one in the new one. So has whoever wrote five words in a row of it elsewhere.
    """
    known = list(known)
    authors: dict[tuple[str, str], set[int]] = defaultdict(set)
    since: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in known:
        authors[one.part, one.text].add(one.by)
        if one.base == edition:
            since[one.part, one.text].add(one.by)
    moved = _Moved(known, base)
    found = set()
    for part in sorted(before.keys() | after.keys()):
        old, new = before.get(part, ""), after.get(part, "")
        if part.startswith(_ORDER):
            hands = set(people) if not _same_order(old, new) else set()
        elif old == new:
            continue
        elif not new:
            hands = set(people) if part in base or since[part, old] != set(people) else set()
        elif new == base.get(part):
            hands = set()
        else:
            inherited = set() if old == base.get(part, "") else authors[part, old]
            hands = _changed(set(people), inherited, since[part, new]) | moved.authors(part, old, new)
        found |= {Wording(part, new, by, edition) for by in hands}
    return found - set(known)


def contributors(draft: Parts, base: Parts, edition: int | None, known: Iterable[Wording]) -> dict[int, list[str]]:
    """Who has a hand in what the draft says other than the last judged edition: the parts, by person.

    `base` and `edition` as for `contributions`.
    """
    found: dict[int, list[str]] = defaultdict(list)
    if draft == base:
        return {}
    for one in sorted(known, key=lambda one: (one.part, one.by)):
        if _counts(one, draft, base, edition) and one.part not in found[one.by]:
            found[one.by].append(one.part)
    return {by: where for by, where in found.items() if where}


def titles(names: Iterable[str], document: Document) -> list[str]:
    """What the parts are called on the screen, each once: a heading, or the label of a field of the page."""
    headings = {f"card:{card.id}": card.heading for card in document.care_cards}
    headings |= {f"section:{section.id}": section.heading for section in document.sections}
    lines = {f"item:{item.id}": section.heading for section in document.sections for item in section.items}
    found = []
    for name in names:
        owner = name.removeprefix(_ORDER).split("#")[0]
        place = ":".join(owner.split(":")[:2])
        field = owner.split(":")[0]
        found.append(str((headings | lines).get(place) or FIELD_LABELS.get(field) or FIELD_LABELS["page"]))
    return list(dict.fromkeys(found))


# --- the parts of a document -----------------------------------------------------------------------------------------


def _parts(document: Document) -> Iterator[tuple[str, str]]:
    yield from ((name, getattr(document, name)) for name in PAGE_FIELDS)
    yield from ((f"other_names:{digest(name)[:20]}", name) for name in document.other_names)
    yield from ((f"body_regions:{region}", region) for region in document.body_regions)
    for code in document.codes:
        yield f"codes:{digest(f'{code.system} {code.version} {code.code}')[:20]}", f"{code.code} {code.display}"
    yield f"{_ORDER}cards", _ids(document.care_cards)
    for card in document.care_cards:
        name = f"card:{card.id}"
        yield f"{name}:urgency", card.urgency
        yield f"{name}:heading", card.heading
        yield f"{name}:points", "\n".join(card.points)
        yield f"{name}:signs", "\n".join(sorted(f"{sign}: {point}" for point, named in card.warnings for sign in named))
        yield f"{name}:action", card.action
    yield f"{_ORDER}sources", _ids(document.sources)
    for source in document.sources:
        yield f"sources:{source.id}", "\n".join((source.title, source.publisher, source.url, source.date))
    yield f"{_ORDER}sections", _ids(document.sections)
    seen: Counter[str] = Counter()
    for section in document.sections:
        name = f"section:{section.id}"
        yield f"{name}:kind", section.kind
        yield f"{name}:heading", section.heading
        yield f"{name}:body", section.body
        yield f"{name}:list_intro", section.list_intro
        yield f"{_ORDER}{name}", _ids(section.items)
        for item in section.items:
            seen[item.id] += 1
            line = f"item:{item.id}#{seen[item.id]}"
            yield f"{line}:section", section.id
            yield f"{line}:label", item.label
            yield f"{line}:leads", item.target
            yield f"{line}:reason", item.reason


def _ids(found: Iterable) -> str:
    return "\n".join(part.id for part in found)


def _same_order(old: str, new: str) -> bool:
    """Whether the parts that both lists hold stand in one order."""
    one, other = old.split("\n"), new.split("\n")
    return [name for name in one if name in set(other)] == [name for name in other if name in set(one)]


# --- who counts ------------------------------------------------------------------------------------------------------


def _changed(people: set[int], former: set[int], latter: set[int]) -> set[int]:
    """Whose the new wording is. `former`, `latter`: the authors of the old one, and of the new one if it was there
    before. Whoever only takes back their own change has no hand in what stands there again."""
    if latter and former - latter <= people <= former:
        return latter
    return people | latter | (set() if latter else former)


def _counts(one: Wording, draft: Parts, base: Parts, edition: int | None) -> bool:
    now, then = draft.get(one.part, ""), base.get(one.part, "")
    if one.part.startswith(_ORDER):
        ordered = set(one.text.split("\n"))
        here, there = ([name for name in order.split("\n") if name in ordered] for order in (now, then))
        return one.base == edition and _same_order(now, one.text) and here != there
    if now != one.text:
        return False
    if not one.text:
        return one.base == edition and (bool(then) or edition is None)
    return now != then


class _Moved:
    """Finds words again that somebody wrote in another part of the page, whatever became of that part since."""

    def __init__(self, known: Iterable[Wording], base: Parts):
        self.base = set().union(*(_runs(text) for part, text in base.items() if _is_text(part)))
        self.written: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for one in known:
            for run in _runs(one.text) if _is_text(one.part) else ():
                self.written[run].add(one.by)

    def authors(self, part: str, old: str, new: str) -> set[int]:
        if not _is_text(part):
            return set()
        fresh = _runs(new) - _runs(old) - self.base
        return set().union(*(self.written[run] for run in fresh if run in self.written))


def _is_text(part: str) -> bool:
    return not any(part.startswith(choice) or part.endswith(choice) for choice in _CHOICES)


def _runs(text: str) -> set[tuple[str, ...]]:
    """Each five words in a row, across lines as well; of a shorter line, all its words."""
    lines = [words for line in text.split("\n") if (words := fold(line).split())]
    whole = [word for words in lines for word in words]
    found = {tuple(words) for words in lines if len(words) < RUN}
    return found | {tuple(whole[at : at + RUN]) for at in range(len(whole) - RUN + 1)}
