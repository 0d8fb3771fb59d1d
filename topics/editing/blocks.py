"""The blocks of the editing page that repeat – cards, sections, sources, codes – and their order."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from topics.document import Item
from topics.editing.decisions import Line, prefix_of
from topics.editing.fields import Place
from topics.editing.groups import Group
from topics.models.stable_id import new_stable_id

BLANK = "__n__"  # stands for the number in the block that the script copies
STABLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass
class Block:
    """One block as it stands on the page. `number` counts from 1; `before` is the list as it was when shown last."""

    group: Group
    index: int | str
    id: str
    places: dict[str, Place]
    number: int = 0
    order: str = ""
    removed: bool = False
    errors: list[str] = field(default_factory=list)
    before: list[Item] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        return f"{self.group.name}-{self.index}"

    @property
    def anchor(self) -> str:
        return f"{self.group.name}-at-{self.number}"

    @property
    def above(self) -> str:
        """Where the block will stand after going up."""
        return f"{self.group.name}-at-{max(self.number - 1, 1)}"

    @property
    def below(self) -> str:
        return f"{self.group.name}-at-{self.number + 1}"

    @property
    def title(self) -> str:
        """What the block is called on the page."""
        return self.places[self.group.title].value or _("new %(one)s") % {"one": self.group.one}

    @property
    def empty(self) -> bool:
        """Nothing was typed; what is merely chosen from a list does not count."""
        return not any(place.value for place in self.places.values() if not place.spec.choices)

    @property
    def undecided(self) -> int:
        return sum(not line.decided for line in self.lines)

    @property
    def wrong(self) -> bool:
        problems = self.errors or any(place.errors for place in self.places.values())
        return not self.removed and bool(problems or any(line.errors for line in self.lines))

    @property
    def carried(self) -> str:
        """The list as it is shown now: the page carries it along, to tell later which line is which."""
        if self.removed:
            rows = [[item.id, item.label, item.target, item.reason] for item in self.before]
        else:
            rows = [[line.id, line.label, line.target, line.reason] for line in self.lines]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""

    @property
    def list_field(self) -> Place | None:
        """The list of a section; other blocks have none."""
        return self.places.get("list")

    def text(self, name: str) -> str:
        """What is in the field of this name."""
        return self.places[name].value


def filled(group: Group, index: int, values: Mapping[str, str], stable_id: str = "") -> Block:
    """A block with these values, as stored."""
    places = {name: Place(f"{group.name}-{index}-{name}", spec, values[name]) for name, spec in group.specs.items()}
    return Block(group, index, stable_id or new_stable_id(), places)


def blank(group: Group, index: int | str) -> Block:
    """A new block. With the index BLANK it is the pattern that the script copies, and gets no id before it is sent."""
    places = {name: Place(f"{group.name}-{index}-{name}", spec) for name, spec in group.specs.items()}
    return Block(group, index, "" if index == BLANK else new_stable_id(), places)


def read(group: Group, data: Mapping[str, str]) -> list[Block] | None:
    """The blocks as typed, in the order they were given, with what is wrong at each field.

    None if the number of blocks did not arrive: then nobody can tell whether some were removed or lost on the way.
    """
    try:
        count = int(data[f"{group.name}-count"])
    except (KeyError, ValueError):
        return None
    seen: set[str] = set()
    blocks = [_read_one(group, index, data, seen) for index in range(min(max(count, 0), group.most))]
    return in_order(blocks)


def _read_one(group: Group, index: int, data: Mapping[str, str], seen: set[str]) -> Block:
    prefix = f"{group.name}-{index}"
    stable_id = data.get(f"{prefix}-id", "")
    if not STABLE_ID.fullmatch(stable_id) or stable_id in seen:
        stable_id = new_stable_id()
    seen.add(stable_id)
    block = Block(group, index, stable_id, {}, order=data.get(f"{prefix}-order", "").strip())
    block.removed = f"{prefix}-remove" in data
    for name, spec in group.specs.items():
        value, errors = spec.read(data.get(f"{prefix}-{name}", ""))
        block.places[name] = Place(f"{prefix}-{name}", spec, value, errors)
    if block.removed or block.empty:
        for place in block.places.values():
            place.errors = []
    elif block.order and not _NUMBER.fullmatch(block.order):
        block.errors.append(_("The place is a whole number, for example 2."))
    return block


def in_order(blocks: list[Block]) -> list[Block]:
    """Sorted by the numbers typed. One that was sent to the place of another one goes before or behind it, depending
    on where it came from; one without a number stays where it is."""

    def place(block: Block) -> tuple[int, int, int]:
        shown = block.index + 1
        wanted = int(block.order) if _NUMBER.fullmatch(block.order) else shown
        return wanted, (wanted > shown) - (wanted < shown), block.index

    return sorted(blocks, key=place)


def arranged(group: Group, blocks: list[Block], wish: str) -> list[Block]:
    """The blocks after a button: "add", "up:3" or "down:3" (the index a block was sent with). Others change nothing."""
    blocks = list(blocks)
    verb, _colon, index = wish.partition(":")
    if verb == "add" and len(blocks) < group.most:
        blocks.append(blank(group, len(blocks)))
    at = next((at for at, block in enumerate(blocks) if str(block.index) == index), None)
    to = at if at is None else at - 1 if verb == "up" else at + 1 if verb == "down" else at
    if to is not None and 0 <= to < len(blocks):
        blocks.insert(to, blocks.pop(at))
    return blocks


def renumber(blocks: Iterable[Block]) -> None:
    """Gives the blocks the numbers, and their fields the names, of the order they stand in now."""
    for index, block in enumerate(blocks):
        block.index, block.number, block.order = index, index + 1, str(index + 1)
        for name, place in block.places.items():
            place.name = f"{block.prefix}-{name}"
        for line in block.lines:
            line.prefix = prefix_of(block.prefix, line.id)
