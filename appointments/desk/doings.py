"""What can be done to a request at the desk: for each step its form and the one action it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from appointments.booking.actions import booking, claims, closing, contacts, offers
from appointments.desk.forms import requests, times
from appointments.messages.actions import phone_tasks
from appointments.models import Appointment, AppointmentRequest
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.waitlist import actions
from appointments.workflow import Step, StepNotAllowed, row_for


@dataclass(frozen=True)
class Doing:
    """`do(asked, answers, by=, now=, based_on=)` calls the action. `leaves`: one is done with the request then."""

    do: Callable
    form: type[forms.Form] = requests.DeskForm
    leaves: bool = False


def appointment_of(asked: AppointmentRequest, step: Step, by, *statuses) -> Appointment:
    """The appointment a step is about. Raises StepNotAllowed if the request has none in these statuses (LIVE by
    default)."""
    appointments = asked.appointments.select_related("request__service__specialty", "practitioner", "location")
    appointment = appointments.filter(status__in=statuses or LIVE).order_by("-pk").first()
    if appointment is None:
        row_for(step, asked.status, by.role, asked.outcome)  # says what stands in the way, if the table knows
        raise StepNotAllowed(_("“%(step)s”: this request has no such appointment.") % {"step": step.label})
    return appointment


def open_offer(asked: AppointmentRequest, step: Step, by):
    """The offer the patient has not answered yet. Raises StepNotAllowed if there is none."""
    offer = asked.offers.filter(answer="").first()
    if offer is None:
        row_for(step, asked.status, by.role, asked.outcome)
        raise StepNotAllowed(_("“%(step)s”: nothing is offered at the moment.") % {"step": step.label})
    return offer


def _on_appointment(action: Callable, step: Step, *statuses) -> Callable:
    def do(asked, answers, *, by, now, based_on):
        return action(appointment_of(asked, step, by, *statuses), by=by, now=now, based_on=based_on)

    return do


def _plain(action: Callable, *names: str) -> Callable:
    """An action on the request that takes these answers by their names."""

    def do(asked, answers, *, by, now, based_on):
        return action(asked, **{name: answers[name] for name in names}, by=by, now=now, based_on=based_on)

    return do


def _claim(asked, answers, **how):
    return claims.claim(asked, **how)


def _note(asked, answers, *, by, now, based_on):
    return contacts.write_note(asked, text=answers["text"], by=by, now=now)  # two notes never stand in each other's way


def _tell(asked, answers, *, by, now, based_on):
    task = asked.phone_tasks.select_related("request").filter(pk=answers["call"]).first()
    if task is None or not phone_tasks.mark_done(task, by=by, now=now):
        raise StepNotAllowed(_("This call was made already, or is not needed any more."))
    return task


def _merge(asked, answers, *, by, now, based_on):
    other = AppointmentRequest.objects.visible_to(by, now).filter(reference=answers["into"]).first()
    if other is None:
        raise closing.NotASurvivor(_("There is no open request with this reference."))
    return closing.merge(asked, into=other, by=by, now=now, based_on=based_on)


def _book(asked, answers, *, by, now, based_on):
    practitioner, location, starts_at = answers["time"]
    return booking.book(
        asked,
        practitioner=practitioner,
        location=location,
        starts_at=starts_at,
        by=by,
        now=now,
        based_on=based_on,
        overbook_reason=answers.get("overbook_reason", ""),
    )


def _move(asked, answers, *, by, now, based_on):
    practitioner, location, starts_at = answers["time"]
    return booking.move_appointment(
        appointment_of(asked, Step.MOVE, by),
        practitioner=practitioner,
        location=location,
        starts_at=starts_at,
        by=by,
        now=now,
        based_on=based_on,
        overbook_reason=answers.get("overbook_reason", ""),
    )


def _offer(asked, answers, **how):
    return offers.offer(asked, times=answers["times"], lasts=answers["lasts"], **how)


def _accept(asked, answers, *, by, now, based_on):
    offer = open_offer(asked, Step.ACCEPT, by)
    held = offer.times.filter(pk=answers["held"]).first()
    if held is None:
        raise offers.OfferOver(offer, _("This time is not held for this request."))
    return offers.accept(offer, appointment=held, by=by, now=now)


def _none_suits(asked, answers, *, by, now, based_on):
    return offers.none_suits(open_offer(asked, Step.NONE_SUITS, by), by=by, now=now)


def _take_back(asked, answers, *, by, now, based_on):
    return offers.take_back(open_offer(asked, Step.TAKE_BACK_OFFER, by), by=by, now=now)


def _keep(asked, answers, *, by, now, based_on):
    return booking.keep(appointment_of(asked, Step.KEEP, by), by=by, now=now)


def _cancel_by_clinic(asked, answers, **how):
    appointment = appointment_of(asked, Step.CANCEL_BY_CLINIC, how["by"])
    return booking.cancel_by_clinic(appointment, reason=answers["reason"], note=answers["note"], **how)


BOOKED, ARRIVED = AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED
DOINGS = {
    Step.CLAIM: Doing(_claim),
    Step.TAKE_OVER: Doing(_plain(claims.take_over)),
    Step.LET_GO: Doing(_plain(claims.let_go), leaves=True),
    Step.ATTEMPT: Doing(_plain(contacts.attempt, "outcome"), requests.AttemptForm),
    Step.CORRECT: Doing(_plain(contacts.correct_phone, "phone"), requests.PhoneForm),
    Step.DISCRETION: Doing(_plain(contacts.set_discreet, "discreet"), requests.DiscretionForm),
    Step.TELL: Doing(_tell, requests.TellForm),
    Step.NOTE: Doing(_note, requests.NoteForm),
    Step.BOOK: Doing(_book, times.FreeTimeForm),
    Step.MOVE: Doing(_move, times.FreeTimeForm),
    Step.OFFER: Doing(_offer, times.OfferForm),
    Step.ACCEPT: Doing(_accept, times.HeldTimeForm),
    Step.NONE_SUITS: Doing(_none_suits),
    Step.TAKE_BACK_OFFER: Doing(_take_back),
    Step.KEEP: Doing(_keep),
    Step.ARRIVE: Doing(_on_appointment(booking.arrive, Step.ARRIVE, BOOKED)),
    Step.NOT_ARRIVED: Doing(_on_appointment(booking.not_arrived, Step.NOT_ARRIVED, ARRIVED)),
    Step.ATTEND: Doing(_on_appointment(booking.attend, Step.ATTEND)),
    Step.MISS: Doing(_on_appointment(booking.miss, Step.MISS, BOOKED)),
    Step.NOT_MISSED: Doing(_on_appointment(booking.not_missed, Step.NOT_MISSED, AppointmentStatus.NO_SHOW)),
    Step.CANCEL: Doing(_on_appointment(booking.cancel, Step.CANCEL)),
    Step.CANCEL_BY_CLINIC: Doing(_cancel_by_clinic, requests.CancelByClinicForm),
    Step.WAIT: Doing(_plain(closing.put_on_waiting_list, "review_on", "notice_hours"), requests.WaitForm),
    Step.CALL_UP: Doing(_plain(closing.call_up)),
    Step.WANT_EARLIER: Doing(_plain(actions.want_earlier, "notice_hours"), requests.EarlierForm),
    Step.NOT_EARLIER: Doing(_plain(actions.not_earlier)),
    Step.DECLINE: Doing(_plain(closing.decline, "because", "public_answer"), requests.DeclineForm),
    Step.WITHDRAW: Doing(_plain(closing.withdraw)),
    Step.GIVE_UP: Doing(_plain(closing.give_up)),
    Step.MERGE: Doing(_merge, requests.MergeForm),
    Step.REOPEN: Doing(_plain(closing.reopen)),
    Step.RELEASE: Doing(_plain(closing.release)),
    Step.REJECT: Doing(_plain(closing.reject)),
}
OF_THE_DAY = {  # the appointment's own status decides which steps make sense; the likely ones come first
    Step.ARRIVE: {BOOKED},
    Step.ATTEND: {BOOKED, ARRIVED},
    Step.MISS: {BOOKED},
    Step.NOT_ARRIVED: {ARRIVED},
    Step.NOT_MISSED: {AppointmentStatus.NO_SHOW},
}
AFTER_THE_START = {Step.ATTEND, Step.MISS}


def fits_the_day(step: Step, appointment: Appointment | None, now: datetime) -> bool:
    """Whether a step of the day makes sense for this appointment; every other step does."""
    if step not in OF_THE_DAY:
        return True
    return (
        appointment is not None
        and appointment.status in OF_THE_DAY[step]
        and (step not in AFTER_THE_START or appointment.starts_at <= now)
    )
