"""Whether the histories were found whole, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainCheck(models.Model):
    """One reading of all events against their hashes and the latest anchor. `told`: the first faults, in words."""

    checked_at = models.DateTimeField(_("checked"))
    events = models.PositiveBigIntegerField(_("events"))
    faults = models.PositiveIntegerField(_("faults"))
    told = models.JSONField(_("which"), default=list, blank=True)

    class Meta:
        verbose_name = _("check of the histories")
        verbose_name_plural = _("checks of the histories")

    def __str__(self):
        return f"{self.checked_at:%Y-%m-%d %H:%M %Z}: {self.faults}"
