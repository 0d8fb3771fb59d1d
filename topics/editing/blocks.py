"""The blocks of the editing page that repeat – cards, sections, sources, codes – and their order."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from topics.document import Document, Item
from topics.editing.decisions import ListLine, line_prefix
from topics.editing.fields import ArticleField, InputProblem
from topics.editing.layout import BlockType
from topics.editing.points import CardPoint, point_prefix
from topics.gates.finding import FindingPlace
from topics.models.stable_id import new_stable_id

PATTERN_INDEX = "__n__"  # stands for the index in the empty block that the script copies
STABLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
LONGEST_ORDER = 20  # characters that are looked at; a place has four digits at most
LAST = 10_000  # behind every number of four digits
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass
class ArticleBlock:
    """One card, section, source or code as it stands on the page; `id` is its stable id.

    `number` is its place in the group, counted from 1; `order` the place typed. `before` is its list as the page
    showed it last, `lines` its list now; `points_before` and `points` are the same for the points of a card.
    """

    type: BlockType
    id: str
    fields: dict[str, ArticleField]
    number: int = 0
    prefix: str = ""
    order: str = ""
    removed: bool = False
    errors: list[str] = field(default_factory=list)
    before: list[Item] = field(default_factory=list)
    lines: list[ListLine] = field(default_factory=list)
    points_before: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    points: list[CardPoint] = field(default_factory=list)

    @property
    def index(self) -> str:
        """Its number in the names of its fields, counted from 0."""
        return self.prefix.removeprefix(f"{self.type.name}-")

    @property
    def title(self) -> str:
        """What the block is called on the page."""
        return self.text(self.type.title_field) or _("new %(one)s") % {"one": self.type.one}

    @property
    def empty(self) -> bool:
        """Nothing was typed; what is merely chosen from a list does not count."""
        return not any(one.value for one in self.fields.values() if not one.spec.choices)

    @property
    def kept(self) -> bool:
        """Whether it belongs to the document."""
        return not self.removed and not self.empty

    @property
    def undecided(self) -> int:
        return sum(not line.decided for line in self.lines)

    @property
    def carried(self) -> str:
        """The list as it is shown now, as JSON: the page sends it back, to tell later which line is which."""
        shown = self.before if self.removed else self.lines
        rows = [[line.id, line.label, line.target, line.reason] for line in shown]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""

    @property
    def points_carried(self) -> str:
        """The points as they are shown now, with what they name, as JSON; for the same purpose."""
        shown = self.points_before if self.removed else [(point.text, point.signs) for point in self.points]
        rows = [[text, list(signs)] for text, signs in shown]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""

    @property
    def has_signs(self) -> bool:
        """Whether there are signs to choose from for its points, or one of them names a sign."""
        return not self.removed and any(point.offered or point.signs for point in self.points)

    @property
    def unnamed(self) -> int:
        """How many points may mean a sign, and name none."""
        return sum(point.unnamed for point in self.points)

    @property
    def list_field(self) -> ArticleField | None:
        """The list of a section; other blocks have none."""
        return self.fields.get("list")

    @property
    def anchor(self) -> str:
        """The id of its element on the page."""
        return _anchor(self.type.name, self.number)

    @property
    def above(self) -> str:
        """The anchor it will have after going up."""
        return _anchor(self.type.name, max(self.number - 1, 1))

    @property
    def below(self) -> str:
        """The anchor it will have after going down."""
        return _anchor(self.type.name, self.number + 1)

    @property
    def texts(self) -> dict[str, str]:
        """What is in its fields, by their names in the document."""
        return {name: one.text for name, one in self.fields.items()}

    def text(self, name: str) -> str:
        """What is in the field of this name."""
        return self.fields[name].text

    def problems(self) -> Iterator[InputProblem]:
        """What is wrong with it, from top to bottom; nothing if it is to be removed."""
        if self.removed:
            return
        for sentence in self.errors:
            yield InputProblem(f"id_{self.prefix}-order", self.title, sentence)
        for one in self.fields.values():
            yield from one.problems(self.title)
        for line in self.lines:
            for sentence in line.errors:
                yield InputProblem(line.field_id, f"{self.title}: {line.label}", sentence)

    @property
    def wrong(self) -> bool:
        return any(self.problems())

    def stand_at(self, index: int) -> None:
        """Gives it the number, and its fields and lines the names, of this place in the group, counted from 0."""
        self.number, self.order = index + 1, str(index + 1)
        self.name_fields(str(index))

    def name_fields(self, index: str) -> None:
        """Gives its fields and lines the names that begin with this index."""
        self.prefix = f"{self.type.name}-{index}"
        for name, one in self.fields.items():
            one.name = f"{self.prefix}-{name}"
        for line in self.lines:
            line.prefix = line_prefix(self.prefix, line.id)
        for place, point in enumerate(self.points):
            point.prefix = point_prefix(self.prefix, place)


def stored(block_type: BlockType, values: Mapping[str, str], stable_id: str) -> ArticleBlock:
    """A block with these values; it gets an id if it has none."""
    fields = {name: ArticleField(spec, values[name]) for name, spec in block_type.specs.items()}
    return ArticleBlock(block_type, stable_id or new_stable_id(), fields)


def blank(block_type: BlockType) -> ArticleBlock:
    """A new block to fill in."""
    return stored(block_type, dict.fromkeys(block_type.specs, ""), "")


def pattern(block_type: BlockType) -> ArticleBlock:
    """The empty block that the script copies; each copy gets its id when it is sent."""
    block = blank(block_type)
    block.id = ""
    block.name_fields(PATTERN_INDEX)
    return block


def read(block_type: BlockType, data: Mapping[str, str]) -> tuple[list[ArticleBlock], str]:
    """The blocks as typed, in the order they were given, with what is wrong at each field; and in a sentence what is
    wrong with all of them, if anything is.

    Every block that arrived is there, whatever the page says of their number. If that is more than arrived, or missing,
    something was lost on the way.
    """
    posted = _posted(block_type, data)
    blocks = [_read_one(block_type, index, number, data) for number, index in enumerate(posted, start=1)]
    seen: set[str] = set()
    for block in blocks:
        if not STABLE_ID.fullmatch(block.id) or block.id in seen:
            block.id = new_stable_id()
        seen.add(block.id)
    wrong = ""
    if len(blocks) > block_type.most:
        words = {"part": block_type.heading, "most": block_type.most, "count": len(blocks)}
        wrong = _("%(part)s: at most %(most)s, please. There are %(count)s.") % words
    try:
        arrived = int(data[f"{block_type.name}-count"]) <= len(blocks)
    except (KeyError, ValueError):  # also a number of more digits than Python reads
        arrived = False
    return in_order(blocks), wrong if arrived else not_arrived(block_type)


def not_arrived(block_type: BlockType) -> str:
    """What is said when blocks of this type were lost on the way."""
    message = _("Part of the page did not arrive (%(part)s). What was stored of it stands here: look, and save again.")
    return message % {"part": block_type.heading}


def _posted(block_type: BlockType, data: Mapping[str, str]) -> list[str]:
    """The indexes under which fields of blocks arrived: numbers first, in their order."""
    begin, parts = f"{block_type.name}-", {"id", *block_type.specs}
    fields = (name.removeprefix(begin).partition("-") for name in data if name.startswith(begin))
    found = {index for index, _dash, part in fields if part in parts and index != PATTERN_INDEX}
    return sorted(found, key=lambda index: (int(index) if _NUMBER.fullmatch(index) else LAST, index))


def _read_one(block_type: BlockType, index: str, number: int, data: Mapping[str, str]) -> ArticleBlock:
    prefix = f"{block_type.name}-{index}"
    typed = {name: data.get(f"{prefix}-{name}", "") for name in block_type.specs}
    fields = {name: ArticleField(spec, *spec.read(typed[name])) for name, spec in block_type.specs.items()}
    block = ArticleBlock(block_type, data.get(f"{prefix}-id", ""), fields, number, prefix)
    block.order, block.removed = data.get(f"{prefix}-order", "")[:LONGEST_ORDER].strip(), f"{prefix}-remove" in data
    if not block.kept:
        for one in fields.values():
            one.errors.clear()
    elif block.order and not _NUMBER.fullmatch(block.order):
        block.errors.append(_("The place is a whole number, for example 2."))
    return block


def in_order(blocks: list[ArticleBlock]) -> list[ArticleBlock]:
    """Sorted by the numbers typed. One that was sent to the place of another one goes before or behind it, depending
    on where it came from; one without a number stays where it is."""

    def place(block: ArticleBlock) -> tuple[int, int, int]:
        shown = block.number
        wanted = int(block.order) if _NUMBER.fullmatch(block.order) else shown
        return wanted, (wanted > shown) - (wanted < shown), shown

    return sorted(blocks, key=place)


def arranged(block_type: BlockType, blocks: list[ArticleBlock], wish: str) -> list[ArticleBlock]:
    """The blocks after a button: "add", "up:3" or "down:3" (the index a block was sent with). Others change nothing."""
    blocks = list(blocks)
    verb, _colon, index = wish.partition(":")
    if verb == "add" and len(blocks) < block_type.most:
        blocks.append(blank(block_type))
    at = next((at for at, block in enumerate(blocks) if block.index == index), None)
    to = at if at is None else at - 1 if verb == "up" else at + 1 if verb == "down" else at
    if to is not None and 0 <= to < len(blocks):
        blocks.insert(to, blocks.pop(at))
    return blocks


def anchor(document: Document, place: FindingPlace) -> str:
    """The id of the field, line or group that the place names, on the page that shows this document as it is stored."""
    if place.part == "page":
        return f"id_{place.field}"
    part = "sections" if place.part == "items" else place.part
    blocks = {"cards": document.care_cards, "sections": document.sections, "sources": document.sources}[part]
    at = next((at for at, one in enumerate(blocks) if one.id == place.id), None)
    if at is None:
        return f"{part}-heading"
    if place.item:
        return f"{part}-{at}-line-{place.item}"
    return f"id_{part}-{at}-{place.field}" if place.field else _anchor(part, at + 1)


def _anchor(name: str, number: int) -> str:
    return f"{name}-at-{number}"
