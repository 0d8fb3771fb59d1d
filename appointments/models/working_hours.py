"""When a practitioner sees patients."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from appointments.choices import Weekday
from appointments.clinic_time import MIDNIGHT
from appointments.date_words import hours_range


class WorkingHours(models.Model):
    """An interval that comes back every week, in the clinic's wall-clock time (FHIR Schedule): 09:00 stays 09:00."""

    practitioner = models.ForeignKey(
        "topics.Practitioner",
        verbose_name=_("practitioner"),
        on_delete=models.PROTECT,
        related_name="working_hours",
    )
    location = models.ForeignKey(
        "appointments.Location", verbose_name=_("where"), on_delete=models.PROTECT, related_name="working_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"), help_text=_("24:00 or 00:00: midnight at the end of the day."))
    valid_from = models.DateField(_("valid from"), help_text=_("The first day these hours hold."))
    valid_to = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day they hold; empty: until further notice.")
    )

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="working_weekday_known"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) | Q(ends=MIDNIGHT),
                name="working_ends_after_it_starts",
                violation_error_message=_("The end has to be later than the start, on one day; 24:00 is midnight."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="working_valid_to_after_from",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.UniqueConstraint(
                fields=["practitioner", "weekday", "starts", "valid_from"], name="working_hours_once"
            ),
        ]
        indexes = [
            models.Index(fields=["practitioner", "weekday"], name="working_by_practitioner"),  # free times
        ]

    def __str__(self):
        return f"{self.practitioner}, {self.get_weekday_display()} {hours_range(self.starts, self.ends)}"
