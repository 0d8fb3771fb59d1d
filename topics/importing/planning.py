"""What an arrived text would become: a draft with a decision for every line, before anything of it is stored."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.lib.latin import in_latin_letters
from portal.lib.text import fold
from topics.document import CareCard, Document, Item, Section
from topics.editing.names import Names
from topics.importing.heading_kinds import kind_of
from topics.importing.limits import LONGEST_NAME, LONGEST_SLUG
from topics.importing.matching import MatchKind, Recognition, find
from topics.importing.outline import Outline, OutlinePart
from topics.importing.reading import IncomingText
from topics.importing.reimport import keep_known_parts
from topics.kinds import SectionKind, TopicKind
from topics.part_names import PartNames
from topics.warning_signs import ChecklistSign, suggested

UNRECOGNISED = SectionKind.OVERVIEW  # what a section is taken for until somebody says what it is about


@dataclass(frozen=True)
class PlannedLine:
    """A line of a list: how it was recognised, and what is decided about it."""

    item: Item
    finding: Recognition
    leads_to: str  # the name of the page it shall lead to, with its kind; empty: none

    @property
    def decided(self) -> bool:
        return bool(self.item.target or self.item.reason)

    @property
    def suggested(self) -> str:
        """The pages it may mean, in words."""
        return ", ".join(f"{match.name} ({match.kind_label})" for match in self.finding.suggestions)

    @property
    def how(self) -> str:
        """How sure it is, in words."""
        linked_by_hand = self.item.target and self.item.target != self.finding.target
        return _("as decided before") if linked_by_hand or self.item.reason else self.finding.how.words


@dataclass(frozen=True)
class PlannedSection:
    """A section, what its heading was taken for, and its lines. `recognised`: the heading said what it is about."""

    section: Section
    recognised: bool
    lines: tuple[PlannedLine, ...]

    @property
    def kind_label(self) -> str:
        return str(SectionKind(self.section.kind).label)

    @property
    def paragraphs(self) -> int:
        return len([text for text in self.section.body.split("\n\n") if text])


@dataclass(frozen=True)
class Plan:
    """The draft that would be made. `unrecognised`: the ids of sections of which nobody knows what they are about.

    `creates`: the concepts that lines shall bring into being, as (kind, name, id of the line).
    """

    document: Document
    unrecognised: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    creates: tuple[tuple[str, str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "document": self.document.to_json(),
            "unrecognised": sorted(self.unrecognised),
            "notes": [str(note) for note in self.notes],
            "creates": [list(one) for one in self.creates],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Plan":
        document = Document.from_json(stored["document"])
        creates = tuple(tuple(one) for one in stored["creates"])
        return cls(document, frozenset(stored["unrecognised"]), tuple(stored["notes"]), creates)

    def sections(self, names: Names) -> list[PlannedSection]:
        """Every section with every line, as today's names say."""
        return [
            PlannedSection(section, section.id not in self.unrecognised, tuple(self._lines(section, names)))
            for section in self.document.sections
        ]

    def _lines(self, section: Section, names: Names) -> Iterator[PlannedLine]:
        own = f"{self.document.kind}/{self.document.slug}"
        for item in section.items:
            known = names.at(item.target)
            leads_to = f"{known.name} ({known.kind_label})" if known else item.target
            yield PlannedLine(item, find(item.label, section.kind, names, own), leads_to)


def plan(
    arrived: IncomingText,
    kind: str,
    names: Names,
    regions: Mapping[str, str],
    existing: Document | None = None,
    signs: Sequence[ChecklistSign] = (),
) -> Plan:
    """What the text becomes as a page of this kind: a new one, or the `existing` draft with its text replaced.

    A plain text brings its headline and sections; everything else of an existing draft stays, and so do the names of
    parts and the decisions about lines that are still there. An exported article brings everything. `signs`: those of
    all checklists; what points may warn of is told, and chosen in the draft.
    """
    if arrived.document:
        return _of_document(arrived, names, regions, signs)
    document, strange = _new(arrived.outline, arrived, kind, names)
    if existing:
        document = replace(existing, title=arrived.title, sections=document.sections)
        document, stayed = keep_known_parts(existing, document, names, strange)
        strange -= stayed  # somebody said before what they are about
        document = _decided(document, names)
        notes = arrived.notes
    else:
        about = regions_named(arrived.title, regions)
        document = replace(document, body_regions=tuple(sorted(about)))
        said = _("By its title it is about this part of the body: %(name)s.")
        notes = (*arrived.notes, *(said % {"name": regions[slug]} for slug in about))
        if document.slug == _nameless(arrived):
            notes = (*notes, _("No address could be made from the title: write one in Latin letters."))
    return Plan(document, frozenset(document.sections[place].id for place in strange), notes)


def regions_named(title: str, regions: Mapping[str, str]) -> list[str]:
    """The body regions, by slug, whose whole name stands in the title. The editor has the last word."""
    words = " ".join(["", *re.findall(r"\w+", fold(title)), ""])
    return [slug for slug, name in regions.items() if f" {fold(name)} " in words]


def _new(found: Outline, arrived: IncomingText, kind: str, names: Names) -> tuple[Document, set[str]]:
    name = found.title.split(":")[0].strip()[:LONGEST_NAME].strip() or found.title[:LONGEST_NAME]
    slug = slugify(in_latin_letters(name))[:LONGEST_SLUG].strip("-") or _nameless(arrived)
    part_names = PartNames()
    made = [_section(part, part_names, (name, found.title)) for part in found.parts]
    sections = tuple(section for section, _recognised in made)
    texts = dict.fromkeys(("plain_name", "description", "summary"), "")
    parts = dict.fromkeys(("other_names", "body_regions", "codes", "care_cards", "sources"), ())
    title = "" if found.title == name else found.title
    document = Document(
        kind=TopicKind(kind).value, slug=slug, name=name, title=title, sections=sections, **texts, **parts
    )
    return _decided(document, names), {place for place, (_made, recognised) in enumerate(made) if not recognised}


def _nameless(arrived: IncomingText) -> str:
    """The address of a text whose title has no letter that an address can have."""
    return f"text-{arrived.sha256[:8]}"


def _section(part: OutlinePart, names: PartNames, called: tuple[str, ...]) -> tuple[Section, bool]:
    kind = kind_of(part.heading, *called)
    section_id = names.of((kind or UNRECOGNISED).value.replace("_", "-"))
    items = tuple(Item(names.of(label), label, "", None, "") for label in part.lines)
    body = "\n\n".join(part.body)
    section = Section(section_id, (kind or UNRECOGNISED).value, part.heading, body, part.list_intro, items)
    return section, kind is not None


def _decided(document: Document, names: Names) -> Document:
    """Every undecided line that has exactly one page's name leads there."""
    own = f"{document.kind}/{document.slug}"

    def decided(section: Section, item: Item) -> Item:
        if item.target or item.reason:
            return item
        return replace(item, target=find(item.label, section.kind, names, own).target)

    sections = tuple(
        replace(section, items=tuple(decided(section, item) for item in section.items)) for section in document.sections
    )
    return replace(document, sections=sections)


def _of_document(
    arrived: IncomingText, names: Names, regions: Mapping[str, str], signs: Sequence[ChecklistSign]
) -> Plan:
    """An exported article; what it names and is not here is left out, and said."""
    document, notes = arrived.document, list(arrived.notes)
    strange = [slug for slug in document.body_regions if slug not in regions]
    if strange:
        left_out = _("These body regions are not known here and were left out: %(names)s.")
        notes.append(left_out % {"names": ", ".join(strange)})

    def here(item: Item) -> Item:
        known = names.at(item.target)
        if item.target and not known:
            notes.append(
                _("“%(line)s” led to %(target)s. There is no such page here: decide where it leads.")
                % {"line": item.label, "target": item.target}
            )
        return replace(item, target=known.target if known else "")

    sections = tuple(
        replace(section, items=tuple(here(item) for item in section.items)) for section in document.sections
    )
    kept = tuple(slug for slug in document.body_regions if slug in regions)
    cards = tuple(_with_known_signs(card, kept, signs, notes) for card in document.care_cards)
    made = replace(document, sections=sections, body_regions=kept, care_cards=cards)
    return Plan(made, frozenset(), tuple(notes))


def _with_known_signs(
    card: CareCard, regions: Sequence[str], signs: Sequence[ChecklistSign], notes: list[str]
) -> CareCard:
    """The card without signs that no checklist has here. What a point that names none may warn of is told."""
    known = {sign.id for sign in signs}
    here = [sign for sign in signs if sign.region in regions and sign.suits(card.urgency)]
    for point, named in card.warnings:
        for sign in (one for one in named if one not in known):
            left_out = _("“%(point)s” named the sign %(sign)s. No checklist here has it: choose beside the point.")
            notes.append(left_out % {"point": point, "sign": sign})
        if not known.intersection(named) and (likely := suggested(point, here)):
            may = _("“%(point)s” may warn of “%(sign)s”: choose beside the point.")
            notes.append(may % {"point": point, "sign": likely[0].sign})
    return replace(card, signs=tuple(tuple(one for one in named if one in known) for named in card.signs))


def tally(sections: list[PlannedSection]) -> dict[MatchKind, int]:
    """How many lines were recognised in which way."""
    found = dict.fromkeys(MatchKind, 0)
    for section in sections:
        for line in section.lines:
            found[line.finding.how] += 1
    return found
