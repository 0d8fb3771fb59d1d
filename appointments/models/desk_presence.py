"""Who of the desk has a request open right now."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeskPresence(models.Model):
    """A colleague looks at a request; kept fresh while the page is open, stale after a minute or two. Never a lock."""

    request = models.ForeignKey(
        "appointments.AppointmentRequest", verbose_name=_("request"), on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("presence at the desk")
        verbose_name_plural = _("presences at the desk")
        constraints = [models.UniqueConstraint(fields=["request", "user"], name="presence_once")]

    def __str__(self):
        return f"{self.user} {self.seen_at:%Y-%m-%d %H:%M %Z}"
