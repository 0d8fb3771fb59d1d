"""The one place where a request's status changes: the table is asked, the row is changed if nobody was faster, and the
event is written, all in the caller's transaction. What is done to a request without moving it goes the same way."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from appointments.actions._lease import claim_of, renew_own
from appointments.actor import Actor
from appointments.models import AppointmentRequest, Event, WaitlistEntry
from appointments.workflow import QUEUED_STATUSES, Holder, Status, Step, StepNotAllowed, remark_for, row_for


class HeldByColleague(StepNotAllowed):
    """Somebody else has taken the request on; `holder` and `since` say who and when."""

    def __init__(self, request: AppointmentRequest):
        self.holder, self.since = request.claimed_by, request.claimed_at
        super().__init__(_("%(name)s has taken this request on. Take it over first.") % {"name": self.holder})


class ChangedMeanwhile(Exception):
    """Somebody changed the request since it was read; `request` is how it stands now."""

    def __init__(self, request: AppointmentRequest):
        self.request = request
        super().__init__(_("This request was changed while you had it open. Nothing of yours was stored."))


def move(
    request: AppointmentRequest, step: Step, *, by: Actor, now: datetime, based_on: int | None = None, **changes
) -> AppointmentRequest:
    """Takes the step and gives the request as stored; `changes` are further fields set with it.

    `based_on`: the version the person saw; None: whatever it is now. A claim ends with every status that knows none.
    To be called inside a transaction. Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile.
    """
    stored = _stored(request, based_on)
    row = row_for(step, stored.status, by.role, stored.outcome)
    _refuse_if_held(stored, row.holder, by, now)
    _change(stored, status=row.after, **_ends_and_beginnings(row.after, row.outcome, now) | changes)
    if stored.status == Status.WAITING_LIST:
        WaitlistEntry.objects.filter(request=stored, ended_at__isnull=True).update(ended_at=now)
    record(stored, step, by=by, now=now, after=row.after)
    return AppointmentRequest.objects.select_related("claimed_by", "service__specialty").get(pk=stored.pk)


def remark(
    request: AppointmentRequest, step: Step, *, by: Actor, now: datetime, based_on: int | None = None, **changes
) -> AppointmentRequest:
    """Does something to the request that moves it nowhere, and gives it as stored. The actor's own claim is renewed.

    Without `changes` its version stays. To be called inside a transaction. Raises what `move` raises.
    """
    stored = _stored(request, based_on)
    _refuse_if_held(stored, remark_for(step, stored.status, by.role).holder, by, now)
    if changes:
        _change(stored, **changes)
    renew_own(stored, by=by, now=now)
    record(stored, step, by=by, now=now)
    return AppointmentRequest.objects.select_related("claimed_by", "service__specialty").get(pk=stored.pk)


def remark_as_well(moved: AppointmentRequest, step: Step, *, by: Actor, now: datetime, **changes) -> AppointmentRequest:
    """A second thing in the same transaction, done to the request as the first step gave it. Raises StepNotAllowed."""
    remark_for(step, moved.status, by.role)
    _change(moved, **changes)
    record(moved, step, by=by, now=now)
    for name, value in changes.items():
        setattr(moved, name, value)
    moved.version += 1
    return moved


def _stored(request: AppointmentRequest, based_on: int | None) -> AppointmentRequest:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A request is moved inside a transaction only.")
    stored = AppointmentRequest.objects.select_related("claimed_by").get(pk=request.pk)
    if based_on is not None and stored.version != based_on:
        raise ChangedMeanwhile(stored)
    return stored


def _refuse_if_held(stored: AppointmentRequest, rule: Holder, by: Actor, now: datetime) -> None:
    """A colleague's living claim stands in the way as the row of the table says. Patients and the system pass."""
    if by.user is None or stored.claim_at(now) in (None, by.user):
        return
    if rule == Holder.NOBODY or (rule == Holder.CLAIMANT and not by.leads):
        raise HeldByColleague(stored)


def _change(stored: AppointmentRequest, **changes) -> None:
    unchanged = AppointmentRequest.objects.filter(pk=stored.pk, version=stored.version)
    if not unchanged.update(version=F("version") + 1, **changes):
        raise ChangedMeanwhile(AppointmentRequest.objects.get(pk=stored.pk))


def record(request: AppointmentRequest, step: Step, *, by: Actor, now: datetime, after: Status | None = None) -> Event:
    """Writes the event of a step; without `after`, of one that changed no status."""
    return Event.objects.create(
        request=request,
        at=now,
        step=step,
        before=request.status,
        after=after or request.status,
        role=by.role,
        by=by.user,
    )


def _ends_and_beginnings(after: Status, outcome, now: datetime) -> dict:
    """The fields that follow from the status alone."""
    changes: dict = {}
    if after == Status.CLOSED:
        changes |= {"outcome": outcome, "closed_at": now}
    elif after != Status.ERASED:
        changes |= {
            "outcome": "",
            "closed_at": None,
            "declined_because": "",
            "public_answer": "",
            "duplicate_of": None,
        }
    if after not in QUEUED_STATUSES:
        changes |= {"next_try_at": None}  # nobody waits for a call any more
    if after != Status.IN_PROGRESS:
        changes |= claim_of(None, now)
    return changes
