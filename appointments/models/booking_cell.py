"""Five minutes of a practitioner, given to one appointment. Its unique constraint prevents double bookings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookingCell(models.Model):
    """A cell of the time grid (appointments.grid) that an appointment or a held time takes, buffers included.

    Each seat of a cell is given once, on SQLite and PostgreSQL.
    """

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
