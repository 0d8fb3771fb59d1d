"""A word that pages should do without."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.text import fold

LONGEST_PHRASE = 80  # characters


def validate_phrase(value: str) -> None:
    """There is a word to look for."""
    if not fold(value[:LONGEST_PHRASE]):
        raise ValidationError(_("Write a word or a few."))


class WordRule(models.Model):
    """A line of the house word list: what not to write, and what to write instead."""

    class Kind(models.TextChoices):
        FORBIDDEN = "forbidden", _("promises too much")
        FEAR = "fear", _("frightens or blames")
        UNCLEAR = "unclear", _("can be misunderstood")

    phrase = models.CharField(
        _("word or words"),
        max_length=LONGEST_PHRASE,
        unique=True,
        validators=[validate_phrase],
        help_text=_("As it is written, for example “complete recovery”. Capitals and accents do not matter."),
    )
    kind = models.CharField(_("what is wrong with it"), max_length=12, choices=Kind, help_text=_("Editors are told."))
    instead = models.CharField(
        _("what to write instead"), max_length=200, help_text=_("A better word, or what to do: “give the number”.")
    )
    is_active = models.BooleanField(
        _("looked for"), default=True, help_text=_("Untick to allow the word; the line is never deleted.")
    )

    class Meta:
        verbose_name = _("word to avoid")
        verbose_name_plural = _("words to avoid")
        constraints = [
            models.CheckConstraint(condition=~Q(phrase="") & ~Q(instead=""), name="word_rule_says_something"),
            models.CheckConstraint(condition=Q(kind__in=["forbidden", "fear", "unclear"]), name="word_rule_kind_known"),
        ]

    def __str__(self):
        return self.phrase
