"""Somebody asks for an appointment: request, history and acknowledgement are stored together or not at all."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from appointments import secrets
from appointments.choices import CallTime, Channel
from appointments.lifecycle.actions.move import claim_of, move, record
from appointments.lifecycle.actor import PATIENT, SYSTEM, Actor
from appointments.messages import outgoing
from appointments.messages.actions import links
from appointments.models import AppointmentRequest, HealthcareService, PreferredWindow, RequestDraft
from appointments.phones import Phone
from appointments.requests.abuse import Manner
from appointments.requests.actions import rate_limits, screening
from appointments.scheduling.answer_deadline_reader import promise_for
from appointments.workflow import Status, Step, follow
from portal.lib.refusal import Refused
from portal.lib.text import fold
from portal.privacy_notice import PRIVACY_NOTICE_VERSION
from topics.models import Edition, Practitioner

LONGEST_FOLDED = 400  # characters; some letters become two or three when folded
TRIES = 5  # for a reference that is not taken; one try in 10¹² needs a second


@dataclass(frozen=True)
class Answers:
    """Everything a patient told us, checked and cleaned by the forms. `windows`: (day, part), first wish first."""

    for_whom: str
    patient_name: str
    patient_birth_year: int
    requester_name: str
    phone: Phone
    email: str
    call_times: list[str]
    voicemail_ok: bool
    windows: list[tuple[date, str]]
    practitioner: Practitioner | None = None
    reason: str = ""
    access_needs: list[str] = field(default_factory=list)
    access_note: str = ""
    language: str = ""
    discreet: bool = False


class NotOpen(Refused):
    """This specialist cannot be asked for at the moment; the message is the public reason."""


def ask(
    *,
    answers: Answers,
    service: HealthcareService,
    edition: Edition | None,
    form_secret: str,
    now: datetime,
    manner: Manner | None = None,
) -> AppointmentRequest:
    """Stores the request with its event, its status link and its acknowledgement, and gives it.

    The same form secret makes one request, however often and from however many tabs it is sent: the first is given
    again. Raises NotOpen. What is suspicious (`judging.judge`; `manner`: how the form was sent) goes into quarantine:
    stored like any other, with the reasons, but no mail leaves.
    """
    key = key_of(form_secret)
    with transaction.atomic():
        stored = AppointmentRequest.objects.filter(idempotency_key=key).first()
        if stored is not None:
            return stored
        service = HealthcareService.objects.get(pk=service.pk)
        if not service.is_open:
            raise NotOpen(service.closed_reason)
        reasons, spent = screening.judge(answers, manner, now=now)
        step, by = (Step.QUARANTINE, SYSTEM) if reasons else (Step.ASK, PATIENT)
        values = _values(answers, service, step, by, now) | _source(edition) | {"set_aside_because": reasons}
        request, is_new = _store(values | {"idempotency_key": key}, key)
        if is_new:
            _follow_up(request, answers, step, by, now)
            links.store(request=request, secret=secrets.status_secret(form_secret), now=now)
            if not reasons:
                outgoing.received(request, now)
            RequestDraft.objects.filter(key_digest=key).delete()
        else:
            rate_limits.give_back(*spent)  # the other tab's count
    return request


def take_request(
    answers: Answers, service: HealthcareService, channel: str, *, by: Actor, now: datetime, form_secret: str
) -> AppointmentRequest:
    """Stores what a patient told a member of staff, who has it at once; also while the form is closed to patients.

    They agreed to the privacy notice in the same way as they asked: the channel tells how. The same form secret makes
    one request. If they gave an address, the acknowledgement leaves. Raises StepNotAllowed.
    """
    key = key_of(form_secret)
    with transaction.atomic():
        stored = AppointmentRequest.objects.filter(idempotency_key=key).first()
        if stored is not None:
            return stored
        values = _values(answers, service, Step.ASK, by, now) | {"channel": Channel(channel), "idempotency_key": key}
        request, is_new = _store(values, key)
        if is_new:
            _follow_up(request, answers, Step.ASK, by, now)
            outgoing.received(request, now)
            request = move(request, Step.CLAIM, by=by, now=now, **claim_of(by.user, now))
    return request


def key_of(form_secret: str) -> str:
    """What is kept of a form's secret: the same form makes one request."""
    return secrets.digest(form_secret)


def _source(edition: Edition | None) -> dict:
    return {"source_topic": edition.topic, "source_edition": edition} if edition else {}


def _values(answers: Answers, service: HealthcareService, step: Step, by: Actor, now: datetime) -> dict:
    status, promise_at = follow(step, None, by.role), promise_for(service, now)
    return {
        "service": service,
        "preferred_practitioner": answers.practitioner,
        "for_whom": answers.for_whom,
        "patient_name": answers.patient_name,
        "patient_name_folded": fold(answers.patient_name)[:LONGEST_FOLDED],
        "patient_birth_year": answers.patient_birth_year,
        "requester_name": answers.requester_name,
        "phone_typed": answers.phone.typed,
        "phone_e164": answers.phone.e164,
        "email": answers.email.lower(),
        "call_times": [code for code in CallTime.values if code in answers.call_times],
        "voicemail_ok": answers.voicemail_ok,
        "discreet": answers.discreet,
        "any_time": not answers.windows,
        "reason": answers.reason,
        "access_needs": answers.access_needs,
        "access_note": answers.access_note,
        "language": answers.language,
        "privacy_version": PRIVACY_NOTICE_VERSION,
        "consented_at": now,
        "status": status,
        "created_at": now,
        "promise_at": promise_at,
        "first_promise_at": promise_at,
        "owed_since": now if status == Status.NEW else None,
    }


def _store(values: dict, key: str) -> tuple[AppointmentRequest, bool]:
    """The new request, or the one another tab stored a moment ago; and whether it is new."""
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return AppointmentRequest.objects.create(reference=secrets.new_reference(), **values), True
        except IntegrityError:
            stored = AppointmentRequest.objects.filter(idempotency_key=key).first()
            if stored is not None:
                return stored, False
    raise RuntimeError("No free reference was found.")


def _follow_up(request: AppointmentRequest, answers: Answers, step: Step, by: Actor, now: datetime) -> None:
    PreferredWindow.objects.bulk_create(
        PreferredWindow(request=request, rank=rank, day=day, part=part)
        for rank, (day, part) in enumerate(answers.windows, start=1)
    )
    record(request, step, by=by, now=now, first=True)
