"""Reaching patients: every attempt is kept, the next one is planned, what colleagues should know is written down."""

from datetime import datetime

from django.db import transaction

from appointments.booking.actions.texts import UnusableText, said
from appointments.choices import ContactOutcome
from appointments.lifecycle.actions.move import move, note_answer, remark
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, ContactAttempt, DeskNote
from appointments.phones import Phone
from appointments.scheduling.call_times import next_try_time_for
from appointments.workflow import Status, Step

__all__ = ["UNREACHED", "UnusableText", "attempt", "correct_phone", "set_discreet", "write_note"]
LONGEST_NOTE = 1000  # characters
HEARD = (ContactOutcome.REACHED, ContactOutcome.LEFT_MESSAGE)  # the patient knows that we called
UNREACHED = (ContactOutcome.NO_ANSWER, ContactOutcome.LEFT_MESSAGE)  # worth another try with the same number


@transaction.atomic
def attempt(
    request: AppointmentRequest, *, outcome: str, by: Actor, now: datetime, based_on: int | None = None
) -> ContactAttempt:
    """Keeps how a call ended, and gives it.

    No answer, or a message left: a request in progress goes back into the queue until its next try. Reached, or a wrong
    number: it stays with whoever has it. Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile.
    """
    outcome = ContactOutcome(outcome)
    status = AppointmentRequest.objects.values_list("status", flat=True).get(pk=request.pk)
    next_try = None
    if outcome in UNREACHED and status == Status.IN_PROGRESS:
        tried = request.contact_attempts.filter(outcome__in=UNREACHED).count()
        next_try = next_try_time_for(request, now=now, attempts=tried + 1)
        move(request, Step.TRY_LATER, by=by, now=now, based_on=based_on, next_try_at=next_try)
    else:
        remark(request, Step.ATTEMPT, by=by, now=now, based_on=based_on)
    if outcome in HEARD:
        note_answer(request, now=now)
    return ContactAttempt.objects.create(request=request, by=by.user, at=now, outcome=outcome, next_try_at=next_try)


@transaction.atomic
def correct_phone(
    request: AppointmentRequest, *, phone: Phone, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Stores the right number, as typed and as dialled. Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile."""
    return remark(
        request, Step.CORRECT, by=by, now=now, based_on=based_on, phone_typed=phone.typed, phone_e164=phone.e164
    )


@transaction.atomic
def set_discreet(
    request: AppointmentRequest, *, discreet: bool, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """From now on messages and calendar entries are neutral, or as usual again; also those that wait to be sent.

    Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile.
    """
    return remark(request, Step.DISCRETION, by=by, now=now, based_on=based_on, discreet=discreet)


@transaction.atomic
def write_note(request: AppointmentRequest, *, text: str, by: Actor, now: datetime) -> DeskNote:
    """Writes something down for colleagues, whoever has the request. Raises UnusableText, StepNotAllowed."""
    text = said(text, at_most=LONGEST_NOTE)
    remark(request, Step.NOTE, by=by, now=now)
    return DeskNote.objects.create(request=request, by=by.user, at=now, text=text)
