"""A request in every status, brought there by the actions themselves; and the action that takes each step."""

from datetime import timedelta

from appointments.booking.actions import attendance, booking, claims, closing, contacts, offers
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.models import TimeOffer
from appointments.privacy.actions import erasure
from appointments.workflow import TRANSITIONS, Outcome, Step
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at

HOUR = timedelta(hours=1)
APPOINTMENT, ELSEWHEN = at(9), at(14)


# --- how a request gets to each status -------------------------------------------------------------------------------


def new(clinic):
    """Called three times in vain."""
    request = make_request(clinic.service)
    for minute in range(3):
        now = NOON + timedelta(minutes=minute)
        claims.claim(request, by=clinic.desk, now=now)
        contacts.attempt(request, outcome="no_answer", by=clinic.desk, now=now)
    return request


def in_progress(clinic):
    """Nobody's any more an hour later."""
    return claims.claim(new(clinic), by=clinic.desk, now=NOON)


def awaiting_patient(clinic):
    request = in_progress(clinic)
    offers.offer(request, times=[clinic.time(APPOINTMENT)], lasts=timedelta(days=2), by=clinic.desk, now=NOON)
    return request


def waiting_list(clinic):
    return closing.put_on_waiting_list(new(clinic), review_on=at(9).date(), by=clinic.desk, now=NOON)


def booked(clinic):
    return booking.book(in_progress(clinic), **clinic.place(APPOINTMENT), by=clinic.desk, now=NOON).request


def arrived(clinic):
    request = booked(clinic)
    attendance.arrive(appointment_of(request), by=clinic.desk, now=APPOINTMENT)
    return request


def cancel_pending(clinic):
    request = booked(clinic)
    booking.ask_cancel(appointment_of(request), by=PATIENT, now=NOON)
    return request


def quarantined(clinic):
    return make_request(clinic.service, patient_name="Call +1 800 555 0199")


def erased(clinic):
    """Withdrawn, and then erased."""
    return erasure.erase(new(clinic), by=SYSTEM, now=NOON)


def closed(outcome: Outcome):
    def make(clinic):
        if outcome in (Outcome.ATTENDED, Outcome.NO_SHOW, Outcome.CANCELLED):
            ending = {
                Outcome.ATTENDED: attendance.attend,
                Outcome.NO_SHOW: attendance.miss,
                Outcome.CANCELLED: booking.cancel,
            }
            request = booked(clinic)
            ending[outcome](appointment_of(request), by=clinic.desk, now=APPOINTMENT)
            return request
        if outcome == Outcome.SPAM:
            return closing.reject(quarantined(clinic), by=clinic.lead, now=NOON)
        step = next(row.step for row in TRANSITIONS if row.outcome == outcome)
        return ACTIONS[step](clinic, new(clinic), clinic.desk, NOON)

    return make


SITUATIONS = {
    "quarantined": quarantined,
    "new": new,
    "in_progress": in_progress,
    "awaiting_patient": awaiting_patient,
    "waiting_list": waiting_list,
    "booked": booked,
    "arrived": arrived,
    "cancel_pending": cancel_pending,
    "erased": erased,
} | {f"closed: {outcome}": closed(outcome) for outcome in Outcome}


# --- what does each step ---------------------------------------------------------------------------------------------


class NothingToDoItTo(Exception):
    """The action takes an appointment or an offer, and the request never had one."""


def appointment_of(request):
    appointment = request.appointments.select_related("request").order_by("pk").last()
    if appointment is None:
        raise NothingToDoItTo
    return appointment


def offer_of(request):
    offer = TimeOffer.objects.filter(request=request).order_by("pk").last()
    if offer is None:
        raise NothingToDoItTo
    return offer


def on_request(action, **more):
    return lambda clinic, request, by, now: action(request, by=by, now=now, **more)


def on_appointment(action, **more):
    return lambda clinic, request, by, now: action(appointment_of(request), by=by, now=now, **more)


ACTIONS = {
    Step.RELEASE: on_request(closing.release),
    Step.REJECT: on_request(closing.reject),
    Step.CLAIM: on_request(claims.claim),
    Step.TAKE_OVER: on_request(claims.take_over),
    Step.LET_GO: on_request(claims.let_go),
    Step.TRY_LATER: on_request(contacts.attempt, outcome="no_answer"),
    Step.OFFER: lambda clinic, request, by, now: offers.offer(
        request, times=[clinic.time(ELSEWHEN)], lasts=HOUR, by=by, now=now
    ),
    Step.ACCEPT: lambda clinic, request, by, now: offers.accept(
        offer_of(request), appointment=appointment_of(request), by=by, now=now
    ),
    Step.NONE_SUITS: lambda clinic, request, by, now: offers.none_suits(offer_of(request), by=by, now=now),
    Step.TAKE_BACK_OFFER: lambda clinic, request, by, now: offers.take_back(offer_of(request), by=by, now=now),
    Step.BOOK: lambda clinic, request, by, now: booking.book(request, **clinic.place(ELSEWHEN), by=by, now=now),
    Step.MOVE: lambda clinic, request, by, now: booking.move_appointment(
        appointment_of(request), **clinic.place(ELSEWHEN), by=by, now=now
    ),
    Step.ARRIVE: on_appointment(attendance.arrive),
    Step.NOT_ARRIVED: on_appointment(attendance.not_arrived),
    Step.ATTEND: on_appointment(attendance.attend),
    Step.MISS: on_appointment(attendance.miss),
    Step.NOT_MISSED: on_appointment(attendance.not_missed),
    Step.ASK_CANCEL: on_appointment(booking.ask_cancel),
    Step.KEEP: on_appointment(booking.keep),
    Step.CANCEL: on_appointment(booking.cancel),
    Step.CANCEL_BY_CLINIC: on_appointment(booking.cancel_by_clinic, reason="clinic"),
    Step.WAIT: on_request(closing.put_on_waiting_list, review_on=at(9).date()),
    Step.CALL_UP: on_request(closing.call_up),
    Step.DECLINE: on_request(closing.decline, because="referral", public_answer="Ask your own doctor for a letter."),
    Step.WITHDRAW: on_request(closing.withdraw),
    Step.GIVE_UP: on_request(closing.give_up),
    Step.MERGE: lambda clinic, request, by, now: closing.merge(
        request, into=make_request(clinic.service), by=by, now=now
    ),
    Step.REOPEN: on_request(closing.reopen),
}
