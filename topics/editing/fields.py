"""The fields of the editing page: words and limits come from the models, and each says what is wrong with its text."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.lib.text import clean_line, clean_text
from topics.placeholders import KNOWN, unknown

LINE, TEXT, LINES, CHOICE = "line", "text", "lines", "choice"


@dataclass(frozen=True)
class InputProblem:
    """One thing that is wrong: the id of its field (empty: the whole page), what the field is called, a sentence."""

    field_id: str
    label: str
    sentence: str


@dataclass
class Place:
    """One field as it stands on the page: what is in it and what is wrong with it."""

    name: str
    spec: "Spec"
    value: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def rows(self) -> int:
        """How high the field should be to show what is in it: lines of text."""
        lines = sum(1 + len(line) // 70 for line in self.value.split("\n"))
        return min(max(lines + 1, 4), 24)

    @property
    def described_by(self) -> str:
        ids = [f"{self.id}_help"] if self.spec.help else []
        return " ".join(ids + ([f"{self.id}_error"] if self.errors else []))


@dataclass(frozen=True)
class Spec:
    """What a field is for. `shape`: line, text, lines (one entry a line) or choice; `markdown`: has a preview."""

    label: Any
    help: Any = ""
    shape: str = LINE
    limit: int | None = None
    missing: Any = ""  # the sentence if nothing is typed; empty: may stay empty
    choices: tuple = ()
    model_field: models.Field | None = None
    markdown: bool = False

    @classmethod
    def of(cls, model: type[models.Model], name: str, *, missing: Any = "", **changes: Any) -> "Spec":
        """After a field of a model. `missing` counts only if the model insists on a value."""
        source = model._meta.get_field(name)
        shape = TEXT if isinstance(source, models.TextField) else CHOICE if source.choices else LINE
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
        """The text without invisible tricks, and what is wrong with it, in sentences."""
        text = self._clean(raw)
        if not text:
            return text, [str(self.missing)] if self.missing else []
        if self.shape == CHOICE:
            known = {value for value, _label in self.choices}
            return text, [] if text in known else [_("Please choose one of the entries of the list.")]
        problems = [*self._too_long(text), *_misspelt(text)]
        return text, problems or self._refused(text)

    def _clean(self, raw: str) -> str:
        if self.shape == TEXT:
            return clean_text(raw)
        if self.shape == LINES:
            return "\n".join(filter(None, map(clean_line, raw.splitlines())))
        return clean_line(raw)

    def _too_long(self, text: str) -> list[str]:
        if self.limit is None:
            return []
        if self.shape != LINES:
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
        """What the model's own validators say; the most particular one speaks last, and one sentence is enough."""
        if self.model_field is None or self.shape in (LINES, CHOICE):
            return []
        try:
            self.model_field.run_validators(text)
        except ValidationError as refusal:
            return refusal.messages[-1:]
        return []


def _misspelt(text: str) -> list[str]:
    known = ", ".join(f"{{{word}}}" for word in KNOWN)
    message = _("{%(wrong)s} is not known. Use one of these: %(known)s.")
    return [message % {"wrong": wrong, "known": known} for wrong in dict.fromkeys(unknown(text))]
