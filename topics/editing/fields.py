"""The fields of the editing page: words and limits come from the models, and each says what is wrong with its text."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.lib.text import clean_line, clean_text, longest_typed
from topics.placeholders import KNOWN, unknown

LONGEST_TEXT = 200_000  # characters of a text, or of all entries together, where the model sets no limit
LONGEST_CHOICE = 100  # characters of the code of a choice
MOST_ENTRIES = 700  # of a field that takes one entry a line


class Shape(StrEnum):
    """How a field is typed: one line, a text of several paragraphs, one entry a line, or a choice from a list."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"


@dataclass(frozen=True)
class InputProblem:
    """One thing that is wrong: the id of its field (empty: the whole page), what the field is called, a sentence."""

    field_id: str
    label: str
    sentence: str


@dataclass(frozen=True)
class FieldSpec:
    """What a field is for. `limit`: characters, of each line if the shape is LINES; `markdown`: it has a preview."""

    label: Any
    help: Any = ""
    shape: Shape = Shape.LINE
    limit: int | None = None
    missing: Any = ""  # the sentence if nothing is typed; empty: may stay empty
    choices: tuple = ()
    model_field: models.Field | None = None
    markdown: bool = False

    @classmethod
    def of(cls, model: type[models.Model], name: str, *, missing: Any = "", **changes: Any) -> "FieldSpec":
        """After a field of a model. `missing` counts only if the model insists on a value."""
        source = model._meta.get_field(name)
        shape = Shape.TEXT if isinstance(source, models.TextField) else Shape.CHOICE if source.choices else Shape.LINE
        spec = cls(
            label=capfirst(source.verbose_name),
            help=source.help_text,
            shape=shape,
            limit=source.max_length,
            missing="" if source.blank else missing,
            choices=tuple(source.choices or ()),
            model_field=source,
        )
        return replace(spec, **changes)

    def read(self, raw: str) -> tuple[str, list[str]]:
        """The cleaned text (portal.lib.text), and what is wrong with it, in sentences.

        What is too much to be looked at comes back as it was typed.
        """
        if refused := self.too_much(raw):
            return raw, [refused]
        text = self._clean(raw)
        if not text:
            return text, [str(self.missing)] if self.missing else []
        if self.shape == Shape.CHOICE:
            known = {value for value, _label in self.choices}
            return text, [] if text in known else [_("Please choose one of the entries of the list.")]
        problems = [*self._too_long(text), *_misspelt(text)]
        return text, problems or self._refused(text)

    def too_much(self, raw: str) -> str:
        """Why a text is too much to be cleaned or shown to readers, in a sentence; empty if it is not."""
        one = self.shape in (Shape.LINE, Shape.CHOICE) or (self.shape == Shape.TEXT and self.limit is not None)
        limit = self.limit or LONGEST_CHOICE if one else LONGEST_TEXT
        if len(raw) > (longest_typed(limit) if one else limit):
            words = {"limit": limit, "length": len(raw)}
            return _("At most %(limit)s characters, please: there are %(length)s.") % words
        if self.shape == Shape.LINES and (entries := sum(map(bool, map(str.strip, raw.splitlines())))) > MOST_ENTRIES:
            words = {"limit": MOST_ENTRIES, "count": entries}
            return _("At most %(limit)s lines, please: there are %(count)s.") % words
        return ""

    def _clean(self, raw: str) -> str:
        if self.shape == Shape.TEXT:
            return clean_text(raw)
        if self.shape == Shape.LINES:
            return "\n".join(filter(None, map(clean_line, raw.splitlines())))
        return clean_line(raw)

    def _too_long(self, text: str) -> list[str]:
        if self.limit is None:
            return []
        if self.shape != Shape.LINES:
            words = {"limit": self.limit, "length": len(text)}
            message = _("At most %(limit)s characters, please: there are %(length)s.") % words
            return [message] if len(text) > self.limit else []
        message = _("Line %(number)s, “%(start)s…”, has %(length)s characters. At most %(limit)s, please.")
        return [
            message % {"number": number, "start": line[:30], "length": len(line), "limit": self.limit}
            for number, line in enumerate(text.split("\n"), start=1)
            if len(line) > self.limit
        ]

    def _refused(self, text: str) -> list[str]:
        """The last sentence of the model field's own validators, which is the most particular one."""
        if self.model_field is None or self.shape == Shape.LINES:
            return []
        try:
            self.model_field.run_validators(text)
        except ValidationError as refusal:
            return refusal.messages[-1:]
        return []


@dataclass
class ArticleField:
    """One field as it stands on the page: its name in the form, what is in it and what is wrong with it."""

    spec: FieldSpec
    value: str = ""
    errors: list[str] = field(default_factory=list)
    name: str = ""

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def text(self) -> str:
        """What is in it, to work with; empty if that is too much."""
        return "" if self.spec.too_much(self.value) else self.value

    @property
    def rows(self) -> int:
        """How many lines of text the field shows: enough for what is in it, from 4 to 24."""
        lines = sum(1 + len(line) // 70 for line in self.value.split("\n"))
        return min(max(lines + 1, 4), 24)

    @property
    def described_by(self) -> str:
        """The ids of the help and of the errors, for aria-describedby."""
        ids = [f"{self.id}_help"] if self.spec.help else []
        return " ".join(ids + ([f"{self.id}_error"] if self.errors else []))

    def problems(self, title: str = "") -> Iterator[InputProblem]:
        """What is wrong with it. `title`: what the block is called that it belongs to."""
        label = f"{title}: {self.spec.label}" if title else str(self.spec.label)
        return (InputProblem(self.id, label, sentence) for sentence in self.errors)


def _misspelt(text: str) -> list[str]:
    known = ", ".join(f"{{{word}}}" for word in KNOWN)
    message = _("{%(wrong)s} is not known. Use one of these: %(known)s.")
    return [message % {"wrong": wrong, "known": known} for wrong in dict.fromkeys(unknown(text))]
