"""Who has a page open for editing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EditingSession(models.Model):
    """That somebody has this page's draft open, and when their browser last said so."""

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="sessions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("open page")
        verbose_name_plural = _("open pages")
        constraints = [models.UniqueConstraint(fields=["topic", "user"], name="editing_session_once")]

    def __str__(self):
        return f"{self.user} – {self.topic}"
