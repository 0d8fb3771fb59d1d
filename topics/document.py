"""What a finished page IS: an immutable value with one canonical form and one digest. No ORM, no HTTP.

The page, the preview, the comparison of two editions and the digest a clinician signs are all functions of this value.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import MISSING, asdict, dataclass, fields, replace
from types import GenericAlias
from typing import Any, get_args

# Raised when the shape of a document changes. A document that no point of which names a warning sign has the shape, and
# so the digest, that it had before points named signs.
SCHEMA, WITHOUT_SIGNS = 2, 1


@dataclass(frozen=True, slots=True)
class Link:
    """A topic as it stood live when the document was composed. kind and slug are what it is found by."""

    kind: str
    slug: str
    name: str
    plain_name: str
    description: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section's list: linked to a topic, or with the reason why it is not, or not decided yet.

    `target` is "kind/slug" of the topic; `link` is None while that topic has no live page.
    """

    id: str
    label: str
    target: str
    link: Link | None
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under one heading: text in Markdown, then perhaps a list with its lead-in sentence."""

    id: str
    kind: str
    heading: str
    body: str
    list_intro: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class CareCard:
    """When to get help and how fast: one instruction, its points, and what to do.

    `signs`: for each point the signs of the checklists that it warns of, by their stable names, sorted; empty while no
    point names one. What is given beyond the points falls away.
    """

    id: str
    urgency: str
    heading: str
    points: tuple[str, ...]
    action: str
    signs: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self):
        named = [tuple(sorted(set(signs))) for signs in self.signs[: len(self.points)]]
        named += [()] * (len(self.points) - len(named))
        object.__setattr__(self, "signs", tuple(named) if any(named) else ())

    @property
    def warnings(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each point with the signs that it names."""
        return tuple(zip(self.points, self.signs or ((),) * len(self.points), strict=True))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. `date` is as printed there: 2023, 2023-05 or empty."""

    id: str
    title: str
    publisher: str
    url: str
    date: str


@dataclass(frozen=True, slots=True)
class Code:
    """A clinical code (FHIR Coding): system URI, version, code and the system's own words for it."""

    system: str
    version: str
    code: str
    display: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page of any kind."""

    kind: str
    slug: str
    name: str
    plain_name: str
    title: str
    description: str
    summary: str
    other_names: tuple[str, ...]
    body_regions: tuple[str, ...]
    codes: tuple[Code, ...]
    care_cards: tuple[CareCard, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]

    @property
    def headline(self) -> str:
        return self.title or self.name

    def targets(self) -> set[tuple[str, str]]:
        """Which topics the page names, and under which kind of section: {(section kind, "kind/slug")}."""
        return {(section.kind, item.target) for section in self.sections for item in section.items if item.target}

    def signs(self) -> set[str]:
        """Which warning signs the points of its cards name, by their stable names."""
        return {sign for card in self.care_cards for named in card.signs for sign in named}

    def with_items(self, change: Callable[[Item], Item]) -> "Document":
        """The document with every line of its lists as `change` makes it."""
        sections = tuple(
            replace(section, items=tuple(change(item) for item in section.items)) for section in self.sections
        )
        return replace(self, sections=sections)

    def without_links(self) -> "Document":
        """The document as it is stored: its lines without what the pages behind them say today."""
        return self.with_items(lambda item: replace(item, link=None))

    def to_json(self) -> dict[str, Any]:
        """The document as plain dicts and lists, for storing."""
        stored = json.loads(json.dumps(asdict(self)))
        named = [card.pop("signs") for card in stored["care_cards"]]
        if not any(named):
            return {"schema": WITHOUT_SIGNS} | stored
        for card, signs in zip(stored["care_cards"], named, strict=True):
            card["signs"] = signs
        return {"schema": SCHEMA} | stored

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Document":
        """The document that `to_json` gave. ValueError if it was written by a newer version of the portal."""
        if stored.get("schema") not in (WITHOUT_SIGNS, SCHEMA):
            raise ValueError(f"This document has schema {stored.get('schema')!r}; this portal reads {SCHEMA}.")
        return _build(cls, stored)

    def canonical(self) -> bytes:
        """The one form of this document in bytes: JSON with sorted keys, no blanks, UTF-8."""
        return json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        """The digest of the canonical form, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical()).hexdigest()


def _build(kind: type, stored: dict[str, Any]) -> Any:
    """A dataclass from its dict; tuples of dataclasses and optional dataclasses are built in turn."""
    known = [field for field in fields(kind) if field.name in stored or field.default is MISSING]
    return kind(**{field.name: _value(field.type, stored[field.name]) for field in known})


def _value(wanted: Any, stored: Any) -> Any:
    if isinstance(wanted, GenericAlias):
        part = get_args(wanted)[0]
        return tuple(_value(part, value) for value in stored)
    if wanted == Link | None:
        return None if stored is None else _build(Link, stored)
    if wanted is str:
        return stored
    return _build(wanted, stored)
