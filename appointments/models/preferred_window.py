"""Days and parts of them on which a patient would like an appointment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.choices import DayPart


class PreferredWindow(models.Model):
    """A day and a part of it, in clinic time: the patient's first, second or third wish (FHIR requestedPeriod)."""

    request = models.ForeignKey(
        "appointments.AppointmentRequest", verbose_name=_("request"), on_delete=models.CASCADE, related_name="windows"
    )
    rank = models.PositiveSmallIntegerField(_("wish"))
    day = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=10, choices=DayPart)

    class Meta:
        verbose_name = _("preferred time")
        verbose_name_plural = _("preferred times")
        constraints = [
            models.UniqueConstraint(fields=["request", "rank"], name="window_rank_once"),
            models.UniqueConstraint(fields=["request", "day", "part"], name="window_once"),
            models.CheckConstraint(condition=Q(rank__gte=1) & Q(rank__lte=3), name="window_three_at_most"),
            models.CheckConstraint(condition=Q(part__in=DayPart.values), name="window_part_known"),
        ]

    def __str__(self):
        return f"{self.day:%A %d %B %Y}, {self.get_part_display()}"
