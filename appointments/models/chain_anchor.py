"""The state of all event chains at one moment: shows later whether the end of one, or a whole one, is missing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainAnchor(models.Model):
    """The events up to `last_event` and their requests, counted, and a digest over the last hash of each request."""

    made_at = models.DateTimeField(_("made"))
    last_event = models.BigIntegerField(_("up to event"), unique=True)
    events = models.PositiveBigIntegerField(_("events"))
    requests = models.PositiveBigIntegerField(_("requests"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("anchor of the histories")
        verbose_name_plural = _("anchors of the histories")
        constraints = [
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="anchor_digest_whole"),
        ]

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d %H:%M %Z} {self.digest[:12]}"
