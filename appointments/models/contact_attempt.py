"""The desk tried to reach a patient."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.choices import ContactOutcome


class ContactAttempt(models.Model):
    """One call and how it ended (FHIR Communication)."""

    request = models.ForeignKey(
        "appointments.AppointmentRequest",
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="contact_attempts",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    outcome = models.CharField(_("how it ended"), max_length=12, choices=ContactOutcome)
    next_try_at = models.DateTimeField(_("next try from"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact attempt")
        verbose_name_plural = _("contact attempts")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=ContactOutcome.values), name="attempt_outcome_known"),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=True) | Q(next_try_at__gt=models.F("at")), name="attempt_next_is_later"
            ),
        ]
        indexes = [models.Index(fields=["request", "at"], name="attempt_in_order")]  # a request's history

    def __str__(self):
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d %H:%M %Z}"
