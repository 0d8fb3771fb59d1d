"""What happened to a request, in order. Rows are added, never changed; each holds the hash of the one before."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.workflow import Role, Status, Step


class Event(models.Model):
    """One step in a request's life (FHIR AuditEvent): who, what, when, from which status to which. No free text.

    `hash` is over all of it and over `prev_hash`, the hash of the request's event before: see
    appointments.lifecycle.event_chain.
    """

    request = models.ForeignKey(
        "appointments.AppointmentRequest", verbose_name=_("request"), on_delete=models.PROTECT, related_name="events"
    )
    at = models.DateTimeField(_("when"))
    step = models.CharField(_("step"), max_length=16, choices=Step)
    before = models.CharField(_("from"), max_length=16, choices=Status, blank=True)
    after = models.CharField(_("to"), max_length=16, choices=Status)
    role = models.CharField(_("acting as"), max_length=16, choices=Role)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty for patients and for the system."),
    )
    prev_hash = models.CharField(_("hash of the event before"), max_length=64, blank=True, default="")
    hash = models.CharField(_("hash"), max_length=64, default="")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["patient", "system"], by__isnull=True)
                | (~Q(role__in=["patient", "system"]) & Q(by__isnull=False)),
                name="event_names_staff_and_only_staff",
            ),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="event_step_known"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="event_role_known"),
            models.CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="event_hash_whole"),
            models.UniqueConstraint(fields=["request", "prev_hash"], name="event_follows_one_event"),
        ]
        indexes = [
            models.Index(fields=["request", "at", "id"], name="event_in_order"),  # a request's history
            models.Index(fields=["at"], condition=Q(step="look"), name="event_looks"),  # unusual access
        ]

    def __str__(self):
        return f"{self.get_step_display()} {self.at:%Y-%m-%d %H:%M %Z}"
