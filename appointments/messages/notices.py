"""What each message is made from: today's state of a request, an offer or a visit; None where it no longer holds.

Reads only, and knows no channel: the mail, the text and the words for the phone are all told from the same facts. They
hold nothing the sender typed, not even a name: the address may be a stranger's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from appointments.lifecycle.story import moment_in_words, span_in_words
from appointments.messages import reminder_times
from appointments.models import Appointment, AppointmentRequest, TimeOffer
from appointments.models.appointment import AppointmentStatus, CancellationReason
from appointments.workflow import OPEN_STATUSES, QUEUED_STATUSES, Outcome, Status, Step
from portal.message_kinds import NotYet

MINUTE = timedelta(minutes=1)
LOOK_AGAIN = timedelta(minutes=1)  # while a patient may still take their cancelling back
TOLD = Q(request__events__step__in=[Step.BOOK, Step.ACCEPT, Step.MOVE])
BY_CLINIC = (CancellationReason.CLINIC, CancellationReason.LEAVE, CancellationReason.DUPLICATE)


@dataclass(frozen=True)
class Notice:
    """A message that holds: whom it is for, and the facts for its templates."""

    request: AppointmentRequest
    facts: dict


def _notice(request: AppointmentRequest, **facts) -> Notice:
    common = {"reference": request.spoken_reference, "discreet": request.discreet}
    return Notice(request, common | facts)


# --- about a request -------------------------------------------------------------------------------------------------


def _request(pk: int, **which) -> AppointmentRequest | None:
    return AppointmentRequest.objects.filter(pk=pk, **which).first()


def received(request_id: int, now: datetime) -> Notice | None:
    """We have the request, and call by the promised moment."""
    request = _request(request_id, status__in=QUEUED_STATUSES)
    return request and _notice(request, promise=moment_in_words(request.promise_at))


def declined(request_id: int, now: datetime) -> Notice | None:
    """We cannot offer this, and what to do instead, in the clinic's own words."""
    request = _request(request_id, status=Status.CLOSED, outcome=Outcome.DECLINED)
    return request and _notice(request, answer=request.public_answer)


def promise_broken(request_id: int, now: datetime) -> Notice | None:
    """We are late; by when we call now, if that is known."""
    request = _request(request_id, status__in=QUEUED_STATUSES)
    if request is None:
        return None
    return _notice(request, promise=moment_in_words(request.promise_at) if request.promise_at > now else "")


def new_link(request_id: int, now: datetime) -> Notice | None:
    """Somebody who holds the reference asked for a new link."""
    request = AppointmentRequest.objects.filter(pk=request_id).exclude(
        Q(status__in=[Status.QUARANTINED, Status.ERASED]) | Q(outcome=Outcome.SPAM)
    )
    request = request.first()
    return request and _notice(request)


def erased(request_id: int, now: datetime) -> Notice | None:
    """Everything that was told us is gone."""
    request = _request(request_id, status=Status.ERASED)
    return request and _notice(request)


# --- about an offer --------------------------------------------------------------------------------------------------


def offered(offer_id: int, now: datetime) -> Notice | None:
    """One to three times are held until the offer ends: for a visit, or earlier than the one that is booked."""
    offer = TimeOffer.objects.select_related("request").filter(pk=offer_id, answer="", expires_at__gt=now).first()
    if offer is None or offer.request.status not in (Status.AWAITING_PATIENT, Status.BOOKED):
        return None
    earlier = offer.request.status == Status.BOOKED
    held = offer.times.filter(status=AppointmentStatus.PENDING, starts_at__gt=now)
    times = [visit_in_words(time) for time in held.select_related("practitioner", "location").order_by("starts_at")]
    until = moment_in_words(offer.expires_at)
    return _notice(offer.request, times=times, until=until, earlier=earlier) if times else None


# --- about a visit ---------------------------------------------------------------------------------------------------


def visits() -> QuerySet:
    """Visits with what is told of them, and since when their patients know the time (`told_at`)."""
    found = Appointment.objects.select_related("request", "practitioner", "location")
    return found.annotate(told_at=Max("request__events__at", filter=TOLD))


def coming(visit_id: int, now: datetime) -> Notice | None:
    """A visit is booked, or has another time; and whether a reminder follows. Raises NotYet while it is uncertain."""
    visit = _upcoming(visit_id, now)
    if visit is None:
        return None
    leads, zone = settings.REMINDER_HOURS, timezone.get_default_timezone()
    reminded = reminder_times.is_still_to_come(visit.starts_at, told_at=visit.told_at or now, leads=leads, zone=zone)
    return _notice(visit.request, visit=visit_in_words(visit), reminded=reminded, reminders=bool(leads))


def reminder(visit_id: int, now: datetime) -> Notice | None:
    """A visit is near. Raises NotYet while it is uncertain."""
    visit = _upcoming(visit_id, now)
    if visit is None or lead_due(visit, now) is None:
        return None
    minutes = int((visit.ends_at - visit.starts_at) / MINUTE)
    return _notice(visit.request, visit=visit_in_words(visit), minutes=minutes)


def lead_due(visit: Appointment, now: datetime) -> int | None:
    """The lead whose reminder of this visit, one of visits(), is to be sent now; None if there is none."""
    if visit.told_at is None:
        return None
    leads, zone = settings.REMINDER_HOURS, timezone.get_default_timezone()
    return reminder_times.lead_due(visit.starts_at, told_at=visit.told_at, now=now, leads=leads, zone=zone)


def cancelled_by_patient(visit_id: int, now: datetime) -> Notice | None:
    """The visit is cancelled, as the patient wanted."""
    return _cancelled(visit_id, [CancellationReason.PATIENT])


def cancelled_by_clinic(visit_id: int, now: datetime) -> Notice | None:
    """We cannot keep the visit; by when we call about another, if the request waits for that."""
    return _cancelled(visit_id, BY_CLINIC)


def _upcoming(visit_id: int, now: datetime) -> Appointment | None:
    visit = visits().filter(pk=visit_id, status=AppointmentStatus.BOOKED, starts_at__gt=now).first()
    if visit is None:
        return None
    if visit.request.status == Status.CANCEL_PENDING:
        raise NotYet(now + LOOK_AGAIN)
    return visit if visit.request.status == Status.BOOKED else None


def _cancelled(visit_id: int, reasons) -> Notice | None:
    found = visits().filter(pk=visit_id, status=AppointmentStatus.CANCELLED, cancellation_reason__in=reasons)
    visit = found.exclude(request__status=Status.ERASED).first()
    if visit is None:
        return None
    waits = visit.request.status in QUEUED_STATUSES
    promise = moment_in_words(visit.request.promise_at) if waits else ""
    is_open = visit.request.status in OPEN_STATUSES
    return _notice(visit.request, visit=visit_in_words(visit), promise=promise, is_open=is_open)


def visit_in_words(visit: Appointment) -> dict:
    """Day, time with its zone, place and with whom. Clinic time. `short`: for texts, whose alphabet is English."""
    local = localtime(visit.starts_at)
    with translation.override("en-gb"):
        short = f"{date_format(local, 'D j M, H:i')} ({local.tzname()})"
    return {
        "day": date_format(local, "l j F Y"),
        "time": span_in_words(visit),
        "place": ", ".join(filter(None, [visit.location.name, *visit.location.address.splitlines()])),
        "step_free": visit.location.step_free,
        "where": visit.location.name,
        "who": visit.practitioner.name,
        "short": short,
    }
