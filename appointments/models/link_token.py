"""A patient's key to one request."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LinkToken(models.Model):
    """A secret link to one request, for one purpose, for a while. Only its digest is stored."""

    class Purpose(models.TextChoices):
        STATUS = "status", _("see the request")

    request = models.ForeignKey(
        "appointments.AppointmentRequest",
        verbose_name=_("request"),
        on_delete=models.CASCADE,
        related_name="link_tokens",
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="link_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} #{self.pk}"
