"""What was written on paper and has been typed in."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PaperLine(models.Model):
    """A line of a sheet, by its serial, and the request it became: typing it in twice is noticed."""

    serial = models.CharField(_("serial of the sheet"), max_length=12)
    line = models.PositiveSmallIntegerField(_("line"), validators=[MinValueValidator(1)])
    request = models.OneToOneField(
        "appointments.AppointmentRequest",
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="paper_line",
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("typed in by"), on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField(_("typed in"))

    class Meta:
        verbose_name = _("line typed in from paper")
        verbose_name_plural = _("lines typed in from paper")
        constraints = [
            models.UniqueConstraint(fields=["serial", "line"], name="paper_line_typed_once"),
            models.CheckConstraint(condition=Q(line__gte=1) & Q(line__lte=99), name="paper_line_1_to_99"),
            models.CheckConstraint(condition=~Q(serial=""), name="paper_line_has_a_serial"),
        ]

    def __str__(self):
        return f"{self.serial}/{self.line}"
