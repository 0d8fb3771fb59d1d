"""A patient asks for an appointment: request, history and acknowledgement are stored together or not at all."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from appointments import abuse, notifications, secrets
from appointments.actions import linking
from appointments.models import AppointmentRequest, Event, HealthcareService, PreferredWindow, RequestDraft
from appointments.phones import Phone
from appointments.promise import answer_by
from appointments.workflow import Role, Status, Step, follow
from portal import outbox
from portal.privacy_notice import PRIVACY_NOTICE_VERSION
from topics.models import Edition, Practitioner

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


class NotOpen(Exception):
    """This specialist cannot be asked for at the moment; the message is the public reason."""


def ask(
    *, answers: Answers, service: HealthcareService, edition: Edition | None, form_secret: str, now: datetime
) -> AppointmentRequest:
    """Stores the request with its event, its status link and its acknowledgement, and gives it.

    The same form secret makes one request, however often and from however many tabs it is sent: the first is given
    again. Raises NotOpen. A name that looks like a message puts the request in quarantine: stored, but no mail leaves.
    """
    key = secrets.digest(form_secret)
    with transaction.atomic():
        stored = AppointmentRequest.objects.filter(idempotency_key=key).first()
        if stored is not None:
            return stored
        service = HealthcareService.objects.get(pk=service.pk)
        if not service.is_open:
            raise NotOpen(service.closed_reason)
        request, is_new = _store(_values(answers, service, edition, now) | {"idempotency_key": key}, key)
        if is_new:
            _follow_up(request, answers, form_secret, now)
    return request


def _values(answers: Answers, service: HealthcareService, edition: Edition | None, now: datetime) -> dict:
    suspicious = any(abuse.looks_like_a_message(name) for name in (answers.patient_name, answers.requester_name))
    step, role = (Step.QUARANTINE, Role.SYSTEM) if suspicious else (Step.ASK, Role.PATIENT)
    return {
        "service": service,
        "preferred_practitioner": answers.practitioner,
        "source_topic": edition.topic if edition else None,
        "source_edition": edition,
        "for_whom": answers.for_whom,
        "patient_name": answers.patient_name,
        "patient_birth_year": answers.patient_birth_year,
        "requester_name": answers.requester_name,
        "phone_typed": answers.phone.typed,
        "phone_e164": answers.phone.e164,
        "email": answers.email.lower(),
        "call_times": answers.call_times,
        "voicemail_ok": answers.voicemail_ok,
        "any_time": not answers.windows,
        "reason": answers.reason,
        "access_needs": answers.access_needs,
        "access_note": answers.access_note,
        "language": answers.language,
        "privacy_version": PRIVACY_NOTICE_VERSION,
        "consented_at": now,
        "status": follow(step, None, role),
        "created_at": now,
        "promise_at": answer_by(now, timezone.get_default_timezone()),
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


def _follow_up(request: AppointmentRequest, answers: Answers, form_secret: str, now: datetime) -> None:
    PreferredWindow.objects.bulk_create(
        PreferredWindow(request=request, rank=rank, day=day, part=part)
        for rank, (day, part) in enumerate(answers.windows, start=1)
    )
    quarantined = request.status == Status.QUARANTINED
    step, role = (Step.QUARANTINE, Role.SYSTEM) if quarantined else (Step.ASK, Role.PATIENT)
    Event.objects.create(request=request, at=now, step=step, after=request.status, role=role)
    linking.store(request=request, secret=secrets.status_secret(form_secret), now=now)
    if request.email and not quarantined:
        outbox.queue(
            name=notifications.RECEIVED,
            to=request.email,
            subject_id=request.pk,
            dedupe_key=f"received:{request.pk}",
            now=now,
        )
    RequestDraft.objects.filter(key_digest=request.idempotency_key).delete()
