"""When reception is open: what promises are counted in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from appointments.choices import Weekday
from appointments.clinic_time import MIDNIGHT
from appointments.date_words import hours_range


class OpeningHours(models.Model):
    """An interval of a weekday, in the clinic's wall-clock time; several a day make a lunch break."""

    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("24:00 or 00:00: midnight at the end of the day."))

    class Meta:
        verbose_name = _("opening hours of reception")
        verbose_name_plural = _("opening hours of reception")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="opening_weekday_known"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes=MIDNIGHT),
                name="opening_closes_after_it_opens",
                violation_error_message=_("Closing has to be later than opening, on one day; 24:00 is midnight."),
            ),
            models.UniqueConstraint(fields=["weekday", "opens"], name="opening_once"),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {hours_range(self.opens, self.closes)}"
