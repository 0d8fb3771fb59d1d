"""The messages this app sends: their names, and what each is made from when it leaves.

One function makes the content of each, from the key of a request, an offer or an appointment, and returns None where
the message no longer holds.

The same content fills the e-mail, the text message and the words for the phone (templates/appointments/email, sms and
phone). It holds nothing the sender typed, not even a name: the address may be a stranger's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

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
from portal.lib.text import isolated_in_rtl
from portal.message_kinds import NotYet

MINUTE = timedelta(minutes=1)
RECHECK_AFTER = timedelta(minutes=1)  # while a patient may still undo their cancelling
LOOK_AGAIN_AFTER = timedelta(minutes=30)  # while leave or a closure stands against the time
TIME_GIVEN = Q(request__events__step__in=[Step.BOOK, Step.ACCEPT, Step.MOVE])
CLINIC_REASONS = (CancellationReason.CLINIC, CancellationReason.LEAVE, CancellationReason.DUPLICATE)


class MessageName(StrEnum):
    """Values are stored in OutboundMessage.name and never change."""

    RECEIVED = "appointments.received"
    OFFERED = "appointments.offered"
    BOOKED = "appointments.booked"
    MOVED = "appointments.moved"
    CANCELLED = "appointments.cancelled"
    CANCELLED_BY_CLINIC = "appointments.cancelled_by_clinic"
    REMINDER = "appointments.reminder"
    REMINDER_BY_TEXT = "appointments.reminder_by_text"
    DECLINED = "appointments.declined"
    PROMISE_BROKEN = "appointments.promise_broken"
    NEW_LINK = "appointments.new_link"
    ERASED = "appointments.erased"


@dataclass(frozen=True)
class MessageContent:
    """A message that holds: the request it is about, and the context for its templates."""

    request: AppointmentRequest
    context: dict


MakeContent = Callable[[int, datetime], MessageContent | None]  # from the key of its subject, and now


def _content(request: AppointmentRequest, **context) -> MessageContent:
    common = {"reference": isolated_in_rtl(request.spoken_reference), "discreet": request.discreet}
    return MessageContent(request, common | context)


# --- about a request -------------------------------------------------------------------------------------------------


def _request(pk: int, **filters) -> AppointmentRequest | None:
    return AppointmentRequest.objects.filter(pk=pk, **filters).first()


def received(request_id: int, now: datetime) -> MessageContent | None:
    """The request has arrived; by when the clinic calls, "" if that has passed. Holds while it waits for the desk."""
    request = _request(request_id, status__in=QUEUED_STATUSES)
    return request and _content(request, promise=_promise_ahead(request, now))


def _promise_ahead(request: AppointmentRequest, now: datetime) -> str:
    return day_and_time_with_zone(request.promise_at) if request.promise_at > now else ""


def declined(request_id: int, now: datetime) -> MessageContent | None:
    """The request is declined; what to do instead, in the clinic's own words."""
    request = _request(request_id, status=Status.CLOSED, outcome=Outcome.DECLINED)
    return request and _content(request, answer=request.public_answer)


def promise_broken(request_id: int, now: datetime) -> MessageContent | None:
    """The answer is late; by when the clinic calls now, "" if that moment has passed, too."""
    request = _request(request_id, status__in=QUEUED_STATUSES)
    if request is None:
        return None
    return _content(request, promise=_promise_ahead(request, now))


def new_link(request_id: int, now: datetime) -> MessageContent | None:
    """A new link was asked for. Does not hold for what is set aside, spam or erased."""
    request = AppointmentRequest.objects.filter(pk=request_id).exclude(
        Q(status__in=[Status.QUARANTINED, Status.ERASED]) | Q(outcome=Outcome.SPAM)
    )
    request = request.first()
    return request and _content(request)


def erased(request_id: int, now: datetime) -> MessageContent | None:
    """The request is erased."""
    request = _request(request_id, status=Status.ERASED)
    return request and _content(request)


# --- about an offer --------------------------------------------------------------------------------------------------


def offered(offer_id: int, now: datetime) -> MessageContent | None:
    """Up to three times are held, and until when the last of them is.

    `earlier`: an appointment is booked already and stands; `lost`: the one that is booked and cannot be kept, or None.
    Holds while the offer is open and one of its times is still ahead, and in neither leave nor a closure.
    """
    offer = TimeOffer.objects.select_related("request").filter(pk=offer_id, answer="", expires_at__gt=now).first()
    if offer is None or offer.request.status not in (Status.AWAITING_PATIENT, Status.BOOKED):
        return None
    held = offer.times.filter(status=AppointmentStatus.PENDING, starts_at__gt=now)
    held = held.with_absence().filter(absence__isnull=True).select_related("practitioner", "location")
    times = list(held.order_by("starts_at"))
    if not times:
        return None
    lost = appointment_that_cannot_be_kept(offer.request)
    return _content(
        offer.request,
        times=[appointment_in_words(time) for time in times],
        until=day_and_time_with_zone(max(time.hold_expires_at for time in times)),
        earlier=offer.request.status == Status.BOOKED and lost is None,
        lost=appointment_in_words(lost) if lost else None,
    )


def appointment_that_cannot_be_kept(request: AppointmentRequest) -> Appointment | None:
    """The booked appointment, if leave or a closure stands against it."""
    booked = Appointment.objects.filter(request=request, status=AppointmentStatus.BOOKED).with_absence()
    return booked.filter(absence__isnull=False).select_related("practitioner", "location").first()


# --- about an appointment ---------------------------------------------------------------------------------------------


def appointments_with_informed_at() -> QuerySet[Appointment]:
    """All appointments, annotated with `informed_at`: when their patients last were given a time, None if never."""
    found = Appointment.objects.select_related("request", "practitioner", "location")
    return found.annotate(informed_at=Max("request__events__at", filter=TIME_GIVEN))


def booked_or_moved(appointment_id: int, now: datetime) -> MessageContent | None:
    """An appointment is booked, or has another time; whether a reminder follows.

    Raises NotYet while the patient may still undo their cancelling, and while leave or a closure stands against it.
    """
    appointment = _upcoming(appointment_id, now)
    if appointment is None:
        return None
    leads, zone = settings.REMINDER_HOURS, timezone.get_default_timezone()
    reminded = reminder_times.will_be_reminded(
        appointment.starts_at,
        informed_at=appointment.informed_at or now,
        leads=leads,
        zone=zone,
        by_text=not appointment.request.email,
    )
    return _content(
        appointment.request, appointment=appointment_in_words(appointment), reminded=reminded, reminders=bool(leads)
    )


def reminder(appointment_id: int, now: datetime) -> MessageContent | None:
    """An appointment is near; how many minutes it takes.

    Raises NotYet while the patient may undo their cancelling, and while leave or a closure stands against it.
    """
    appointment = _upcoming(appointment_id, now)
    if appointment is None or reminder_lead_due(appointment, now) is None:
        return None
    minutes = int((appointment.ends_at - appointment.starts_at) / MINUTE)
    return _content(appointment.request, appointment=appointment_in_words(appointment), minutes=minutes)


def reminder_by_text(appointment_id: int, now: datetime) -> MessageContent | None:
    """As reminder(). Raises NotYet at night, too: a text message that was held up wakes nobody."""
    made = reminder(appointment_id, now)
    morning = reminder_times.night_ends_at(now, timezone.get_default_timezone())
    if made is not None and morning is not None:
        raise NotYet(morning)
    return made


def reminder_lead_due(appointment: Appointment, now: datetime) -> int | None:
    """How many hours before the appointment the reminder stands that is due now; None if none is.

    `appointment`: one of appointments_with_informed_at().
    """
    if appointment.informed_at is None:
        return None
    leads, zone = settings.REMINDER_HOURS, timezone.get_default_timezone()
    return reminder_times.lead_due(
        appointment.starts_at,
        informed_at=appointment.informed_at,
        now=now,
        leads=leads,
        zone=zone,
        by_text=not appointment.request.email,
    )


def cancelled_by_patient(appointment_id: int, now: datetime) -> MessageContent | None:
    """The appointment is cancelled, as the patient asked."""
    return _cancelled(appointment_id, [CancellationReason.PATIENT])


def cancelled_by_clinic(appointment_id: int, now: datetime) -> MessageContent | None:
    """The clinic cannot keep the appointment; by when it calls about another, "" if the request does not wait."""
    return _cancelled(appointment_id, CLINIC_REASONS)


def _upcoming(appointment_id: int, now: datetime) -> Appointment | None:
    appointment = (
        appointments_with_informed_at()
        .with_absence()
        .filter(pk=appointment_id, status=AppointmentStatus.BOOKED, starts_at__gt=now)
        .first()
    )
    if appointment is None:
        return None
    if appointment.request.status == Status.CANCEL_PENDING:
        raise NotYet(now + RECHECK_AFTER)
    if appointment.request.status == Status.BOOKED and appointment.absence:
        raise NotYet(now + LOOK_AGAIN_AFTER)  # the absence is taken out, or the desk moves or cancels the appointment
    return appointment if appointment.request.status == Status.BOOKED else None


def _cancelled(appointment_id: int, reasons) -> MessageContent | None:
    found = appointments_with_informed_at().filter(
        pk=appointment_id, status=AppointmentStatus.CANCELLED, cancellation_reason__in=reasons
    )
    appointment = found.exclude(request__status=Status.ERASED).first()
    if appointment is None:
        return None
    waits = appointment.request.status in QUEUED_STATUSES
    promise = day_and_time_with_zone(appointment.request.promise_at) if waits else ""
    is_open = appointment.request.status in OPEN_STATUSES
    return _content(
        appointment.request, appointment=appointment_in_words(appointment), promise=promise, is_open=is_open
    )


def appointment_in_words(appointment: Appointment) -> dict:
    """Day, time with its zone, place and practitioner, in clinic time. `short`: in English, for text messages."""
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
