"""What the desk works from when the network is away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PaperPack(models.Model):
    """One writing of the paper pack: by the hour, or taken by somebody. It tells who has patients' data on paper."""

    serial = models.CharField(_("serial"), max_length=12, unique=True, help_text=_("Printed on each of its sheets."))
    hour = models.DateTimeField(
        _("for the hour"), null=True, blank=True, unique=True, help_text=_("Empty: taken by somebody.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: written by the hour."),
    )
    written_at = models.DateTimeField(_("written"))
    people = models.PositiveIntegerField(_("patients in it"))

    class Meta:
        verbose_name = _("paper pack")
        verbose_name_plural = _("paper packs")
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__isnull=True) | Q(by__isnull=True), name="paper_pack_by_the_hour_or_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["-written_at"], name="paper_pack_latest")]  # the page about paper

    def __str__(self):
        return self.serial
