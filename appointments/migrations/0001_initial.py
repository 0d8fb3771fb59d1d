import datetime
import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("portal", "__first__"),
        ("topics", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField(verbose_name="checked")),
                ("events", models.PositiveBigIntegerField(verbose_name="events")),
                ("faults", models.PositiveIntegerField(verbose_name="faults")),
                ("fault_descriptions", models.JSONField(blank=True, default=list, verbose_name="which")),
            ],
            options={
                "verbose_name": "check of the histories",
                "verbose_name_plural": "checks of the histories",
            },
        ),
        migrations.CreateModel(
            name="ChainAnchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("last_event", models.BigIntegerField(unique=True, verbose_name="up to event")),
                ("events", models.PositiveBigIntegerField(verbose_name="events")),
                ("requests", models.PositiveBigIntegerField(verbose_name="requests")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
            ],
            options={
                "verbose_name": "anchor of the histories",
                "verbose_name_plural": "anchors of the histories",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="anchor_digest_whole"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HealthcareService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "is_open",
                    models.BooleanField(
                        default=True,
                        help_text="Untick to close the form; patients then see the reason below.",
                        verbose_name="open for requests",
                    ),
                ),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True,
                        help_text="Shown to patients, for example: We cannot take new requests until 3 January.",
                        max_length=300,
                        verbose_name="why it is closed",
                    ),
                ),
                (
                    "appointment_minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="In minutes, in steps of five.",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(240),
                            django.core.validators.StepValueValidator(5),
                        ],
                        verbose_name="length of an appointment",
                    ),
                ),
                (
                    "buffer_before",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="In minutes, in steps of five: to prepare the room, for example.",
                        validators=[
                            django.core.validators.MaxValueValidator(120),
                            django.core.validators.StepValueValidator(5),
                        ],
                        verbose_name="time kept free before",
                    ),
                ),
                (
                    "buffer_after",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="In minutes, in steps of five: to write notes, for example.",
                        validators=[
                            django.core.validators.MaxValueValidator(120),
                            django.core.validators.StepValueValidator(5),
                        ],
                        verbose_name="time kept free after",
                    ),
                ),
                (
                    "lead_hours",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="In hours from now: times before are not offered. The desk can still book them on purpose.",
                        validators=[django.core.validators.MaxValueValidator(1440)],
                        verbose_name="earliest appointment",
                    ),
                ),
                (
                    "horizon_days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        help_text="In days from today.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(730),
                        ],
                        verbose_name="latest appointment",
                    ),
                ),
                (
                    "answer_within_hours",
                    models.PositiveSmallIntegerField(
                        default=16,
                        help_text="In hours while reception is open; 16 is two days of eight hours.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(400),
                        ],
                        verbose_name="answer promised within",
                    ),
                ),
                (
                    "specialty",
                    models.OneToOneField(
                        limit_choices_to={"kind": "specialty"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="healthcare_service",
                        to="topics.topic",
                        verbose_name="specialist",
                    ),
                ),
            ],
            options={
                "verbose_name": "service patients can ask for",
                "verbose_name_plural": "services patients can ask for",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_open", True), models.Q(("closed_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="service_closed_with_a_reason",
                        violation_error_message="Say why the form is closed: patients see it and know it is no fault of theirs.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("appointment_minutes__gte", 5), ("appointment_minutes__lte", 240)),
                        name="service_appointment_5_to_240_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("buffer_before__lte", 120), ("buffer_after__lte", 120)),
                        name="service_buffers_two_hours_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("horizon_days__gte", 1)), name="service_horizon_a_day_at_least"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_within_hours__gte", 1)), name="service_answer_takes_an_hour"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        help_text="Identifies the request; it gives no access to it.",
                        max_length=8,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "idempotency_key",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="key of the form"),
                ),
                (
                    "for_whom",
                    models.CharField(
                        choices=[("self", "Me"), ("child", "My child"), ("other", "Someone I care for")],
                        max_length=8,
                        verbose_name="for whom",
                    ),
                ),
                ("patient_name", models.CharField(max_length=200, verbose_name="patient")),
                (
                    "patient_name_folded",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="patient, as searched"),
                ),
                ("patient_birth_year", models.PositiveSmallIntegerField(verbose_name="year of birth")),
                (
                    "requester_name",
                    models.CharField(
                        blank=True, help_text="Empty if the patient asked.", max_length=200, verbose_name="asked by"
                    ),
                ),
                ("phone_typed", models.CharField(max_length=60, verbose_name="phone as typed")),
                ("phone_e164", models.CharField(max_length=20, verbose_name="phone")),
                (
                    "phone_extension",
                    models.CharField(
                        blank=True,
                        help_text="Digits to dial once the number is answered.",
                        max_length=7,
                        verbose_name="extension",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "call_times",
                    models.JSONField(blank=True, default=list, help_text="Empty: at any time.", verbose_name="call at"),
                ),
                ("voicemail_ok", models.BooleanField(verbose_name="may leave a voicemail")),
                (
                    "discreet",
                    models.BooleanField(
                        default=False,
                        help_text="Messages and calendar entries name neither the clinic's specialty nor the reason.",
                        verbose_name="discreet",
                    ),
                ),
                ("any_time", models.BooleanField(default=False, verbose_name="any time suits")),
                ("reason", models.TextField(blank=True, max_length=500, verbose_name="reason")),
                ("access_needs", models.JSONField(blank=True, default=list, verbose_name="access needs")),
                ("access_note", models.CharField(blank=True, max_length=200, verbose_name="more about access")),
                ("language", models.CharField(blank=True, max_length=60, verbose_name="language")),
                ("privacy_version", models.CharField(max_length=20, verbose_name="privacy notice agreed to")),
                ("consented_at", models.DateTimeField(verbose_name="agreed on")),
                (
                    "channel",
                    models.CharField(
                        choices=[("web", "the form"), ("phone", "phone"), ("desk", "in person"), ("paper", "paper")],
                        default="web",
                        max_length=8,
                        verbose_name="came by",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("quarantined", "to be checked by a person"),
                            ("new", "new"),
                            ("in_progress", "in progress"),
                            ("awaiting_patient", "waiting for the patient's answer"),
                            ("booked", "booked"),
                            ("cancel_pending", "cancelling"),
                            ("waiting_list", "on the waiting list"),
                            ("closed", "closed"),
                            ("erased", "erased"),
                        ],
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                (
                    "set_aside_because",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Codes; empty if nothing was suspicious.",
                        verbose_name="set aside because",
                    ),
                ),
                (
                    "names_warning",
                    models.BooleanField(
                        default=False,
                        help_text="The reason holds words of a warning sign.",
                        verbose_name="to be read at once",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("attended", "attended"),
                            ("no_show", "did not come"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn by the patient"),
                            ("unreachable", "could not be reached"),
                            ("duplicate", "duplicate"),
                            ("spam", "not a real request"),
                            ("cancelled", "cancelled by the patient"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(verbose_name="received")),
                ("promise_at", models.DateTimeField(verbose_name="answer promised by")),
                (
                    "first_promise_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Stays when a promise is renewed.",
                        null=True,
                        verbose_name="answer first promised by",
                    ),
                ),
                (
                    "owed_since",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty once the present promise was kept.",
                        null=True,
                        verbose_name="answer owed since",
                    ),
                ),
                (
                    "late_since",
                    models.DateTimeField(
                        blank=True,
                        help_text="The first promise that was broken and renewed, for as long as the answer is owed.",
                        null=True,
                        verbose_name="answer late since",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the patient first heard from us.",
                        null=True,
                        verbose_name="first answered",
                    ),
                ),
                (
                    "queue_rank",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "top: we cancelled their appointment"),
                            (1, "raised: we owe them an answer"),
                            (2, "as promised"),
                        ],
                        default=2,
                        verbose_name="place in the queue",
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="taken on")),
                ("claim_expires_at", models.DateTimeField(blank=True, null=True, verbose_name="claim lapses")),
                (
                    "next_try_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Not called before; empty: at any time.",
                        null=True,
                        verbose_name="call again from",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "declined_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_offered", "We do not offer this"),
                            ("other_service", "Another service is the right one"),
                            ("referral", "A referral is needed first"),
                            ("not_patient", "Not registered with this clinic"),
                            ("other", "Another reason"),
                        ],
                        max_length=16,
                        verbose_name="declined because",
                    ),
                ),
                (
                    "public_answer",
                    models.TextField(
                        blank=True,
                        help_text="What to do instead, in plain words.",
                        max_length=500,
                        verbose_name="answer to the patient",
                    ),
                ),
                (
                    "erasure_asked_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The patient wants their data erased, as soon as no appointment stands in the way.",
                        null=True,
                        verbose_name="erasing asked for",
                    ),
                ),
                (
                    "wrong_answers",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Of those who did not know the patient. Too many: only by phone.",
                        verbose_name="wrong answers",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claimed_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken on by",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="appointments.appointmentrequest",
                        verbose_name="same as",
                    ),
                ),
                (
                    "preferred_practitioner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_for",
                        to="topics.practitioner",
                        verbose_name="asked for",
                    ),
                ),
                (
                    "source_edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.edition",
                        verbose_name="edition read",
                    ),
                ),
                (
                    "source_topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.topic",
                        verbose_name="came from",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="appointments.healthcareservice",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment request",
                "verbose_name_plural": "appointment requests",
                "permissions": [("export_appointmentrequest", "Can export requests, with a reason")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["new", "in_progress"])),
                        fields=["queue_rank", "promise_at", "id"],
                        name="request_queue",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["new", "in_progress"])),
                        fields=["service", "queue_rank", "promise_at", "id"],
                        name="request_queue_by_service",
                    ),
                    models.Index(fields=["status", "promise_at", "id"], name="request_by_promise"),
                    models.Index(
                        condition=models.Q(("owed_since__isnull", False)), fields=["promise_at"], name="request_owed"
                    ),
                    models.Index(
                        condition=models.Q(("names_warning", True)), fields=["promise_at", "id"], name="request_warning"
                    ),
                    models.Index(
                        condition=models.Q(("late_since__isnull", False)), fields=["late_since"], name="request_late"
                    ),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", False)),
                        fields=["-answered_at"],
                        name="request_answered",
                    ),
                    models.Index(fields=["claimed_by", "claim_expires_at"], name="request_by_claim"),
                    models.Index(fields=["-closed_at", "-id"], name="request_closed"),
                    models.Index(fields=["phone_e164", "created_at"], name="request_by_phone"),
                    models.Index(fields=["email", "created_at"], name="request_by_email"),
                    models.Index(fields=["-created_at", "-id"], name="request_newest"),
                    models.Index(
                        condition=models.Q(("erasure_asked_at__isnull", False)),
                        fields=["erasure_asked_at"],
                        name="request_erasure_asked",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "quarantined",
                                    "new",
                                    "in_progress",
                                    "awaiting_patient",
                                    "booked",
                                    "cancel_pending",
                                    "waiting_list",
                                    "closed",
                                    "erased",
                                ],
                            )
                        ),
                        name="request_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("for_whom__in", ["self", "child", "other"])), name="request_for_whom_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("for_whom", "self"), ("requester_name", "")),
                            models.Q(
                                models.Q(("for_whom", "self"), _negated=True),
                                models.Q(("requester_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="request_names_who_asked_for_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "erased"),
                            models.Q(
                                models.Q(("patient_name", ""), _negated=True),
                                models.Q(("phone_typed", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="request_has_name_and_phone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "erased"), _negated=True),
                            models.Q(
                                ("access_note", ""),
                                ("email", ""),
                                ("language", ""),
                                ("patient_birth_year", 0),
                                ("patient_name", ""),
                                ("patient_name_folded", ""),
                                ("phone_e164", ""),
                                ("phone_extension", ""),
                                ("phone_typed", ""),
                                ("public_answer", ""),
                                ("reason", ""),
                                ("requester_name", ""),
                            ),
                            _connector="OR",
                        ),
                        name="request_erased_holds_nobody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source_edition__isnull", True), ("source_topic__isnull", True)),
                            models.Q(("source_edition__isnull", False), ("source_topic__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_source_topic_and_edition_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("patient_birth_year__gte", 1900), ("patient_birth_year__lte", 2200)),
                            models.Q(("patient_birth_year", 0), ("status", "erased")),
                            _connector="OR",
                        ),
                        name="request_birth_year_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("promise_at__gt", models.F("created_at"))),
                        name="request_promise_after_asking",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_promise_at__isnull", True),
                            ("first_promise_at__gt", models.F("created_at")),
                            _connector="OR",
                        ),
                        name="request_first_promise_after_asking",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("late_since__isnull", True),
                            models.Q(("late_since__lt", models.F("promise_at")), ("owed_since__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_late_only_while_an_answer_is_owed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owed_since__isnull", True), ("status__in", ["new", "in_progress"]), _connector="OR"
                        ),
                        name="request_answer_owed_only_while_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), ("answered_at__gte", models.F("created_at")), _connector="OR"
                        ),
                        name="request_answered_after_asking",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["closed", "erased"]),
                                models.Q(("outcome", ""), _negated=True),
                                ("closed_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status__in", ["closed", "erased"]), _negated=True),
                                ("closed_at__isnull", True),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="request_outcome_once_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "",
                                    "attended",
                                    "no_show",
                                    "declined",
                                    "withdrawn",
                                    "unreachable",
                                    "duplicate",
                                    "spam",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="request_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["web", "phone", "desk", "paper"])),
                        name="request_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel", "web"), ("set_aside_because", []), _connector="OR"),
                        name="request_set_aside_only_from_the_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("queue_rank__in", [0, 1, 2])), name="request_queue_rank_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("claim_expires_at__isnull", True),
                                ("claimed_at__isnull", True),
                                ("claimed_by__isnull", True),
                            ),
                            models.Q(
                                ("claim_expires_at__gt", models.F("claimed_at")),
                                ("claim_expires_at__isnull", False),
                                ("claimed_at__isnull", False),
                                ("claimed_by__isnull", False),
                                ("status", "in_progress"),
                            ),
                            _connector="OR",
                        ),
                        name="request_claim_whole_and_in_progress",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "declined"),
                                models.Q(("declined_because", ""), _negated=True),
                                models.Q(
                                    models.Q(("public_answer", ""), _negated=True),
                                    ("status", "erased"),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                models.Q(("outcome", "declined"), _negated=True),
                                ("declined_because", ""),
                                ("public_answer", ""),
                            ),
                            _connector="OR",
                        ),
                        name="request_declined_with_reason_and_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duplicate_of__isnull", False), ("outcome", "duplicate")),
                            models.Q(models.Q(("outcome", "duplicate"), _negated=True), ("duplicate_of__isnull", True)),
                            _connector="OR",
                        ),
                        name="request_duplicate_names_the_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("duplicate_of", models.F("pk")), _negated=True),
                        name="request_no_duplicate_of_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erasure_asked_at__isnull", True),
                            ("erasure_asked_at__gte", models.F("created_at")),
                            _connector="OR",
                        ),
                        name="request_erasure_asked_after_asking",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference__regex", "^[0-9A-HJKMNP-TV-Z]{8}$")),
                        name="request_reference_base32",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest")),
                (
                    "purpose",
                    models.CharField(choices=[("status", "see the request")], max_length=12, verbose_name="purpose"),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="ends")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link_tokens",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))), name="link_ends_after_it_begins"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="As patients know it.", max_length=120, unique=True, verbose_name="name"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Street, town, and how to find the entrance.",
                        max_length=300,
                        verbose_name="address",
                    ),
                ),
                ("step_free", models.BooleanField(default=True, verbose_name="can be reached without steps")),
                (
                    "active",
                    models.BooleanField(default=True, help_text="Untick instead of deleting.", verbose_name="in use"),
                ),
            ],
            options={
                "verbose_name": "location",
                "verbose_name_plural": "locations",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="location_has_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Monday"),
                            (2, "Tuesday"),
                            (3, "Wednesday"),
                            (4, "Thursday"),
                            (5, "Friday"),
                            (6, "Saturday"),
                            (7, "Sunday"),
                        ],
                        verbose_name="day",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="opens")),
                ("closes", models.TimeField(verbose_name="closes")),
            ],
            options={
                "verbose_name": "opening hours of reception",
                "verbose_name_plural": "opening hours of reception",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__in", [1, 2, 3, 4, 5, 6, 7])), name="opening_weekday_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="opening_closes_after_it_opens",
                        violation_error_message="Closing has to be later than opening, on the same day.",
                    ),
                    models.UniqueConstraint(fields=("weekday", "opens"), name="opening_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.CharField(max_length=12, verbose_name="serial of the sheet")),
                (
                    "line",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="line"
                    ),
                ),
                ("typed_at", models.DateTimeField(verbose_name="typed in")),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_line",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="typed in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "line typed in from paper",
                "verbose_name_plural": "lines typed in from paper",
                "constraints": [
                    models.UniqueConstraint(fields=("serial", "line"), name="paper_line_typed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("line__gte", 1), ("line__lte", 99)), name="paper_line_1_to_99"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("serial", ""), _negated=True), name="paper_line_has_a_serial"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "serial",
                    models.CharField(
                        help_text="Printed on each of its sheets.", max_length=12, unique=True, verbose_name="serial"
                    ),
                ),
                (
                    "hour",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: taken by somebody.",
                        null=True,
                        unique=True,
                        verbose_name="for the hour",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written")),
                ("people", models.PositiveIntegerField(verbose_name="patients in it")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: written by the hour.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper pack",
                "verbose_name_plural": "paper packs",
                "indexes": [models.Index(fields=["-written_at"], name="paper_pack_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hour__isnull", True), ("by__isnull", True), _connector="OR"),
                        name="paper_pack_by_the_hour_or_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("undelivered", "a message did not reach them"),
                            ("offer", "times are held for them"),
                            ("cancelling", "they cannot come, and it is too late to cancel online"),
                            ("promise", "our answer is late"),
                            ("not_kept", "we cannot keep their time, and no other that was held suits"),
                            ("guessed", "somebody has guessed at who they are"),
                        ],
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                (
                    "say",
                    models.TextField(
                        help_text="The very words, without a name.", max_length=500, verbose_name="what to say"
                    ),
                ),
                (
                    "dedupe_key",
                    models.CharField(
                        help_text="The same key is one task.", max_length=120, unique=True, verbose_name="key"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "useful_until",
                    models.DateTimeField(
                        blank=True, help_text="Empty: always.", null=True, verbose_name="of use until"
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty once done: no longer needed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_tasks",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "call to make",
                "verbose_name_plural": "calls to make",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["made_at"], name="phone_task_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["undelivered", "offer", "cancelling", "promise", "not_kept", "guessed"])
                        ),
                        name="phone_task_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("say", ""), _negated=True), name="phone_task_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("useful_until__isnull", True), ("useful_until__gt", models.F("made_at")), _connector="OR"
                        ),
                        name="phone_task_of_use_for_a_while",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by__isnull", True), _connector="OR"),
                        name="phone_task_done_by_once_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PreferredWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(verbose_name="wish")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("morning", "Morning (until 12:00)"),
                            ("afternoon", "Afternoon (12:00 to 17:00)"),
                            ("evening", "Evening (after 17:00)"),
                            ("day", "Any time that day"),
                        ],
                        max_length=10,
                        verbose_name="part of the day",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "preferred time",
                "verbose_name_plural": "preferred times",
                "constraints": [
                    models.UniqueConstraint(fields=("request", "rank"), name="window_rank_once"),
                    models.UniqueConstraint(fields=("request", "day", "part"), name="window_once"),
                    models.CheckConstraint(
                        condition=models.Q(("rank__gte", 1), ("rank__lte", 3)), name="window_three_at_most"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["morning", "afternoon", "evening", "day"])),
                        name="window_part_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_digest", models.CharField(max_length=64, unique=True, verbose_name="digest of the secret")),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                (
                    "begun_at",
                    models.DateTimeField(
                        help_text="Empty for one that was begun before this was noted.", null=True, verbose_name="begun"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="kept until")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="appointments.healthcareservice",
                        verbose_name="service",
                    ),
                ),
                (
                    "source_edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.edition",
                        verbose_name="edition read",
                    ),
                ),
            ],
            options={
                "verbose_name": "unfinished request",
                "verbose_name_plural": "unfinished requests",
            },
        ),
        migrations.CreateModel(
            name="ScheduleException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("closure", "The clinic is closed"),
                            ("leave", "The practitioner is away"),
                            ("extra", "An extra session"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "public_reason",
                    models.CharField(
                        blank=True,
                        help_text="For example: Public holiday.",
                        max_length=120,
                        verbose_name="reason patients may read",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="entered")),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        help_text="For an extra session.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_exceptions",
                        to="appointments.location",
                        verbose_name="where",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for a closure of the whole clinic.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_exceptions",
                        to="topics.practitioner",
                        verbose_name="practitioner",
                    ),
                ),
            ],
            options={
                "verbose_name": "closure, leave or extra session",
                "verbose_name_plural": "closures, leave and extra sessions",
                "permissions": [("enter_sickness", "Can enter that a practitioner is away today or tomorrow")],
                "indexes": [
                    models.Index(fields=["ends_at", "starts_at"], name="exception_by_time"),
                    models.Index(fields=["practitioner", "ends_at"], name="exception_by_practitioner"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "closure"), ("location__isnull", True), ("practitioner__isnull", True)),
                            models.Q(("kind", "leave"), ("location__isnull", True), ("practitioner__isnull", False)),
                            models.Q(("kind", "extra"), ("location__isnull", False), ("practitioner__isnull", False)),
                            _connector="OR",
                        ),
                        name="exception_of_whom_and_where",
                        violation_error_message="A closure is for everybody; leave names a practitioner; an extra session names a practitioner and a location.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="exception_ends_after_it_starts",
                        violation_error_message="The end has to be later than the start.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpentTry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("link", "to show who one is, behind one link"),
                            ("request", "to show who one is, for one request"),
                            ("address", "to find a request, from one part of the network"),
                            ("reference", "to find a request, with one reference"),
                            ("new_link", "a new link to one request"),
                            ("network", "a request, from one part of the network"),
                            ("email", "a request, with one e-mail address"),
                            ("phone", "a request, with one phone number"),
                            ("words", "the same words, with another phone number"),
                            ("words_phone", "the same words, with the same phone number"),
                        ],
                        max_length=12,
                        verbose_name="for what",
                    ),
                ),
                ("key_digest", models.CharField(max_length=64, verbose_name="digest of whose")),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "spent try",
                "verbose_name_plural": "spent tries",
                "indexes": [
                    models.Index(fields=["scope", "key_digest", "at"], name="spent_try_count"),
                    models.Index(fields=["at"], name="spent_try_forget"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scope__in",
                                [
                                    "link",
                                    "request",
                                    "address",
                                    "reference",
                                    "new_link",
                                    "network",
                                    "email",
                                    "phone",
                                    "words",
                                    "words_phone",
                                ],
                            )
                        ),
                        name="spent_try_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key_digest__regex", "^[0-9a-f]{64}$")), name="spent_try_key_is_a_digest"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="lapses")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "one was accepted"),
                            ("none_suits", "none suits"),
                            ("ended", "ran out"),
                            ("taken_back", "taken back by the desk"),
                        ],
                        max_length=12,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: by the system.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer of times",
                "verbose_name_plural": "offers of times",
                "indexes": [
                    models.Index(condition=models.Q(("answer", "")), fields=["expires_at"], name="offer_to_expire")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="offer_lapses_after_it_is_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="offer_answer_with_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "accepted", "none_suits", "ended", "taken_back"])),
                        name="offer_answer_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")), fields=("request",), name="offer_one_open_per_request"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FreedTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("freed_at", models.DateTimeField(verbose_name="became free")),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("cancelled", "an appointment was cancelled"),
                            ("moved", "an appointment was moved"),
                            ("not_taken", "a held time was not taken"),
                            ("back", "leave was taken out, or a session added"),
                            ("rest", "part of it was offered"),
                        ],
                        max_length=12,
                        verbose_name="because",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be offered"),
                            ("offered", "offered"),
                            ("nobody", "suits nobody who waits"),
                            ("taken", "taken meanwhile"),
                            ("over", "over"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.practitioner",
                        verbose_name="with",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="appointments.location",
                        verbose_name="where",
                    ),
                ),
                (
                    "offer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="freed_time",
                        to="appointments.timeoffer",
                        verbose_name="offered in",
                    ),
                ),
            ],
            options={
                "verbose_name": "freed time",
                "verbose_name_plural": "freed times",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["freed_at"], name="freed_time_to_offer"
                    ),
                    models.Index(fields=["ends_at"], name="freed_time_by_end"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="freed_time_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because__in", ["cancelled", "moved", "not_taken", "back", "rest"])),
                        name="freed_time_because_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "offered", "nobody", "taken", "over"])),
                        name="freed_time_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offer__isnull", False), ("state", "offered")),
                            models.Q(models.Q(("state", "offered"), _negated=True), ("offer__isnull", True)),
                            _connector="OR",
                        ),
                        name="freed_time_names_its_offer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("buffer_before", models.PositiveSmallIntegerField(default=0, verbose_name="minutes kept free before")),
                ("buffer_after", models.PositiveSmallIntegerField(default=0, verbose_name="minutes kept free after")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "held"),
                            ("booked", "booked"),
                            ("arrived", "arrived"),
                            ("fulfilled", "attended"),
                            ("noshow", "did not come"),
                            ("cancelled", "cancelled"),
                            ("entered-in-error", "entered in error"),
                        ],
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                (
                    "cancellation_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("patient", "The patient cancelled"),
                            ("clinic", "The clinic cancelled"),
                            ("leave", "The practitioner is away"),
                            ("hold_ended", "The held time was not taken up"),
                            ("duplicate", "Booked twice"),
                        ],
                        max_length=12,
                        verbose_name="why not",
                    ),
                ),
                ("hold_expires_at", models.DateTimeField(blank=True, null=True, verbose_name="held until")),
                (
                    "calendar_uid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="calendar UID"),
                ),
                ("sequence", models.PositiveIntegerField(default=0, verbose_name="calendar SEQUENCE")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "seat",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0: alone with the practitioner; above: booked on top, on purpose.",
                        verbose_name="seat",
                    ),
                ),
                ("overbook_reason", models.CharField(blank=True, max_length=200, verbose_name="why booked on top")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="arrived")),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="To this very time; a move empties it.",
                        null=True,
                        verbose_name="patient says they are coming",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="topics.practitioner",
                        verbose_name="with",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="appointments.location",
                        verbose_name="where",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="times",
                        to="appointments.timeoffer",
                        verbose_name="offered in",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment",
                "verbose_name_plural": "appointments",
                "permissions": [("overbook_appointment", "Can book an appointment on top of another, with a reason")],
                "indexes": [
                    models.Index(fields=["practitioner", "starts_at"], name="appointment_of_practitioner"),
                    models.Index(fields=["starts_at"], name="appointment_by_time"),
                    models.Index(
                        condition=models.Q(("status", "pending")), fields=["hold_expires_at"], name="appointment_holds"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "pending",
                                    "booked",
                                    "arrived",
                                    "fulfilled",
                                    "noshow",
                                    "cancelled",
                                    "entered-in-error",
                                ],
                            )
                        ),
                        name="appointment_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="appointment_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ends_at__lte",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("starts_at"), "+", models.Value(datetime.timedelta(seconds=14400))
                                    ),
                                    models.DateTimeField(),
                                ),
                            )
                        ),
                        name="appointment_four_hours_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "pending"), ("hold_expires_at__isnull", False), ("offer__isnull", False)
                            ),
                            models.Q(models.Q(("status", "pending"), _negated=True), ("hold_expires_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="appointment_held_until_only_while_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hold_expires_at__isnull", True),
                            ("hold_expires_at__lte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="appointment_held_until_its_start_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), models.Q(("cancellation_reason", ""), _negated=True)),
                            models.Q(models.Q(("status", "cancelled"), _negated=True), ("cancellation_reason", "")),
                            _connector="OR",
                        ),
                        name="appointment_cancelled_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancellation_reason__in", ["", "patient", "clinic", "leave", "hold_ended", "duplicate"])
                        ),
                        name="appointment_cancellation_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("overbook_reason", ""), ("seat", 0)),
                            models.Q(("seat__gt", 0), models.Q(("overbook_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="appointment_on_top_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arrived_at__isnull", True),
                            ("status__in", ["arrived", "fulfilled", "cancelled"]),
                            _connector="OR",
                        ),
                        name="appointment_arrived_at_only_if_they_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True),
                            models.Q(
                                models.Q(("status", "pending"), _negated=True),
                                ("confirmed_at__lt", models.F("starts_at")),
                            ),
                            _connector="OR",
                        ),
                        name="appointment_confirmed_once_booked_and_before_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["booked", "arrived"])),
                        fields=("request",),
                        name="appointment_one_live_per_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitlistEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "review_on",
                    models.DateField(
                        help_text="By then the desk calls, whatever has become free.", verbose_name="look again on"
                    ),
                ),
                (
                    "notice_hours",
                    models.PositiveSmallIntegerField(
                        default=24,
                        help_text="In hours: how short before an appointment we may still call.",
                        verbose_name="notice needed",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waitlist_entries",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "place on the waiting list",
                "verbose_name_plural": "places on the waiting list",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["review_on"], name="waitlist_to_review"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("request",),
                        name="waitlist_one_living_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("since")), _connector="OR"
                        ),
                        name="waitlist_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitlistSkip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("short", "too short for this appointment, or too near"),
                            ("not_earlier", "not a day earlier than the appointment they have"),
                            ("practitioner", "they asked for somebody else"),
                            ("wishes", "outside the times they asked for"),
                            ("notice", "too soon for the notice they need"),
                            ("offered", "it was offered to them before"),
                            ("silent", "two offers before went unanswered: call first"),
                            ("busy", "other times were held for them already"),
                            ("no_call", "no e-mail, and no call was welcome in time"),
                            ("changed", "their request changed at that moment"),
                        ],
                        max_length=12,
                        verbose_name="why not",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skips",
                        to="appointments.waitlistentry",
                        verbose_name="who waits",
                    ),
                ),
                (
                    "freed_time",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skips",
                        to="appointments.freedtime",
                        verbose_name="which time",
                    ),
                ),
            ],
            options={
                "verbose_name": "time not offered",
                "verbose_name_plural": "times not offered",
                "indexes": [models.Index(fields=["entry", "at"], name="waitlist_skip_in_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "freed_time"), name="waitlist_skip_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "short",
                                    "not_earlier",
                                    "practitioner",
                                    "wishes",
                                    "notice",
                                    "offered",
                                    "silent",
                                    "busy",
                                    "no_call",
                                    "changed",
                                ],
                            )
                        ),
                        name="waitlist_skip_reason_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Monday"),
                            (2, "Tuesday"),
                            (3, "Wednesday"),
                            (4, "Thursday"),
                            (5, "Friday"),
                            (6, "Saturday"),
                            (7, "Sunday"),
                        ],
                        verbose_name="day",
                    ),
                ),
                ("starts", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="until")),
                (
                    "valid_from",
                    models.DateField(help_text="The first day these hours hold.", verbose_name="valid from"),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="The last day they hold; empty: until further notice.",
                        null=True,
                        verbose_name="valid until",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_hours",
                        to="appointments.location",
                        verbose_name="where",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_hours",
                        to="topics.practitioner",
                        verbose_name="practitioner",
                    ),
                ),
            ],
            options={
                "verbose_name": "working hours",
                "verbose_name_plural": "working hours",
                "indexes": [models.Index(fields=["practitioner", "weekday"], name="working_by_practitioner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__in", [1, 2, 3, 4, 5, 6, 7])), name="working_weekday_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="working_ends_after_it_starts",
                        violation_error_message="The end has to be later than the start, on the same day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="working_valid_to_after_from",
                        violation_error_message="The last day cannot come before the first.",
                    ),
                    models.UniqueConstraint(
                        fields=("practitioner", "weekday", "starts", "valid_from"), name="working_hours_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("seat", models.PositiveSmallIntegerField(default=0, verbose_name="seat")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="appointments.appointment",
                        verbose_name="appointment",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="topics.practitioner",
                        verbose_name="practitioner",
                    ),
                ),
            ],
            options={
                "verbose_name": "booked cell",
                "verbose_name_plural": "booked cells",
                "constraints": [
                    models.UniqueConstraint(fields=("practitioner", "starts_at", "seat"), name="cell_given_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feeds",
                        to="topics.practitioner",
                        verbose_name="practitioner",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("practitioner",),
                        name="feed_one_living_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at__isnull", True), ("revoked_at__gte", models.F("made_at")), _connector="OR"
                        ),
                        name="feed_revoked_after_it_was_made",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("no_answer", "No answer"),
                            ("left_message", "Left a message"),
                            ("wrong_number", "Wrong number"),
                            ("reached", "Reached"),
                        ],
                        max_length=12,
                        verbose_name="how it ended",
                    ),
                ),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="next try from")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_attempts",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact attempt",
                "verbose_name_plural": "contact attempts",
                "indexes": [models.Index(fields=["request", "at"], name="attempt_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["no_answer", "left_message", "wrong_number", "reached"])),
                        name="attempt_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_try_at__isnull", True), ("next_try_at__gt", models.F("at")), _connector="OR"
                        ),
                        name="attempt_next_is_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("text", models.TextField(max_length=1000, verbose_name="note")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "note of the desk",
                "verbose_name_plural": "notes of the desk",
                "indexes": [models.Index(fields=["request", "at"], name="note_in_order")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="note_says_something")
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskPresence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(verbose_name="last seen")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "presence at the desk",
                "verbose_name_plural": "presences at the desk",
                "constraints": [models.UniqueConstraint(fields=("request", "user"), name="presence_once")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("ask", "asked for an appointment"),
                            ("quarantine", "set aside for checking"),
                            ("release", "found genuine"),
                            ("reject", "found not genuine"),
                            ("claim", "taken on"),
                            ("take_over", "taken over"),
                            ("let_go", "put back"),
                            ("try_later", "to be called again"),
                            ("offer", "times offered"),
                            ("accept", "offered time accepted"),
                            ("none_suits", "none of the times suits"),
                            ("offer_ended", "offer ran out"),
                            ("take_back_offer", "offer taken back"),
                            ("book", "booked"),
                            ("move", "moved to another time"),
                            ("arrive", "arrived"),
                            ("not_arrived", "arrival taken back"),
                            ("attend", "attended"),
                            ("miss", "did not come"),
                            ("not_missed", "“did not come” taken back"),
                            ("ask_cancel", "cancelling asked for"),
                            ("keep", "kept after all"),
                            ("cancel", "cancelled for the patient"),
                            ("cancel_by_clinic", "cancelled by the clinic"),
                            ("wait", "put on the waiting list"),
                            ("wait_on", "back on the waiting list, at the old place"),
                            ("call_up", "taken from the waiting list"),
                            ("decline", "declined"),
                            ("withdraw", "withdrawn"),
                            ("give_up", "closed as unreachable"),
                            ("merge", "closed as a duplicate"),
                            ("reopen", "opened again"),
                            ("erase", "personal data erased"),
                            ("look", "looked at"),
                            ("attempt", "contact tried"),
                            ("note", "note written"),
                            ("correct", "phone number corrected"),
                            ("discretion", "kind of messages changed"),
                            ("tell", "told by phone"),
                            ("late", "answer late: apologised, with a new time"),
                            ("want_earlier", "an earlier time is wanted"),
                            ("not_earlier", "no earlier time is wanted any more"),
                            ("change", "details changed"),
                            ("confirm", "patient is coming"),
                            ("cannot_come", "patient cannot come"),
                            ("ask_erasure", "erasing asked for"),
                            ("no_erasure", "erasing no longer asked for"),
                        ],
                        max_length=16,
                        verbose_name="step",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("quarantined", "to be checked by a person"),
                            ("new", "new"),
                            ("in_progress", "in progress"),
                            ("awaiting_patient", "waiting for the patient's answer"),
                            ("booked", "booked"),
                            ("cancel_pending", "cancelling"),
                            ("waiting_list", "on the waiting list"),
                            ("closed", "closed"),
                            ("erased", "erased"),
                        ],
                        max_length=16,
                        verbose_name="from",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("quarantined", "to be checked by a person"),
                            ("new", "new"),
                            ("in_progress", "in progress"),
                            ("awaiting_patient", "waiting for the patient's answer"),
                            ("booked", "booked"),
                            ("cancel_pending", "cancelling"),
                            ("waiting_list", "on the waiting list"),
                            ("closed", "closed"),
                            ("erased", "erased"),
                        ],
                        max_length=16,
                        verbose_name="to",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("patient", "patient"),
                            ("receptionist", "receptionist"),
                            ("lead", "desk lead"),
                            ("practitioner", "practitioner"),
                            ("administrator", "administrator"),
                            ("system", "system"),
                        ],
                        max_length=16,
                        verbose_name="acting as",
                    ),
                ),
                (
                    "prev_hash",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="hash of the event before"),
                ),
                ("hash", models.CharField(default="", max_length=64, verbose_name="hash")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for patients and for the system.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [
                    models.Index(fields=["request", "at", "id"], name="event_in_order"),
                    models.Index(condition=models.Q(("step", "look")), fields=["at"], name="event_looks"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", True), ("role__in", ["patient", "system"])),
                            models.Q(
                                models.Q(("role__in", ["patient", "system"]), _negated=True), ("by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="event_names_staff_and_only_staff",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "ask",
                                    "quarantine",
                                    "release",
                                    "reject",
                                    "claim",
                                    "take_over",
                                    "let_go",
                                    "try_later",
                                    "offer",
                                    "accept",
                                    "none_suits",
                                    "offer_ended",
                                    "take_back_offer",
                                    "book",
                                    "move",
                                    "arrive",
                                    "not_arrived",
                                    "attend",
                                    "miss",
                                    "not_missed",
                                    "ask_cancel",
                                    "keep",
                                    "cancel",
                                    "cancel_by_clinic",
                                    "wait",
                                    "wait_on",
                                    "call_up",
                                    "decline",
                                    "withdraw",
                                    "give_up",
                                    "merge",
                                    "reopen",
                                    "erase",
                                    "look",
                                    "attempt",
                                    "note",
                                    "correct",
                                    "discretion",
                                    "tell",
                                    "late",
                                    "want_earlier",
                                    "not_earlier",
                                    "change",
                                    "confirm",
                                    "cannot_come",
                                    "ask_erasure",
                                    "no_erasure",
                                ],
                            )
                        ),
                        name="event_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["patient", "receptionist", "lead", "practitioner", "administrator", "system"])
                        ),
                        name="event_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hash__regex", "^[0-9a-f]{64}$")), name="event_hash_whole"
                    ),
                    models.UniqueConstraint(fields=("request", "prev_hash"), name="event_follows_one_event"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("why", models.CharField(max_length=200, verbose_name="what for")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("csv", "CSV (text)"),
                            ("xlsx", "Excel (XLSX)"),
                            ("html", "copy for the patient, to read"),
                            ("json", "copy for the patient, for programs (JSON)"),
                        ],
                        max_length=4,
                        verbose_name="format",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="received from")),
                ("last_day", models.DateField(verbose_name="until")),
                ("with_reason", models.BooleanField(verbose_name="with the patients' reasons")),
                (
                    "requests",
                    models.JSONField(
                        default=list, help_text="Their numbers in the database.", verbose_name="which requests"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "indexes": [models.Index(fields=["at"], name="export_by_time")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="export_says_what_for"),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["csv", "xlsx", "html", "json"])), name="export_format_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="export_days_in_order"
                    ),
                ],
            },
        ),
    ]
