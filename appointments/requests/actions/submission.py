"""Stores a request for an appointment, its history and its acknowledgement: together or not at all."""

from datetime import datetime

from django.db import IntegrityError, transaction

from appointments import link_secrets, references
from appointments.choices import Channel
from appointments.lifecycle.actions.transitions import claim_fields, move, record_event
from appointments.lifecycle.actor import PATIENT, SYSTEM, Actor
from appointments.messages.actions import links, outgoing
from appointments.models import AppointmentRequest, HealthcareService, PreferredWindow, RequestDraft
from appointments.requests.abuse import SubmissionTrace
from appointments.requests.actions import rate_limits, screening
from appointments.requests.questions import Answers
from appointments.scheduling.answer_deadline import promise_time_for
from appointments.warning_words import names_something_serious
from appointments.workflow import Status, Step, follow
from portal.lib.refusal import Refused
from portal.privacy_notice import PRIVACY_NOTICE_VERSION
from topics.models import Edition

REFERENCE_TRIES = 5  # one reference in 10¹² is taken


class NotOpen(Refused):
    """The service takes no requests by the form at the moment. The message is the reason that patients read."""


def submit_request(
    *,
    answers: Answers,
    service: HealthcareService,
    edition: Edition | None,
    form_secret: str,
    now: datetime,
    trace: SubmissionTrace | None = None,
) -> AppointmentRequest:
    """Stores the request with its event, its status link and its acknowledgement, and gives it.

    The same form secret makes one request, however often and from however many tabs it is sent: the first is given
    again. `trace`: how the form was sent. What screening.screen() finds suspicious goes into quarantine: stored like
    any other, with the reasons, but no mail leaves. Raises NotOpen.
    """
    key = form_key(form_secret)
    with transaction.atomic():
        stored = AppointmentRequest.objects.filter(idempotency_key=key).first()
        if stored is not None:
            return stored
        service = HealthcareService.objects.get(pk=service.pk)
        if not service.is_open:
            raise NotOpen(service.closed_reason)
        reasons, spent = screening.screen(answers, trace, now=now)
        step, by = (Step.QUARANTINE, SYSTEM) if reasons else (Step.ASK, PATIENT)
        values = _columns(answers, service, step, by, now) | _source_columns(edition) | {"set_aside_because": reasons}
        request, is_new = _create_once(values | {"idempotency_key": key}, key)
        if is_new:
            _record_asking(request, answers, step, by, now)
            links.store(request=request, secret=link_secrets.status_secret(form_secret), now=now)
            if not reasons:
                outgoing.received(request, now)
            RequestDraft.objects.filter(key_digest=key).delete()
        else:
            rate_limits.give_back_tries(*spent)  # the other tab's count
    return request


def take_request(
    answers: Answers, service: HealthcareService, channel: str, *, by: Actor, now: datetime, form_secret: str
) -> AppointmentRequest:
    """Stores what a patient told a member of staff, who has it at once; also while the form is closed to patients.

    They agreed to the privacy notice in the same way as they asked: the channel tells how. The same form secret makes
    one request. If they gave an address, the acknowledgement leaves. Raises StepNotAllowed.
    """
    key = form_key(form_secret)
    with transaction.atomic():
        stored = AppointmentRequest.objects.filter(idempotency_key=key).first()
        if stored is not None:
            return stored
        values = _columns(answers, service, Step.ASK, by, now) | {"channel": Channel(channel), "idempotency_key": key}
        request, is_new = _create_once(values, key)
        if is_new:
            _record_asking(request, answers, Step.ASK, by, now)
            outgoing.received(request, now)
            request = move(request, Step.CLAIM, by=by, now=now, **claim_fields(by.user, now))
    return request


def form_key(form_secret: str) -> str:
    """The digest of a form's secret, stored as idempotency_key: the same form makes one request."""
    return link_secrets.digest(form_secret)


def _source_columns(edition: Edition | None) -> dict:
    return {"source_topic": edition.topic, "source_edition": edition} if edition else {}


def _columns(answers: Answers, service: HealthcareService, step: Step, by: Actor, now: datetime) -> dict:
    status, promise_at = follow(step, None, by.role), promise_time_for(service, now, call_times=answers.call_times)
    return {
        **answers.columns(),
        "names_warning": names_something_serious(
            answers.reason, answers.access_note, answers.language, answers.phone.typed
        ),
        "service": service,
        "privacy_version": PRIVACY_NOTICE_VERSION,
        "consented_at": now,
        "status": status,
        "created_at": now,
        "promise_at": promise_at,
        "first_promise_at": promise_at,
        "owed_since": now if status == Status.NEW else None,
    }


def _create_once(values: dict, key: str) -> tuple[AppointmentRequest, bool]:
    """The new request, or the one another tab stored a moment ago; and whether it is new."""
    for _try in range(REFERENCE_TRIES):
        try:
            with transaction.atomic():
                return AppointmentRequest.objects.create(reference=references.new_reference(), **values), True
        except IntegrityError:
            stored = AppointmentRequest.objects.filter(idempotency_key=key).first()
            if stored is not None:
                return stored, False
    raise RuntimeError("No free reference was found.")


def _record_asking(request: AppointmentRequest, answers: Answers, step: Step, by: Actor, now: datetime) -> None:
    PreferredWindow.objects.bulk_create(
        PreferredWindow(request=request, rank=rank, day=day, part=part)
        for rank, (day, part) in enumerate(answers.windows, start=1)
    )
    record_event(request, step, by=by, now=now, first=True)
