"""Five minutes of a practitioner, given to one appointment: the wall that no double booking passes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookingCell(models.Model):
    """A cell of the time grid that an appointment or a hold takes, buffers included. One seat, one appointment, on both
    engines."""

    practitioner = models.ForeignKey(
        "topics.Practitioner", verbose_name=_("practitioner"), on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(_("starts"))
    seat = models.PositiveSmallIntegerField(_("seat"), default=0)
    appointment = models.ForeignKey(
        "appointments.Appointment", verbose_name=_("appointment"), on_delete=models.CASCADE, related_name="cells"
    )

    class Meta:
        verbose_name = _("booked cell")
        verbose_name_plural = _("booked cells")
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "starts_at", "seat"], name="cell_given_once"),
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M %Z}"
