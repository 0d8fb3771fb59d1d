"""A text as single lines, each with the mark it came with: what plain text and Word documents have in common."""

from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """How a line is marked where it comes from. A line of TEXT may still turn out to be a heading."""

    HEADING = "heading"  # certainly: a style in Word, # or an underline in plain text
    BOLD = "bold"  # the whole line is bold: a heading where there are no others
    BULLET = "bullet"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class MarkedLine:
    """A paragraph, a heading or a line of a list, on one line and cleaned."""

    mark: Mark
    text: str

    @property
    def in_list(self) -> bool:
        return self.mark in (Mark.BULLET, Mark.NUMBER)


@dataclass(frozen=True)
class MarkedText:
    """A whole text, and what its editor should know about how it was read."""

    lines: tuple[MarkedLine, ...]
    notes: tuple[str, ...] = ()
