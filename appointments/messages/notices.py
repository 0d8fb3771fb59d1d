"""What each message is made from: today's state of a request, an offer or an appointment; None where it no longer
holds.

Reads only, and knows no channel: the mail, the text and the words for the phone are all told from the same facts. They
hold nothing the sender typed, not even a name: the address may be a stranger's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone, translation
from django.utils.timezone import localdate

from appointments.date_words import (
    clock_time_range_with_zone,
    day_and_time_with_zone,
    long_day,
    short_day_and_time_with_zone,
)
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
    return request and _notice(request, promise=day_and_time_with_zone(request.promise_at))


def declined(request_id: int, now: datetime) -> Notice | None:
    """We cannot offer this, and what to do instead, in the clinic's own words."""
    request = _request(request_id, status=Status.CLOSED, outcome=Outcome.DECLINED)
    return request and _notice(request, answer=request.public_answer)


def promise_broken(request_id: int, now: datetime) -> Notice | None:
    """We are late; by when we call now, if that is known."""
    request = _request(request_id, status__in=QUEUED_STATUSES)
    if request is None:
        return None
    return _notice(request, promise=day_and_time_with_zone(request.promise_at) if request.promise_at > now else "")


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
    """One to three times are held until the offer ends: for an appointment, or earlier than the one that is booked."""
    offer = TimeOffer.objects.select_related("request").filter(pk=offer_id, answer="", expires_at__gt=now).first()
    if offer is None or offer.request.status not in (Status.AWAITING_PATIENT, Status.BOOKED):
        return None
    earlier = offer.request.status == Status.BOOKED
    held = offer.times.filter(status=AppointmentStatus.PENDING, starts_at__gt=now)
    times = [
        appointment_in_words(time) for time in held.select_related("practitioner", "location").order_by("starts_at")
    ]
    until = day_and_time_with_zone(offer.expires_at)
    return _notice(offer.request, times=times, until=until, earlier=earlier) if times else None


# --- about an appointment ---------------------------------------------------------------------------------------------


def appointments() -> QuerySet:
    """Appointments with what is told of them, and since when their patients know the time (`told_at`)."""
    found = Appointment.objects.select_related("request", "practitioner", "location")
    return found.annotate(told_at=Max("request__events__at", filter=TOLD))


def coming(appointment_id: int, now: datetime) -> Notice | None:
    """An appointment is booked, or has another time; and whether a reminder follows. Raises NotYet while it is
    uncertain."""
    appointment = _upcoming(appointment_id, now)
    if appointment is None:
        return None
    leads, zone = settings.REMINDER_HOURS, timezone.get_default_timezone()
    reminded = reminder_times.is_still_to_come(
        appointment.starts_at, told_at=appointment.told_at or now, leads=leads, zone=zone
    )
    return _notice(
        appointment.request, appointment=appointment_in_words(appointment), reminded=reminded, reminders=bool(leads)
    )


def reminder(appointment_id: int, now: datetime) -> Notice | None:
    """An appointment is near. Raises NotYet while it is uncertain."""
    appointment = _upcoming(appointment_id, now)
    if appointment is None or lead_due(appointment, now) is None:
        return None
    minutes = int((appointment.ends_at - appointment.starts_at) / MINUTE)
    return _notice(appointment.request, appointment=appointment_in_words(appointment), minutes=minutes)


def lead_due(appointment: Appointment, now: datetime) -> int | None:
    """The lead whose reminder of this appointment, one of appointments(), is to be sent now; None if there is none."""
    if appointment.told_at is None:
        return None
    leads, zone = settings.REMINDER_HOURS, timezone.get_default_timezone()
    return reminder_times.lead_due(appointment.starts_at, told_at=appointment.told_at, now=now, leads=leads, zone=zone)


def cancelled_by_patient(appointment_id: int, now: datetime) -> Notice | None:
    """The appointment is cancelled, as the patient wanted."""
    return _cancelled(appointment_id, [CancellationReason.PATIENT])


def cancelled_by_clinic(appointment_id: int, now: datetime) -> Notice | None:
    """We cannot keep the appointment; by when we call about another, if the request waits for that."""
    return _cancelled(appointment_id, BY_CLINIC)


def _upcoming(appointment_id: int, now: datetime) -> Appointment | None:
    appointment = appointments().filter(pk=appointment_id, status=AppointmentStatus.BOOKED, starts_at__gt=now).first()
    if appointment is None:
        return None
    if appointment.request.status == Status.CANCEL_PENDING:
        raise NotYet(now + LOOK_AGAIN)
    return appointment if appointment.request.status == Status.BOOKED else None


def _cancelled(appointment_id: int, reasons) -> Notice | None:
    found = appointments().filter(
        pk=appointment_id, status=AppointmentStatus.CANCELLED, cancellation_reason__in=reasons
    )
    appointment = found.exclude(request__status=Status.ERASED).first()
    if appointment is None:
        return None
    waits = appointment.request.status in QUEUED_STATUSES
    promise = day_and_time_with_zone(appointment.request.promise_at) if waits else ""
    is_open = appointment.request.status in OPEN_STATUSES
    return _notice(appointment.request, appointment=appointment_in_words(appointment), promise=promise, is_open=is_open)


def appointment_in_words(appointment: Appointment) -> dict:
    """Day, time with its zone, place and with whom. Clinic time. `short`: for texts, whose alphabet is English."""
    with translation.override("en-gb"):
        short = short_day_and_time_with_zone(appointment.starts_at)
    return {
        "day": long_day(localdate(appointment.starts_at)),
        "time": clock_time_range_with_zone(appointment.starts_at, appointment.ends_at),
        "place": ", ".join(filter(None, [appointment.location.name, *appointment.location.address.splitlines()])),
        "step_free": appointment.location.step_free,
        "where": appointment.location.name,
        "who": appointment.practitioner.name,
        "short": short,
    }
