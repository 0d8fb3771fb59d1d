"""A warning sign that pages about a region of the body must not leave out."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.lib.text import fold
from topics.kinds import Urgency
from topics.models.stable_id import new_stable_id

LONGEST_SAID_AS = 4000  # characters
FLAG_URGENCIES = [(one.value, one.label) for one in (Urgency.EMERGENCY, Urgency.URGENT)]


def validate_said_as(value: str) -> None:
    """There is not too much to look for, and every line has a word."""
    if len(value) > LONGEST_SAID_AS:
        raise ValidationError(_now("At most %(limit)s characters, please."), params={"limit": LONGEST_SAID_AS})
    for number, line in enumerate(value.splitlines(), start=1):
        if line.strip() and not fold(line):
            raise ValidationError(_now("Line %(number)s has no word in it."), params={"number": number})


class RedFlag(models.Model):
    """One line of a region's checklist of warning signs. The clinicians own it; editors write pages that meet it.

    Points of care cards name it by its stable name. `said_as`: how a page may put it, by which it is suggested. Each
    line is one way: beginnings of words that all stand in one point of a card.
    """

    region = models.ForeignKey(
        "topics.BodyRegion",
        verbose_name=_("body region"),
        on_delete=models.PROTECT,
        related_name="red_flags",
        help_text=_("Symptom articles about this region have to warn of the sign."),
    )
    stable_id = models.CharField(_("stable name"), max_length=40, default=new_stable_id, editable=False, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Lowest number first."))
    urgency = models.CharField(
        _("urgency"),
        max_length=12,
        choices=FLAG_URGENCIES,
        help_text=_("An emergency sign needs an emergency card; an urgent one an urgent or an emergency card."),
    )
    sign = models.CharField(
        _("sign"), max_length=200, help_text=_("What a person notices, in plain words: “numbness around the genitals”.")
    )
    said_as = models.TextField(
        _("said as"),
        validators=[validate_said_as],
        help_text=_(
            "How a page may say it, one way a line: the beginnings of words that all stand in one sign of a card. "
            "“numb genital” finds “numbness around your genitals”. Editors are offered the sign for it, and choose."
        ),
    )
    is_active = models.BooleanField(
        _("on the checklist"), default=True, help_text=_("Untick to take it off the list; it is never deleted.")
    )

    class Meta:
        verbose_name = _("warning sign of a region")
        verbose_name_plural = _("warning signs by region")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "sign"],
                name="red_flag_once_per_region",
                violation_error_message=_("This sign is on the list of the region already."),
            ),
            models.CheckConstraint(condition=~Q(sign="") & ~Q(said_as=""), name="red_flag_says_something"),
            models.CheckConstraint(
                condition=Q(urgency__in=[value for value, _label in FLAG_URGENCIES]), name="red_flag_urgency_known"
            ),
        ]

    def __str__(self):
        return self.sign

    @property
    def ways(self) -> tuple[str, ...]:
        """How a page may say it, one entry a way."""
        return tuple(line.strip() for line in self.said_as.splitlines() if line.strip())
