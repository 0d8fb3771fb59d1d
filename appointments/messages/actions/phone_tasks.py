"""Calls the desk has to make, with the words to say, because no message reaches a patient or none would in time."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from appointments.lifecycle.actions.transitions import remark
from appointments.lifecycle.actor import Actor
from appointments.messages import content, phone_words
from appointments.messages.content import MakeContent, MessageName
from appointments.messages.phone_words import UNDELIVERED_KEY
from appointments.models import AppointmentRequest, PhoneTask
from appointments.workflow import Step, remark_for
from portal.message_kinds import NotYet
from portal.models import OutboundMessage

REMINDERS = (MessageName.REMINDER, MessageName.REMINDER_BY_TEXT)

# The messages that are phoned where they do not arrive: their content, the template of the words, why the desk calls.
PHONED: dict[str, tuple[MakeContent, str, PhoneTask.Kind]] = {
    MessageName.OFFERED: (content.offered, "offered", PhoneTask.Kind.OFFER),
    MessageName.BOOKED: (content.booked_or_moved, "booked", PhoneTask.Kind.UNDELIVERED),
    MessageName.MOVED: (content.booked_or_moved, "moved", PhoneTask.Kind.UNDELIVERED),
    MessageName.CANCELLED_BY_CLINIC: (
        content.cancelled_by_clinic,
        "cancelled_by_clinic",
        PhoneTask.Kind.UNDELIVERED,
    ),
    MessageName.REMINDER: (content.reminder, "reminder", PhoneTask.Kind.UNDELIVERED),
    MessageName.REMINDER_BY_TEXT: (content.reminder, "reminder", PhoneTask.Kind.UNDELIVERED),
    MessageName.DECLINED: (content.declined, "declined", PhoneTask.Kind.UNDELIVERED),
}


def ask_for_a_call(
    request: AppointmentRequest,
    *,
    kind: PhoneTask.Kind,
    say: str,
    dedupe_key: str,
    now: datetime,
    useful_until: datetime | None = None,
) -> PhoneTask:
    """Puts a call on the desk's list, in the caller's transaction, and returns it; the same key returns the same call.

    `say`: the words for the patient, without a name. `useful_until`: when the call has no purpose any more.
    """
    values = {"request": request, "kind": kind, "say": say, "made_at": now, "useful_until": useful_until}
    task, _created = PhoneTask.objects.get_or_create(dedupe_key=dedupe_key, defaults=values)
    return task


def create_for_message(
    name: MessageName, subject_id: int, *, dedupe_key: str, useful_until: datetime | None, now: datetime
) -> PhoneTask | None:
    """Puts a message on the desk's list of calls; None if it no longer holds or is of no use any more.

    `subject_id`: the key of the request, offer or appointment the message is about. Raises KeyError for a message that
    is never phoned.
    """
    make_content, template, kind = PHONED[name]
    try:
        made = make_content(subject_id, now)
    except NotYet:
        return None  # the patient is cancelling the appointment
    if made is None or (useful_until and useful_until <= now):
        return None
    say = phone_words.words(template, made)
    return ask_for_a_call(made.request, kind=kind, say=say, dedupe_key=dedupe_key, useful_until=useful_until, now=now)


def create_for_undelivered(message: OutboundMessage, now: datetime) -> None:
    """Asks the desk to phone instead of this message, if it still holds; a reminder, only if no other one was sent."""
    if message.name in REMINDERS and _was_reminded(message.subject_id):
        return
    name, key = MessageName(message.name), key_of_undelivered(message.pk)
    create_for_message(name, message.subject_id, dedupe_key=key, useful_until=message.not_after, now=now)


def key_of_undelivered(message_id: int) -> str:
    """The dedupe key of the call that is made instead of this message."""
    return f"{UNDELIVERED_KEY}{message_id}"


def _was_reminded(appointment_id: int) -> bool:
    reminders = OutboundMessage.objects.filter(name__in=REMINDERS, subject_id=appointment_id)
    return reminders.filter(state=OutboundMessage.State.SENT).exists()


@transaction.atomic
def mark_done(task: PhoneTask, *, by: Actor, now: datetime) -> bool:
    """The call was made. False, and nothing written, if a colleague was faster. Raises StepNotAllowed."""
    remark_for(Step.TELL, task.request.status, by.role)
    is_first = PhoneTask.objects.filter(pk=task.pk, done_at__isnull=True).update(done_at=now, done_by=by.user) == 1
    if is_first:
        remark(task.request, Step.TELL, by=by, now=now)
    return is_first


def end_unneeded(*, now: datetime) -> int:
    """Ends the calls whose time has passed, and those whose message arrived after all; returns how many."""
    waiting = PhoneTask.objects.filter(done_at__isnull=True)
    keys = waiting.filter(dedupe_key__startswith=UNDELIVERED_KEY).values_list("dedupe_key", flat=True)
    messages = [int(key.removeprefix(UNDELIVERED_KEY)) for key in keys]
    sent = OutboundMessage.objects.filter(pk__in=messages, state=OutboundMessage.State.SENT)
    arrived = [key_of_undelivered(pk) for pk in sent.values_list("pk", flat=True)]
    return waiting.filter(Q(useful_until__lte=now) | Q(dedupe_key__in=arrived)).update(done_at=now)
