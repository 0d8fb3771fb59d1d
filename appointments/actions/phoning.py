"""Calls that have to be made because no message reaches a patient, or none would in time."""

from datetime import datetime

from django.db import transaction

from appointments.actions._move import remark
from appointments.actor import Actor
from appointments.models import AppointmentRequest, PhoneTask
from appointments.workflow import Step


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
    """The call was made. False if somebody was faster. Raises StepNotAllowed for whoever may not write on requests."""
    remark(task.request, Step.NOTE, by=by, now=now)
    return PhoneTask.objects.filter(pk=task.pk, done_at__isnull=True).update(done_at=now, done_by=by.user) == 1


def no_longer_needed(*, now: datetime) -> int:
    """Ends the calls whose time has passed; gives how many."""
    late = PhoneTask.objects.filter(useful_until__lte=now, done_at__isnull=True)
    return late.update(done_at=now)
