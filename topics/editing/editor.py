"""A draft on one page: shows a Document as a form, and reads the form as a Document."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.lib.text import fold
from topics.document import CareCard, Code, Document, Section, Source
from topics.editing import blocks as block_of
from topics.editing import lists
from topics.editing.blocks import BLANK, Block
from topics.editing.decisions import Decider
from topics.editing.fields import InputProblem, Place
from topics.editing.groups import CARDS, CODES, GROUPS, PAGE, REGIONS, SECTIONS, SOURCES, Group
from topics.editing.names import Names
from topics.kinds import Urgency
from topics.models import BodyRegion

ARRANGE = "_arrange"  # the name of the buttons that add and move blocks: "sections add", "sections up:3"


class DraftEditor:
    """One draft being edited. Bound if `data` is given; nothing here writes to the database.

    `document` is the draft as stored, None for a new page; `version` is the version it has. `names` and `regions`
    (short name to name) are read from the database unless given: one query each.
    """

    def __init__(
        self,
        kind: str,
        document: Document | None,
        version: int,
        data: Mapping[str, Any] | None = None,
        *,
        names: Names | None = None,
        regions: Mapping[str, str] | None = None,
    ):
        self.kind, self.stored, self.version, self.data = str(kind), document, version, data
        self.names = Names.load() if names is None else names
        self.regions = _stored_regions() if regions is None else dict(regions)
        self.bound = data is not None
        self.general: list[str] = []
        own = f"{self.kind}/{document.slug}" if document else ""
        trusted = {item.target for section in document.sections for item in section.items} if document else set()
        self.decider = Decider(self.names, own, frozenset(trusted - {""}))
        self.places: dict[str, Place] = {}
        self.groups: dict[str, list[Block]] = {}
        self.body_regions = Place("body_regions", REGIONS)
        self.chosen_regions: list[str] = []
        if self.bound:
            self._read(data)
        else:
            self._show(document)
        for found in self.groups.values():
            block_of.renumber(found)

    # --- what the view asks ------------------------------------------------------------------------------------------

    @property
    def base_version(self) -> int:
        """The version of the draft that the typed text is based on; 0 if the page did not say."""
        return _whole_number(self.data.get("base_version")) or 0 if self.bound else self.version

    @property
    def arranging(self) -> bool:
        """The editor only wants one block more, or to move one: show the page again and save nothing."""
        return self.bound and ARRANGE in self.data

    @property
    def wants_saving(self) -> bool:
        """A button that saves was pressed."""
        return self.bound and not self.arranging

    def is_valid(self) -> bool:
        """Whether what was typed can be stored. A page may be unfinished; what is there must not be wrong."""
        return self.bound and not self.problems()

    def refuse(self, place: str, sentence: str) -> None:
        """Adds what the view found out: `place` is a field of the page such as "slug", or empty for the whole page."""
        (self.places[place].errors if place in self.places else self.general).append(sentence)

    def document(self) -> Document:
        """What was typed, as a Document; as far as possible also when something is wrong with it.

        Other names, regions, codes and cards come in the order in which a draft is composed. While the address typed
        is wrong, the stored one stands in, so that there is something to preview.
        """
        text = {name: place.value for name, place in self.places.items()}
        cards = sorted(map(_card, self._kept(CARDS)), key=lambda card: Urgency(card.urgency).rank)
        links = lists.Links(self.stored, self.decider)
        return Document(
            kind=self.kind,
            slug=text["slug"] if not self.places["slug"].errors else self.stored.slug if self.stored else "new-page",
            name=text["name"],
            plain_name=text["plain_name"],
            title=text["title"],
            description=text["description"],
            summary=text["summary"],
            other_names=tuple(sorted(set(filter(None, text["other_names"].split("\n"))))),
            body_regions=tuple(sorted(self.chosen_regions)),
            codes=tuple(sorted(map(_code, self._kept(CODES)), key=_code_key)),
            care_cards=tuple(cards),
            sections=tuple(
                Section(
                    block.id,
                    block.text("kind"),
                    block.text("heading"),
                    block.text("body"),
                    block.text("list_intro"),
                    lists.items(block, links),
                )
                for block in self._kept(SECTIONS)
            ),
            sources=tuple(map(_source, self._kept(SOURCES))),
        )

    def new_topics(self) -> list[tuple[str, str, str]]:
        """The concepts to create: (kind, name, item id), each concept once, for the first line that asks for it.

        Other lines asking for the same one stay undecided; once it exists they show it as their first choice.
        """
        wanted: dict[tuple[str, str], tuple[str, str, str]] = {}
        for block in self._kept(SECTIONS):
            for line in block.lines:
                if line.to_create:
                    wanted.setdefault((line.kind, fold(line.to_create)), (line.kind, line.to_create, line.id))
        return list(wanted.values())

    def problems(self) -> list[InputProblem]:
        """Everything that is wrong, in the order of the page."""
        found = [InputProblem("", "", sentence) for sentence in self.general]
        for place in [*self.places.values(), self.body_regions]:
            found += [InputProblem(place.id, place.spec.label, sentence) for sentence in place.errors]
        for group in GROUPS:
            for block in self.groups[group.name]:
                found += _problems_of(block)
        return found

    def forget_problems(self) -> None:
        """Takes all sentences away: somebody who only moves or adds a block is not told off for what is unfinished."""
        self.general.clear()
        for place in [*self.places.values(), self.body_regions]:
            place.errors.clear()
        for block in [block for blocks in self.groups.values() for block in blocks]:
            for part in [block, *block.places.values(), *block.lines]:
                part.errors.clear()

    def offer_links(self) -> None:
        """Adds to each line what the page shows beside it: where it leads, or what it may mean."""
        for block in self.groups[SECTIONS.name]:
            for line in block.lines:
                self.decider.offer(line)

    # --- from the Document, from the form ----------------------------------------------------------------------------

    def _show(self, document: Document | None) -> None:
        for name, spec in PAGE.items():
            value = getattr(document, name) if document else ""
            self.places[name] = Place(name, spec, value if isinstance(value, str) else "\n".join(value))
        if document is None:
            self.groups = {group.name: [] for group in GROUPS}
            self.groups[CARDS.name] = [block_of.blank(CARDS, 0)]
            self.groups[SECTIONS.name] = [block_of.blank(SECTIONS, 0)]
            return
        self.chosen_regions = list(document.body_regions)
        rows: dict[Group, Iterable] = {CARDS: document.care_cards, SECTIONS: document.sections}
        rows |= {SOURCES: document.sources, CODES: document.codes}
        for group, parts in rows.items():
            self.groups[group.name] = [
                block_of.filled(group, index, _values(part), getattr(part, "id", ""))
                for index, part in enumerate(parts)
            ]
        for block, section in zip(self.groups[SECTIONS.name], document.sections, strict=True):
            lists.show(block, section.items, self.decider)

    def _read(self, data: Mapping[str, Any]) -> None:
        for name, spec in PAGE.items():
            raw = data.get(name, "")
            value, errors = spec.read(raw or slugify(data.get("name", ""))[:80] if name == "slug" else raw)
            self.places[name] = Place(name, spec, value, errors)
        self._read_regions(data)
        for group in GROUPS:
            found = block_of.read(group, data)
            if found is None:
                self.general.append(
                    _("Part of the page did not arrive (%(part)s). Please save again.") % {"part": group.heading}
                )
            self.groups[group.name] = found or []
        lists.read(self.groups[SECTIONS.name], data, self.decider)
        self._refuse_double_codes()
        if self.arranging:
            name, _blank, wish = str(data[ARRANGE]).partition(" ")
            group = next((group for group in GROUPS if group.name == name), None)
            if group:
                self.groups[name] = block_of.arranged(group, self.groups[name], wish)

    def _read_regions(self, data: Mapping[str, Any]) -> None:
        chosen = data.getlist("body_regions") if hasattr(data, "getlist") else data.get("body_regions", [])
        self.chosen_regions = [slug for slug in dict.fromkeys(chosen) if slug in self.regions]
        if strange := [slug for slug in chosen if slug not in self.regions]:
            self.body_regions.errors.append(
                _("“%(region)s” is not one of the body regions. Please choose again.") % {"region": strange[0][:60]}
            )

    def _refuse_double_codes(self) -> None:
        seen: dict[tuple, Block] = {}
        for block in self._kept(CODES):
            if seen.setdefault(_code_key(_code(block)), block) is not block:
                block.places["code"].errors.append(_("This code is there twice."))

    def _kept(self, group: Group) -> list[Block]:
        return [block for block in self.groups[group.name] if not block.removed and not block.empty]

    @cached_property
    def patterns(self) -> dict[str, Block]:
        """An empty block of each group, which the script copies."""
        return {group.name: block_of.blank(group, BLANK) for group in GROUPS}


def _stored_regions() -> dict[str, str]:
    return dict(BodyRegion.objects.order_by("name").values_list("slug", "name"))


def _whole_number(raw: Any) -> int | None:
    return int(raw) if raw and str(raw).isascii() and str(raw).isdigit() and len(str(raw)) < 10 else None


def _problems_of(block: Block) -> list[InputProblem]:
    if block.removed:
        return []
    found = [InputProblem(f"id_{block.prefix}-order", block.title, sentence) for sentence in block.errors]
    for place in block.places.values():
        found += [InputProblem(place.id, f"{block.title}: {place.spec.label}", sentence) for sentence in place.errors]
    for line in block.lines:
        found += [InputProblem(line.field_id, f"{block.title}: {line.label}", sentence) for sentence in line.errors]
    return found


def _values(part: Any) -> dict[str, str]:
    """The fields of a card, section, source or code as the page holds them."""
    if isinstance(part, Section):
        shown = {name: getattr(part, name) for name in ("heading", "kind", "body", "list_intro")}
        return shown | {"list": "\n".join(item.label for item in part.items)}
    if isinstance(part, CareCard):
        points = "\n".join(part.points)
        return {"urgency": part.urgency, "heading": part.heading, "points": points, "action": part.action}
    names = SOURCES.specs if isinstance(part, Source) else CODES.specs
    return {name: getattr(part, name) for name in names}


def _card(block: Block) -> CareCard:
    urgency = block.text("urgency") if block.text("urgency") in Urgency.values else Urgency.NONURGENT.value
    points = tuple(filter(None, block.text("points").split("\n")))
    return CareCard(block.id, urgency, block.text("heading"), points, block.text("action"))


def _source(block: Block) -> Source:
    return Source(block.id, block.text("title"), block.text("publisher"), block.text("url"), block.text("date"))


def _code(block: Block) -> Code:
    return Code(block.text("system"), block.text("version"), block.text("code"), block.text("display"))


def _code_key(code: Code) -> tuple[str, str, str]:
    return code.system, code.version, code.code
