"""The parts of a page with what became of each: values that a comparison is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.comparing.labels import FIELD_LABELS
from topics.comparing.paragraphs import ParagraphGroup, paragraph_groups
from topics.comparing.words import Piece, whole
from topics.document import CareCard, Item, Section, Source


class PartState(TextChoices):
    """What became of a part."""

    ADDED = "added", gettext_lazy("added")
    REMOVED = "removed", gettext_lazy("removed")
    CHANGED = "changed", gettext_lazy("changed")
    MOVED = "moved", gettext_lazy("moved")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")


@dataclass(frozen=True)
class Move:
    """From where to where a part moved: places counted from 1, headings where it changed sections.

    `up` and `down` are set only where both the place and the order among the others say so. `follows` is the
    name of the part it now stands behind; empty: it stands first.
    """

    from_place: int
    to_place: int
    up: bool = False
    down: bool = False
    follows: str = ""
    from_heading: str | None = None

    def __str__(self) -> str:
        names = {"heading": self.from_heading, "from": self.from_place, "to": self.to_place, "name": self.follows}
        if self.from_heading is not None:
            return _("moved here from “%(heading)s”") % names
        if self.up:
            return _("moved up from place %(from)d to place %(to)d") % names
        if self.down:
            return _("moved down from place %(from)d to place %(to)d") % names
        return _("moved behind “%(name)s”") % names if self.follows else _("moved to the first place")


@dataclass(frozen=True)
class ChangedField:
    """A text that changed, of the page or of one of its parts."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def label(self) -> str:
        return FIELD_LABELS[self.name]

    @cached_property
    def paragraph_groups(self) -> list[ParagraphGroup]:
        """The pieces paragraph by paragraph, as a page shows them."""
        return paragraph_groups(self.pieces)


@dataclass(frozen=True)
class PartChange:
    """Something of which a page holds several, before and after; None where it did not or does not exist."""

    called: ClassVar[str]  # the field that holds its name

    before: Any
    after: Any
    move: Move | None
    fields: tuple[ChangedField, ...]  # what changed; of a part that came or went, all it says

    @property
    def shown(self) -> Any:
        """The part as it is now, or as it was before it went."""
        return self.before if self.after is None else self.after

    @property
    def id(self) -> str:
        return self.shown.id

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its name, with what changed in it."""
        changed = [field.pieces for field in self.fields if field.name == self.called]
        return changed[0] if changed else whole("", "", same=self.name)

    @property
    def details(self) -> tuple[ChangedField, ...]:
        """What changed beside its name."""
        return tuple(field for field in self.fields if field.name != self.called)

    @property
    def notes(self) -> Sequence[str]:
        """What else is to be said about it."""
        return ()

    @property
    def inner(self) -> Sequence["PartChange"]:
        """The parts of this part."""
        return ()

    @property
    def is_touched(self) -> bool:
        """Whether anything in it is different, wherever it stands."""
        return bool(self.fields) or any(not part.is_unchanged for part in self.inner)

    @property
    def state(self) -> PartState:
        if self.before is None:
            return PartState.ADDED
        if self.after is None:
            return PartState.REMOVED
        if self.is_touched:
            return PartState.CHANGED
        return PartState.MOVED if self.move else PartState.UNCHANGED

    @property
    def is_unchanged(self) -> bool:
        return self.state == PartState.UNCHANGED

    @property
    def changes(self) -> int:
        """How many things changed in it; that it came or went is one."""
        if self.state in (PartState.ADDED, PartState.REMOVED):
            return 1
        return len(self.fields) + bool(self.move) + sum(not part.is_unchanged for part in self.inner)

    @property
    def runs(self) -> list["Run"]:
        return runs(self.inner)


@dataclass(frozen=True)
class Run:
    """Neighbours that are all unchanged, or all not."""

    is_unchanged: bool
    parts: list[PartChange]


def runs(parts: Sequence[PartChange]) -> list[Run]:
    """The parts in their order, with the unchanged ones bundled, so that a page can fold them away."""
    bundles = groupby(parts, lambda part: part.is_unchanged)
    return [Run(unchanged, list(bundle)) for unchanged, bundle in bundles]


@dataclass(frozen=True)
class LineChange(PartChange):
    """A line without an id: a sign on a care card, another name, a body region, a code. Before and after are texts."""

    called = "label"
    before: str | None
    after: str | None

    @property
    def name(self) -> str:
        return self.shown

    @property
    def name_before(self) -> str:
        return self.before or ""


@dataclass(frozen=True)
class Listing:
    """A list of the page's own lines: other names, body regions, codes."""

    name: str
    lines: tuple[LineChange, ...]

    @property
    def label(self) -> str:
        return FIELD_LABELS[self.name]

    @property
    def runs(self) -> list[Run]:
        return runs(self.lines)


@dataclass(frozen=True)
class CardChange(PartChange):
    """What became of a care card."""

    called = "instruction"
    before: CareCard | None
    after: CareCard | None
    points: tuple[LineChange, ...]

    @property
    def name(self) -> str:
        return self.shown.heading

    @property
    def inner(self) -> tuple[LineChange, ...]:
        return self.points


@dataclass(frozen=True)
class SourceChange(PartChange):
    """What became of a source."""

    called = "source_title"
    before: Source | None
    after: Source | None

    @property
    def name(self) -> str:
        return self.shown.title


@dataclass(frozen=True)
class ItemChange(PartChange):
    """What became of a line of a section's list, wherever on the page it stood before."""

    called = "label"
    before: Item | None
    after: Item | None

    @property
    def name(self) -> str:
        return self.shown.label

    @property
    def name_before(self) -> str:
        return self.before.label if self.before else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Whether it was settled where the line leads, or is open (again), if that is news."""
        items = (self.before, self.after)
        was_open, is_open = (item is not None and not (item.target or item.reason) for item in items)
        if self.after is None or was_open == is_open:
            return ()
        return (_("not decided yet where it leads") if is_open else _("decision made"),)


@dataclass(frozen=True)
class MovedAway:
    """A line that now stands in another section."""

    name: str
    to_heading: str

    def __str__(self) -> str:
        return _("“%(line)s” moved to “%(heading)s”") % {"line": self.name, "heading": self.to_heading}


@dataclass(frozen=True)
class SectionChange(PartChange):
    """What became of a section. Lines that left for another one are told there; `moved_away` points to them."""

    called = "heading"
    before: Section | None
    after: Section | None
    items: tuple[ItemChange, ...]
    moved_away: tuple[MovedAway, ...]

    @property
    def name(self) -> str:
        return self.shown.heading

    @property
    def inner(self) -> tuple[ItemChange, ...]:
        return self.items

    @property
    def notes(self) -> tuple[str, ...]:
        """Where lines went that have left it."""
        return tuple(map(str, self.moved_away))

    @property
    def is_touched(self) -> bool:
        return bool(self.moved_away) or super().is_touched
