"""Somebody asked for an appointment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments import references
from appointments.choices import (
    AccessNeed,
    CallTime,
    Channel,
    DeclineReason,
    ForWhom,
    QueueRank,
    SetAsideBecause,
)
from appointments.models.request_queryset import AppointmentRequestQuerySet
from appointments.workflow import OPEN_STATUSES, Outcome, Status


class AppointmentRequest(models.Model):
    """A request for an appointment, as it was sent (FHIR Appointment, proposed). Not a booking.

    Names, phone and address are snapshots of this request: two requests never share or overwrite a person.
    """

    reference = models.CharField(
        _("reference"), max_length=8, unique=True, help_text=_("Identifies the request; it gives no access to it.")
    )
    idempotency_key = models.CharField(_("key of the form"), max_length=64, unique=True, editable=False)
    service = models.ForeignKey(
        "appointments.HealthcareService",
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        related_name="requests",
    )
    preferred_practitioner = models.ForeignKey(
        "topics.Practitioner",
        verbose_name=_("asked for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asked_for",
    )
    source_topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("came from"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_edition = models.ForeignKey(
        "topics.Edition",
        verbose_name=_("edition read"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    for_whom = models.CharField(_("for whom"), max_length=8, choices=ForWhom)
    patient_name = models.CharField(_("patient"), max_length=200)
    patient_name_folded = models.CharField(_("patient, as searched"), max_length=400, blank=True, editable=False)
    patient_birth_year = models.PositiveSmallIntegerField(_("year of birth"))
    requester_name = models.CharField(
        _("asked by"), max_length=200, blank=True, help_text=_("Empty if the patient asked.")
    )
    phone_typed = models.CharField(_("phone as typed"), max_length=60)
    phone_e164 = models.CharField(_("phone"), max_length=20)
    phone_extension = models.CharField(
        _("extension"), max_length=7, blank=True, help_text=_("Digits to dial once the number is answered.")
    )
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    call_times = models.JSONField(_("call at"), default=list, blank=True, help_text=_("Empty: at any time."))
    voicemail_ok = models.BooleanField(_("may leave a voicemail"))
    discreet = models.BooleanField(
        _("discreet"),
        default=False,
        help_text=_("Messages and calendar entries name neither the clinic's specialty nor the reason."),
    )

    any_time = models.BooleanField(_("any time suits"), default=False)
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    access_needs = models.JSONField(_("access needs"), default=list, blank=True)
    access_note = models.CharField(_("more about access"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=60, blank=True)

    privacy_version = models.CharField(_("privacy notice agreed to"), max_length=20)
    consented_at = models.DateTimeField(_("agreed on"))
    channel = models.CharField(_("came by"), max_length=8, choices=Channel, default=Channel.WEB)
    status = models.CharField(_("status"), max_length=16, choices=Status)
    set_aside_because = models.JSONField(
        _("set aside because"), default=list, blank=True, help_text=_("Codes; empty if nothing was suspicious.")
    )
    names_warning = models.BooleanField(
        _("to be read at once"), default=False, help_text=_("What was written holds words of a warning sign.")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("received"))
    promise_at = models.DateTimeField(_("answer promised by"))
    first_promise_at = models.DateTimeField(
        _("answer first promised by"), null=True, blank=True, help_text=_("Stays when a promise is renewed.")
    )
    owed_since = models.DateTimeField(
        _("answer owed since"), null=True, blank=True, help_text=_("Empty once the present promise was kept.")
    )
    late_since = models.DateTimeField(
        _("answer late since"),
        null=True,
        blank=True,
        help_text=_("The first promise that was broken and renewed, for as long as the answer is owed."),
    )
    answered_at = models.DateTimeField(
        _("first answered"), null=True, blank=True, help_text=_("When the patient first heard from us.")
    )

    queue_rank = models.PositiveSmallIntegerField(_("place in the queue"), choices=QueueRank, default=QueueRank.NORMAL)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken on by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claimed_requests",
    )
    claimed_at = models.DateTimeField(_("taken on"), null=True, blank=True)
    claim_expires_at = models.DateTimeField(_("claim lapses"), null=True, blank=True)
    next_try_at = models.DateTimeField(
        _("call again from"), null=True, blank=True, help_text=_("Not called before; empty: at any time.")
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    declined_because = models.CharField(_("declined because"), max_length=16, choices=DeclineReason, blank=True)
    public_answer = models.TextField(
        _("answer to the patient"), max_length=500, blank=True, help_text=_("What to do instead, in plain words.")
    )
    duplicate_of = models.ForeignKey(
        "self", verbose_name=_("same as"), null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    erasure_asked_at = models.DateTimeField(
        _("erasing asked for"),
        null=True,
        blank=True,
        help_text=_("The patient wants their data erased, as soon as no appointment stands in the way."),
    )

    wrong_answers = models.PositiveSmallIntegerField(
        _("wrong answers"), default=0, help_text=_("Of those who did not know the patient. Too many: only by phone.")
    )

    objects = AppointmentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment request")
        verbose_name_plural = _("appointment requests")
        permissions = [("export_appointmentrequest", "Can export requests, with a reason")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="request_status_known"),
            models.CheckConstraint(condition=Q(for_whom__in=ForWhom.values), name="request_for_whom_known"),
            models.CheckConstraint(
                condition=Q(for_whom="self", requester_name="") | (~Q(for_whom="self") & ~Q(requester_name="")),
                name="request_names_who_asked_for_another",
            ),
            models.CheckConstraint(
                condition=Q(status="erased") | (~Q(patient_name="") & ~Q(phone_typed="")),
                name="request_has_name_and_phone",
            ),
            models.CheckConstraint(
                condition=~Q(status="erased")
                | Q(
                    patient_name="",
                    patient_name_folded="",
                    patient_birth_year=0,
                    requester_name="",
                    phone_typed="",
                    phone_e164="",
                    phone_extension="",
                    email="",
                    reason="",
                    access_note="",
                    language="",
                    public_answer="",
                ),
                name="request_erased_holds_nobody",
            ),
            models.CheckConstraint(
                condition=Q(source_topic__isnull=True, source_edition__isnull=True)
                | Q(source_topic__isnull=False, source_edition__isnull=False),
                name="request_source_topic_and_edition_together",
            ),
            models.CheckConstraint(
                condition=Q(patient_birth_year__gte=1900, patient_birth_year__lte=2200)
                | Q(status="erased", patient_birth_year=0),
                name="request_birth_year_sane",
            ),
            models.CheckConstraint(
                condition=Q(promise_at__gt=models.F("created_at")), name="request_promise_after_asking"
            ),
            models.CheckConstraint(
                condition=Q(first_promise_at__isnull=True) | Q(first_promise_at__gt=models.F("created_at")),
                name="request_first_promise_after_asking",
            ),
            models.CheckConstraint(
                condition=Q(late_since__isnull=True)
                | Q(owed_since__isnull=False, late_since__lt=models.F("promise_at")),
                name="request_late_only_while_an_answer_is_owed",
            ),
            models.CheckConstraint(
                condition=Q(owed_since__isnull=True) | Q(status__in=["new", "in_progress"]),
                name="request_answer_owed_only_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=models.F("created_at")),
                name="request_answered_after_asking",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=["closed", "erased"]) & ~Q(outcome="") & Q(closed_at__isnull=False))
                | (~Q(status__in=["closed", "erased"]) & Q(outcome="", closed_at__isnull=True)),
                name="request_outcome_once_closed",
            ),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="request_outcome_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="request_channel_known"),
            models.CheckConstraint(  # what staff took down is never judged
                condition=Q(channel="web") | Q(set_aside_because=[]), name="request_set_aside_only_from_the_form"
            ),
            models.CheckConstraint(condition=Q(queue_rank__in=QueueRank.values), name="request_queue_rank_known"),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True, claim_expires_at__isnull=True)
                | Q(
                    status="in_progress",
                    claimed_by__isnull=False,
                    claimed_at__isnull=False,
                    claim_expires_at__isnull=False,
                    claim_expires_at__gt=models.F("claimed_at"),
                ),
                name="request_claim_whole_and_in_progress",
            ),
            models.CheckConstraint(
                condition=(
                    Q(outcome="declined") & ~Q(declined_because="") & (~Q(public_answer="") | Q(status="erased"))
                )
                | (~Q(outcome="declined") & Q(declined_because="", public_answer="")),
                name="request_declined_with_reason_and_answer",
            ),
            models.CheckConstraint(
                condition=Q(outcome="duplicate", duplicate_of__isnull=False)
                | (~Q(outcome="duplicate") & Q(duplicate_of__isnull=True)),
                name="request_duplicate_names_the_other",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=models.F("pk")), name="request_no_duplicate_of_itself"),
            models.CheckConstraint(
                condition=Q(erasure_asked_at__isnull=True) | Q(erasure_asked_at__gte=models.F("created_at")),
                name="request_erasure_asked_after_asking",
            ),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^[0-9A-HJKMNP-TV-Z]{8}$"), name="request_reference_base32"
            ),
        ]
        indexes = [
            models.Index(  # the queue, and the count of those who wait
                fields=["queue_rank", "promise_at", "id"],
                condition=Q(status__in=["new", "in_progress"]),
                name="request_queue",
            ),
            models.Index(  # the queue of one service
                fields=["service", "queue_rank", "promise_at", "id"],
                condition=Q(status__in=["new", "in_progress"]),
                name="request_queue_by_service",
            ),
            models.Index(fields=["status", "promise_at", "id"], name="request_by_promise"),  # each tab of the desk
            models.Index(  # promises that are broken, or end today
                fields=["promise_at"], condition=Q(owed_since__isnull=False), name="request_owed"
            ),
            models.Index(  # the list of what is to be read at once
                fields=["promise_at", "id"], condition=Q(names_warning=True), name="request_warning"
            ),
            models.Index(  # promises that were broken and renewed
                fields=["late_since"], condition=Q(late_since__isnull=False), name="request_late"
            ),
            models.Index(  # how long the last answers took; the numbers
                fields=["-answered_at"], condition=Q(answered_at__isnull=False), name="request_answered"
            ),
            models.Index(fields=["claimed_by", "claim_expires_at"], name="request_by_claim"),  # mine; lapsed claims
            models.Index(fields=["-closed_at", "-id"], name="request_closed"),  # what was closed lately
            models.Index(fields=["phone_e164", "created_at"], name="request_by_phone"),  # possible duplicates
            models.Index(fields=["email", "created_at"], name="request_by_email"),  # possible duplicates
            models.Index(fields=["-created_at", "-id"], name="request_newest"),  # the admin's list
            models.Index(  # whose erasure is to be done
                fields=["erasure_asked_at"], condition=Q(erasure_asked_at__isnull=False), name="request_erasure_asked"
            ),
        ]

    def __str__(self):
        return self.spoken_reference

    @property
    def spoken_reference(self) -> str:
        """The reference as people read it out: K7M-4QX2P."""
        return references.spoken_reference(self.reference)

    @property
    def call_times_in_words(self) -> list[str]:
        """When a call is welcome; empty means at any time."""
        return [str(CallTime(code).label) for code in self.call_times]

    @property
    def access_needs_in_words(self) -> list[str]:
        return [str(AccessNeed(code).label) for code in self.access_needs]

    @property
    def set_aside_in_words(self) -> list[str]:
        """Why it was set aside; it stays known after it was released."""
        return [str(SetAsideBecause(code).label) for code in self.set_aside_because]

    @property
    def is_open(self) -> bool:
        """Still somebody's business: not closed, not erased."""
        return self.status in OPEN_STATUSES

    def claim_at(self, now):
        """Who has it at this moment; a lapsed claim is nobody's."""
        return self.claimed_by if self.claim_expires_at and self.claim_expires_at > now else None

    @property
    def is_quarantined(self) -> bool:
        """Set aside for a person to look at before anything is sent."""
        return self.status == Status.QUARANTINED
