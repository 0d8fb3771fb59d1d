"""What the desk wrote down for colleagues."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DeskNote(models.Model):
    """A note on a request, read by the desk only. Patients never see it; it goes when the request is erased."""

    request = models.ForeignKey(
        "appointments.AppointmentRequest", verbose_name=_("request"), on_delete=models.PROTECT, related_name="notes"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    text = models.TextField(_("note"), max_length=1000)

    class Meta:
        verbose_name = _("note of the desk")
        verbose_name_plural = _("notes of the desk")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]
        indexes = [models.Index(fields=["request", "at"], name="note_in_order")]  # a request's history

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d %H:%M %Z}"
