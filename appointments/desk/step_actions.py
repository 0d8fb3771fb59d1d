"""The actions of the desk's steps, each called in the same way: with the request and what was filled in.

Each takes the request, the cleaned data of the step's form, `by=`, `now=` and `based_on=`, the version of the request
that was shown. Each raises Refused, in the class of the action it calls, if nothing was done.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from appointments.booking.actions import booking, closing, contacts, offers
from appointments.lifecycle.actor import Actor
from appointments.messages.actions import phone_tasks
from appointments.models import Appointment, AppointmentRequest, PhoneTask, TimeOffer
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.workflow import Step, StepNotAllowed, row_for


def on_request(action: Callable, *answer_names: str) -> Callable:
    """An action on the request that takes these answers of the form by their names."""

    def act(request, answers, *, by, now, based_on):
        return action(request, **{name: answers[name] for name in answer_names}, by=by, now=now, based_on=based_on)

    return act


def on_appointment(action: Callable, step: Step, *statuses: AppointmentStatus) -> Callable:
    """An action on the request's appointment."""

    def act(request, answers, *, by, now, based_on):
        return action(appointment_for(request, step, by, *statuses), by=by, now=now, based_on=based_on)

    return act


def appointment_for(request: AppointmentRequest, step: Step, by: Actor, *statuses: AppointmentStatus) -> Appointment:
    """The latest appointment of the request in these statuses, LIVE if none are given. Raises StepNotAllowed."""
    appointments = request.appointments.select_related("request__service__specialty", "practitioner", "location")
    appointment = appointments.filter(status__in=statuses or LIVE).order_by("-pk").first()
    if appointment is None:
        row_for(step, request.status, by.role, request.outcome)  # its refusal is clearer, if the table has one
        raise StepNotAllowed(_("“%(step)s”: this request has no such appointment.") % {"step": step.label})
    return appointment


def open_offer(request: AppointmentRequest, step: Step, by: Actor) -> TimeOffer:
    """The offer the patient has not answered yet. Raises StepNotAllowed if there is none."""
    offer = request.offers.filter(answer="").first()
    if offer is None:
        row_for(step, request.status, by.role, request.outcome)
        raise StepNotAllowed(_("“%(step)s”: nothing is offered at the moment.") % {"step": step.label})
    return offer


def write_note(request, answers, *, by, now, based_on):
    # Without `based_on`: a note is stored whatever was changed meanwhile.
    return contacts.write_note(request, text=answers["text"], by=by, now=now)


def tell(request, answers, *, by, now, based_on) -> PhoneTask:
    task = request.phone_tasks.select_related("request").filter(pk=answers["call"]).first()
    if task is None or not phone_tasks.mark_done(task, by=by, now=now):
        raise StepNotAllowed(_("This call was made already, or is not needed any more."))
    return task


def merge(request, answers, *, by, now, based_on):
    other = AppointmentRequest.objects.visible_to(by, now).filter(reference=answers["into"]).first()
    if other is None:
        raise closing.NotASurvivor(_("There is no open request with this reference."))
    return closing.merge(request, into=other, by=by, now=now, based_on=based_on)


def _time_chosen(answers) -> dict:
    practitioner, location, starts_at = answers["time"]
    reason = answers.get("overbook_reason", "")
    return {"practitioner": practitioner, "location": location, "starts_at": starts_at, "overbook_reason": reason}


def book(request, answers, *, by, now, based_on):
    return booking.book(request, **_time_chosen(answers), by=by, now=now, based_on=based_on)


def move(request, answers, *, by, now, based_on):
    appointment = appointment_for(request, Step.MOVE, by)
    return booking.move_appointment(appointment, **_time_chosen(answers), by=by, now=now, based_on=based_on)


def accept(request, answers, *, by, now, based_on):
    offer = open_offer(request, Step.ACCEPT, by)
    held = offer.times.filter(pk=answers["held"]).first()
    if held is None:
        raise offers.OfferOver(offer, _("This time is not held for this request."))
    return offers.accept(offer, appointment=held, by=by, now=now)


def none_suits(request, answers, *, by, now, based_on):
    return offers.none_suits(open_offer(request, Step.NONE_SUITS, by), by=by, now=now)


def take_back_offer(request, answers, *, by, now, based_on):
    return offers.take_back(open_offer(request, Step.TAKE_BACK_OFFER, by), by=by, now=now)


def keep(request, answers, *, by, now, based_on):
    return booking.keep(appointment_for(request, Step.KEEP, by), by=by, now=now)


def cancel_by_clinic(request, answers, *, by, now, based_on):
    appointment = appointment_for(request, Step.CANCEL_BY_CLINIC, by)
    why = {"reason": answers["reason"], "note": answers["note"]}
    return booking.cancel_by_clinic(appointment, **why, by=by, now=now, based_on=based_on)
