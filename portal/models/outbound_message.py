"""A message to be sent, stored in the same transaction as what it tells of."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OutboundMessageQuerySet(models.QuerySet):
    def due(self, now):
        """May be sent at this moment: waiting and due, or leased by a worker whose lease has run out."""
        waiting = Q(state__in=OutboundMessage.WAITING, not_before__lte=now)
        abandoned = Q(state=OutboundMessage.State.SENDING, lease_until__lt=now)
        return self.filter(waiting | abandoned)

    def waiting(self):
        """Created or to be tried again, and not leased."""
        return self.filter(state__in=OutboundMessage.WAITING)

    def later_than(self, message):
        """Messages stored later under the same coalesce_key and not cancelled."""
        later = self.filter(coalesce_key=message.coalesce_key, pk__gt=message.pk)
        return later.exclude(state=OutboundMessage.State.CANCELLED)


class OutboundMessage(models.Model):
    """One message to one address. Its text is not stored: it is made when the message is sent."""

    class State(models.TextChoices):
        CREATED = "created", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        RETRYING = "retrying", _("will be tried again")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        CANCELLED = "cancelled", _("no longer needed")

    WAITING = (State.CREATED, State.RETRYING)
    DONE = (State.SENT, State.FAILED, State.CANCELLED)

    name = models.CharField(_("message"), max_length=60, help_text=_("Which text, as registered with the outbox."))
    to = models.CharField(
        _("to"),
        max_length=254,
        blank=True,
        help_text=_("An e-mail address, or a phone number for a text; empty once it is forgotten."),
    )
    subject_id = models.BigIntegerField(
        _("about"), help_text=_("The row the message is about; its meaning belongs to the message.")
    )
    dedupe_key = models.CharField(
        _("key"), max_length=120, unique=True, help_text=_("The same key is never sent twice.")
    )
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.CREATED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created"))
    not_before = models.DateTimeField(_("not before"))
    not_after = models.DateTimeField(
        _("of use until"), null=True, blank=True, help_text=_("Not sent after that; empty: always of use.")
    )
    coalesce_key = models.CharField(
        _("replaces"), max_length=60, blank=True, help_text=_("Of those with the same key only the latest is sent.")
    )
    belongs_to = models.CharField(
        _("belongs to"), max_length=60, blank=True, help_text=_("Whose messages are forgotten together.")
    )
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=60, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    handed_over_at = models.DateTimeField(
        _("handed over"), null=True, blank=True, help_text=_("When people were asked to do it instead.")
    )

    objects = OutboundMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="message_leased_exactly_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_at_exactly_when_sent",
            ),
            models.CheckConstraint(condition=Q(not_before__gte=F("created_at")), name="message_not_before_it_was_made"),
            models.CheckConstraint(
                condition=Q(not_after__isnull=True) | Q(not_after__gt=F("created_at")),
                name="message_of_use_for_a_while",
            ),
            models.CheckConstraint(
                condition=~Q(to="") | Q(state__in=["sent", "failed", "cancelled"]),
                name="message_has_an_address_until_done",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], name="message_due"),  # outbox: what is due
            models.Index(fields=["to", "created_at"], name="message_per_recipient"),  # outbox: the daily cap
            models.Index(  # outbox: what a message replaces, and what replaced it
                fields=["coalesce_key", "id"], condition=~Q(coalesce_key=""), name="message_coalesced"
            ),
            models.Index(  # outbox: what is forgotten together
                fields=["belongs_to"], condition=~Q(belongs_to=""), name="message_belonging"
            ),
        ]

    def __str__(self):
        return f"{self.name} #{self.pk}"
