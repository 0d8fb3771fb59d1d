"""Why a patient who waits was not offered a time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.choices import SkipReason


class WaitlistSkip(models.Model):
    """A freed time went past somebody on the waiting list, and why: what the desk answers when the patient asks."""

    entry = models.ForeignKey(
        "appointments.WaitlistEntry", verbose_name=_("who waits"), on_delete=models.CASCADE, related_name="skips"
    )
    freed_time = models.ForeignKey(
        "appointments.FreedTime", verbose_name=_("which time"), on_delete=models.CASCADE, related_name="skips"
    )
    reason = models.CharField(_("why not"), max_length=12, choices=SkipReason)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("time not offered")
        verbose_name_plural = _("times not offered")
        constraints = [
            models.UniqueConstraint(fields=["entry", "freed_time"], name="waitlist_skip_once"),
            models.CheckConstraint(condition=Q(reason__in=SkipReason.values), name="waitlist_skip_reason_known"),
        ]
        indexes = [models.Index(fields=["entry", "at"], name="waitlist_skip_in_order")]  # a patient's own

    def __str__(self):
        return f"{self.get_reason_display()} {self.at:%Y-%m-%d %H:%M %Z}"
