"""A patient who waits for a time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WaitlistEntry(models.Model):
    """A patient agreed to wait (FHIR Appointment, waitlist). What they accept stands on the request's wishes."""

    request = models.ForeignKey(
        "appointments.AppointmentRequest",
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="waitlist_entries",
    )
    since = models.DateTimeField(_("since"))
    review_on = models.DateField(_("look again on"), help_text=_("By then the desk calls, whatever has become free."))
    notice_hours = models.PositiveSmallIntegerField(
        _("notice needed"), default=24, help_text=_("In hours: how short before an appointment we may still call.")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("place on the waiting list")
        verbose_name_plural = _("places on the waiting list")
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at__isnull=True), name="waitlist_one_living_per_request"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("since")),
                name="waitlist_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_on"], condition=Q(ended_at__isnull=True), name="waitlist_to_review"
            ),  # overdue
        ]

    def __str__(self):
        return f"#{self.pk}, {self.since:%Y-%m-%d}"
