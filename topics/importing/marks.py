"""A text as single lines, each with the mark it came with: what plain text and Word documents have in common."""

from dataclasses import dataclass
from enum import Enum

from portal.lib.markdown import literal


class Mark(Enum):
    """How a line is marked where it comes from. A line of TEXT may still turn out to be a heading."""

    HEADING = "heading"  # certainly: a style in Word, # or an underline in plain text
    BOLD = "bold"  # the whole line is bold: a heading where there are no others
    BULLET = "bullet"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class MarkedLine:
    """A paragraph, a heading or a line of a list, on one line and cleaned.

    `text`: its words as readers see them. `source`: the same in Markdown, if the line came so. `level`: of a heading,
    from 1 on, 0 for a title; of a line in a list, from 0 on.
    """

    mark: Mark
    text: str
    source: str = ""
    level: int = 0

    @property
    def in_list(self) -> bool:
        return self.mark in (Mark.BULLET, Mark.NUMBER)

    @property
    def markdown(self) -> str:
        """The line as a paragraph in Markdown: exactly its words, whatever signs are in them."""
        return self.source or literal(self.text)


@dataclass(frozen=True)
class MarkedText:
    """A whole text, and what its editor should know about how it was read."""

    lines: tuple[MarkedLine, ...]
    notes: tuple[str, ...] = ()
