"""Calls that have to be made because no message reaches a patient, or none would in time."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from appointments.lifecycle.actions.transitions import remark
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, PhoneTask
from appointments.workflow import Step, remark_for
from portal.models import OutboundMessage

INSTEAD_OF = "message:"


def ask_for_a_call(
    request: AppointmentRequest,
    *,
    kind: PhoneTask.Kind,
    say: str,
    dedupe_key: str,
    now: datetime,
    useful_until: datetime | None = None,
) -> PhoneTask:
    """Puts a call on the desk's list and gives it, in the caller's transaction; the same key gives that call.

    `say`: the very words for the patient, without a name. `useful_until`: when the call has no purpose any more.
    """
    values = {"request": request, "kind": kind, "say": say, "made_at": now, "useful_until": useful_until}
    task, _made = PhoneTask.objects.get_or_create(dedupe_key=dedupe_key, defaults=values)
    return task


@transaction.atomic
def done(task: PhoneTask, *, by: Actor, now: datetime) -> bool:
    """The call was made. False, and nothing written, if somebody was faster. Raises StepNotAllowed."""
    remark_for(Step.TELL, task.request.status, by.role)
    mine = PhoneTask.objects.filter(pk=task.pk, done_at__isnull=True).update(done_at=now, done_by=by.user) == 1
    if mine:
        remark(task.request, Step.TELL, by=by, now=now)
    return mine


def no_longer_needed(*, now: datetime) -> int:
    """Ends the calls whose time has passed, and those whose message arrived after all; gives how many."""
    waiting = PhoneTask.objects.filter(done_at__isnull=True)
    instead = waiting.filter(dedupe_key__startswith=INSTEAD_OF).values_list("dedupe_key", flat=True)
    messages = [int(key.removeprefix(INSTEAD_OF)) for key in instead]
    sent = OutboundMessage.objects.filter(pk__in=messages, state=OutboundMessage.State.SENT)
    arrived = [call_instead_of(pk) for pk in sent.values_list("pk", flat=True)]
    return waiting.filter(Q(useful_until__lte=now) | Q(dedupe_key__in=arrived)).update(done_at=now)


def call_instead_of(message: int) -> str:
    """The key of the call that is made instead of this message."""
    return f"{INSTEAD_OF}{message}"
