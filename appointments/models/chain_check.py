"""The result of verifying the event chains of all requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainCheck(models.Model):
    """One reading of all events against their hashes and the latest anchor. `fault_descriptions`: the first ones."""

    checked_at = models.DateTimeField(_("checked"))
    events = models.PositiveBigIntegerField(_("events"))
    faults = models.PositiveIntegerField(_("faults"))
    fault_descriptions = models.JSONField(_("which"), default=list, blank=True)

    class Meta:
        verbose_name = _("check of the histories")
        verbose_name_plural = _("checks of the histories")

    def __str__(self):
        return f"{self.checked_at:%Y-%m-%d %H:%M %Z}: {self.faults}"
