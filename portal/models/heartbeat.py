"""The sign of life of a background worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When the worker of this name last went round. /readyz reads it."""

    worker = models.CharField(_("worker"), max_length=40, unique=True)
    beaten_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self):
        return f"{self.worker} at {self.beaten_at:%Y-%m-%d %H:%M:%S %Z}"
