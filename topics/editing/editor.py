"""A draft on one page: shows a Document as a form, and reads the form as a Document."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.lib.text import bound_marks, fold
from topics.checklists import every_checklist
from topics.document import CareCard, Code, Document, Section, Source
from topics.editing import blocks as block_of
from topics.editing import lists, points
from topics.editing.blocks import ArticleBlock
from topics.editing.decisions import LONGEST_NAME, Decider
from topics.editing.fields import ArticleField, InputProblem
from topics.editing.layout import BLOCK_TYPES, CARDS, CODES, PAGE, REGIONS, SECTIONS, SOURCES, BlockType
from topics.editing.names import Names
from topics.editing.three_way import merge
from topics.kinds import Urgency
from topics.models import BodyRegion
from topics.warning_signs import ChecklistSign

ARRANGE = "_arrange"  # the name of the buttons that add and move blocks: "sections add", "sections up:3"
BASE = "base_document"  # the name of the field that carries the draft as the page showed it, signed
_STABLE = (CARDS, SECTIONS, SOURCES)  # blocks that keep their ids
SUGGEST = "suggest"  # "cards suggest": each point that names no sign names the one that its words suggest
_CODE_KEY = attrgetter("system", "version", "code")


class DraftEditor:
    """One draft being edited. Bound if `data` is given; nothing here writes to the database.

    `document` is the draft as stored, None for a new page; `version` is the version it has. `names`, `regions` (short
    name to name) and `signs` (of all checklists) are read from the database unless given: one query each. `fields` are
    those of the page itself, `groups` the blocks by the name of their type; `base` is the draft that the typed text
    began with, if that is known.
    """

    def __init__(
        self,
        kind: str,
        document: Document | None,
        version: int,
        data: QueryDict | None = None,
        *,
        names: Names | None = None,
        regions: Mapping[str, str] | None = None,
        signs: Sequence[ChecklistSign] | None = None,
    ):
        self.kind, self.stored, self.version, self.data = str(kind), document, version, data
        self.names = Names.load() if names is None else names
        self.regions = _stored_regions() if regions is None else dict(regions)
        self.signs = every_checklist() if signs is None else signs
        self.bound = data is not None
        self.general: list[str] = []
        own = f"{self.kind}/{document.slug}" if document else ""
        lines = [item for section in document.sections for item in section.items] if document else []
        self.base = document if data is None else _carried(data.get(BASE, ""))
        self.decider = Decider(self.names, own, {line.id: line.target for line in lines if line.target})
        self.fields: dict[str, ArticleField] = {}
        self.groups: dict[str, list[ArticleBlock]] = {}
        self.body_regions = ArticleField(REGIONS, name="body_regions")
        self.chosen_regions: list[str] = []
        if data is not None:
            self._read(data)
        elif document is not None:
            self._show(document)
        else:
            self._begin()
        self._name_fields()

    def _name_fields(self) -> None:
        for name, one in self.fields.items():
            one.name = name
        for blocks in self.groups.values():
            for index, block in enumerate(blocks):
                block.stand_at(index)

    # --- what the view asks ------------------------------------------------------------------------------------------

    @property
    def base_version(self) -> int:
        """The version of the draft that the typed text is based on; 0 if the page did not say."""
        if self.data is None:
            return self.version
        typed = self.data.get("base_version", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    @property
    def carried_base(self) -> str:
        """The draft that the typed text began with, signed, as the page sends it back; empty for a new page."""
        return signing.dumps(self.base.to_json(), salt=BASE, compress=True) if self.base else ""

    def take_in(self, theirs: Document) -> Document:
        """Brings what somebody else has saved since together with what was typed, shows it, and gives it.

        What only they changed is theirs, what was changed here stays; from now on the text is based on theirs. Without
        the draft it began with nobody can tell, and all that was typed stays.
        """
        typed = self.document()
        merged = merge(self.base, typed, theirs) if self.base else typed
        asked_for = {line.id: line for block in self.groups[SECTIONS.name] for line in block.lines if line.to_create}
        self._show(merged)
        for line in (line for block in self.groups[SECTIONS.name] for line in block.lines):
            if asked := asked_for.get(line.id):
                line.choice, line.kind, line.name = asked.choice, asked.kind, asked.name
        for block_type, kept, there in zip(_STABLE, _stable(merged), _stable(theirs), strict=True):
            ids = {part.id for part in kept}
            for part in there:
                if part.id not in ids:  # taken away here: it stands there with its tick
                    block = self._block(block_type, part)
                    block.removed = True
                    self.groups[block_type.name].append(block)
        self.base = theirs
        self._name_fields()
        return merged

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

    def refuse(self, field: str, sentence: str) -> None:
        """Adds what the view found out: `field` is one of the page itself such as "slug"; empty for the whole page."""
        (self.fields[field].errors if field else self.general).append(sentence)

    def document(self) -> Document:
        """What was typed, as a Document; as far as possible also when something is wrong with it.

        Other names, regions, codes and cards come in the order in which a draft is composed. While the address typed
        is wrong, the stored one stands in, so that there is something to preview.
        """
        texts = {name: one.text for name, one in self.fields.items()}
        if self.fields["slug"].errors:
            texts["slug"] = self.stored.slug if self.stored else "new-page"
        texts["other_names"] = tuple(sorted(set(_entries(texts["other_names"]))))
        links = lists.Links(self.stored, self.names)
        return Document(
            kind=self.kind,
            **texts,
            body_regions=tuple(sorted(self.chosen_regions)),
            codes=tuple(sorted((Code(**block.texts) for block in self._kept(CODES)), key=_CODE_KEY)),
            care_cards=tuple(sorted(map(_card, self._kept(CARDS)), key=lambda card: Urgency(card.urgency).rank)),
            sections=tuple(_section(block, links) for block in self._kept(SECTIONS)),
            sources=tuple(Source(block.id, **block.texts) for block in self._kept(SOURCES)),
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
        for part in [*self.fields.values(), self.body_regions, *self._blocks()]:
            found += part.problems()
        return found

    def forget_problems(self) -> None:
        """Takes all sentences away: somebody who only moves or adds a block is not told off for what is unfinished."""
        self.general.clear()
        parts = [*self.fields.values(), self.body_regions, *self._blocks()]
        for block in self._blocks():
            parts += [*block.fields.values(), *block.lines]
        for part in parts:
            part.errors.clear()

    def offer_links(self) -> None:
        """Adds to each line and point what the page shows beside it: where it leads, what it may mean or warn of."""
        for block in self.groups[SECTIONS.name]:
            for line in block.lines:
                self.decider.offer(line)
        points.offer(self.groups[CARDS.name], self.signs, self.chosen_regions)

    # --- from the Document, from the form ----------------------------------------------------------------------------

    def _begin(self) -> None:
        """A new page: a card and a section to fill in."""
        self.fields = {name: ArticleField(spec) for name, spec in PAGE.items()}
        self.groups = {block_type.name: [] for block_type in BLOCK_TYPES}
        for block_type in (CARDS, SECTIONS):
            self.groups[block_type.name].append(block_of.blank(block_type))

    def _show(self, document: Document) -> None:
        values = _values(document, PAGE)
        self.fields = {name: ArticleField(spec, values[name]) for name, spec in PAGE.items()}
        self.chosen_regions = list(document.body_regions)
        for block_type, stored in zip((*_STABLE, CODES), (*_stable(document), document.codes), strict=True):
            self.groups[block_type.name] = [self._block(block_type, part) for part in stored]

    def _block(self, block_type: BlockType, part: Any) -> ArticleBlock:
        """A part of a document as a block of the page."""
        block = block_of.stored(block_type, _values(part, block_type.specs), getattr(part, "id", ""))
        if block_type is SECTIONS:
            lists.show(block, part.items, self.decider)
        if block_type is CARDS:
            points.show(block, part)
        return block

    def _read(self, data: QueryDict) -> None:
        typed = {name: data.get(name, "") for name in PAGE}
        typed["slug"] = typed["slug"] or slugify(bound_marks(typed["name"][:LONGEST_NAME]))[:80]
        self.fields = {name: ArticleField(spec, *spec.read(typed[name])) for name, spec in PAGE.items()}
        self._read_regions(data.getlist("body_regions"))
        for block_type in BLOCK_TYPES:
            self.groups[block_type.name], wrong = block_of.read(block_type, data)
            if wrong:
                self.general.append(wrong)
        lists.read(self.groups[SECTIONS.name], data, self.decider)
        points.read(self.groups[CARDS.name], data, self.signs)
        self._put_back_what_did_not_arrive()
        self._refuse_double_codes()
        name, _blank, wish = data.get(ARRANGE, "").partition(" ")
        for block_type in BLOCK_TYPES:
            if block_type.name == name:
                self.groups[name] = block_of.arranged(block_type, self.groups[name], wish)
        if (name, wish) == (CARDS.name, SUGGEST):
            points.take_suggestions(self.groups[CARDS.name], self.signs, self.chosen_regions)

    def _put_back_what_did_not_arrive(self) -> None:
        """A part is taken away by its tick. One that the page showed, that is stored and was not sent was lost on the
        way: it stands there again, and nothing is saved before somebody has looked."""
        if self.stored is None:
            return
        page = self.base or self.stored
        for block_type, shown, stored in zip(_STABLE, _stable(page), _stable(self.stored), strict=True):
            blocks = self.groups[block_type.name]
            lost = {part.id for part in shown} - {block.id for block in blocks}
            if self.base is None and len(blocks) >= len(shown):
                continue  # an id that was spoilt on the way looks like a new block
            missing = [part for part in stored if part.id in lost]
            blocks += [self._block(block_type, part) for part in missing]
            sentence = block_of.not_arrived(block_type)
            if missing and sentence not in self.general:
                self.general.append(sentence)

    def _read_regions(self, chosen: list[str]) -> None:
        self.chosen_regions = [slug for slug in dict.fromkeys(chosen) if slug in self.regions]
        if strange := [slug for slug in chosen if slug not in self.regions]:
            self.body_regions.errors.append(
                _("“%(region)s” is not one of the body regions. Please choose again.") % {"region": strange[0][:60]}
            )

    def _refuse_double_codes(self) -> None:
        seen = set()
        for block in self._kept(CODES):
            key = _CODE_KEY(Code(**block.texts))
            if key in seen:
                block.fields["code"].errors.append(_("This code is there twice."))
            seen.add(key)

    def _blocks(self) -> list[ArticleBlock]:
        return [block for block_type in BLOCK_TYPES for block in self.groups[block_type.name]]

    def _kept(self, block_type: BlockType) -> list[ArticleBlock]:
        return [block for block in self.groups[block_type.name] if block.kept]


def _stored_regions() -> dict[str, str]:
    return dict(BodyRegion.objects.order_by("name").values_list("slug", "name"))


def _stable(document: Document) -> tuple[tuple, tuple, tuple]:
    """Its parts of each type in _STABLE."""
    return document.care_cards, document.sections, document.sources


def _carried(text: str) -> Document | None:
    """The document that a page carried along; None if it is none of ours."""
    try:
        return Document.from_json(signing.loads(text, salt=BASE))
    except (signing.BadSignature, ValueError, KeyError, TypeError, AttributeError):
        return None


def _values(part: Any, names: Mapping[str, Any]) -> dict[str, str]:
    """These fields of a document or of a part of it as the page holds them: several entries one a line."""
    values = {name: getattr(part, name) for name in names if name != "list"}
    if "list" in names:
        values["list"] = [item.label for item in part.items]
    return {name: value if isinstance(value, str) else "\n".join(value) for name, value in values.items()}


def _entries(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("\n")))


def _section(block: ArticleBlock, links: lists.Links) -> Section:
    texts = {name: text for name, text in block.texts.items() if name != "list"}
    return Section(block.id, **texts, items=lists.items(block, links))


def _card(block: ArticleBlock) -> CareCard:
    urgency = block.text("urgency") if block.text("urgency") in Urgency.values else Urgency.NONURGENT.value
    named = tuple(tuple(point.signs) for point in block.points)
    texts = block.text("heading"), _entries(block.text("points")), block.text("action")
    return CareCard(block.id, urgency, *texts, named)
