"""Calls to patients are recorded and the next one planned; phone number and discretion are set; notes are written."""

from datetime import datetime

from django.db import transaction

from appointments.choices import ContactOutcome
from appointments.lifecycle.actions.transitions import move, record_answer, remark
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, ContactAttempt, DeskNote
from appointments.phones import Phone
from appointments.scheduling.call_times import next_try_time_for
from appointments.workflow import Status, Step
from portal.lib.text import usable_text

LONGEST_NOTE = 1000  # characters
HEARD_FROM_US = (ContactOutcome.REACHED, ContactOutcome.LEFT_MESSAGE)  # the patient knows that we called
UNREACHED = (ContactOutcome.NO_ANSWER, ContactOutcome.LEFT_MESSAGE)  # worth another try with the same number


@transaction.atomic
def attempt(
    request: AppointmentRequest, *, outcome: str, by: Actor, now: datetime, based_on: int | None = None
) -> ContactAttempt:
    """Records how a call ended and returns it.

    After no answer, or a message left, a request in progress goes back into the queue until its next try. After reached
    or a wrong number it stays with whoever has it. Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile.
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
    if outcome in HEARD_FROM_US:
        record_answer(request, now=now)
    return ContactAttempt.objects.create(request=request, by=by.user, at=now, outcome=outcome, next_try_at=next_try)


@transaction.atomic
def correct_phone(
    request: AppointmentRequest, *, phone: Phone, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Stores the right number, as typed and as dialled. Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile."""
    return remark(request, Step.CORRECT, by=by, now=now, based_on=based_on, **phone.columns())


@transaction.atomic
def set_discreet(
    request: AppointmentRequest, *, discreet: bool, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Sets whether messages and calendar entries are neutral; it holds for those that wait to be sent, too.

    Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile.
    """
    return remark(request, Step.DISCRETION, by=by, now=now, based_on=based_on, discreet=discreet)


@transaction.atomic
def write_note(request: AppointmentRequest, *, text: str, by: Actor, now: datetime) -> DeskNote:
    """Stores a note for colleagues, whoever has the request. Raises UnusableText, StepNotAllowed."""
    text = usable_text(text, at_most=LONGEST_NOTE)
    remark(request, Step.NOTE, by=by, now=now)
    return DeskNote.objects.create(request=request, by=by.user, at=now, text=text)
