"""Steps of a request, with or without a change of its status. Nothing else changes a status or writes an event.

Each step is looked up in the workflow table, refused if somebody changed the request meanwhile, and stored with its
event in the caller's transaction.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from appointments.lifecycle import event_chain
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, Event, PhoneTask, WaitlistEntry
from appointments.workflow import QUEUED_STATUSES, Holder, Status, Step, StepNotAllowed, remark_for, row_for
from portal.lib.refusal import Refused
from portal.models import User

LEASE = timedelta(minutes=20)  # how long a claim lasts; what its holder does to the request renews it
ANSWERING_STEPS = frozenset({Step.OFFER, Step.BOOK, Step.WAIT, Step.DECLINE})  # the patient hears from us by them
WAITLIST_STATUSES = (Status.WAITING_LIST, Status.BOOKED, Status.CANCEL_PENDING)  # booked: for an earlier time


class HeldByColleague(StepNotAllowed):
    """Somebody else has taken the request on; `holder` and `since` say who and when."""

    def __init__(self, request: AppointmentRequest):
        self.holder, self.since = request.claimed_by, request.claimed_at
        super().__init__(_("%(name)s has taken this request on. Take it over first.") % {"name": self.holder})


class ChangedMeanwhile(Refused):
    """Somebody changed the request since it was read; `request` is how it stands now."""

    def __init__(self, request: AppointmentRequest):
        self.request = request
        super().__init__(_("This request was changed while you had it open. Nothing of yours was stored."))


def move(
    request: AppointmentRequest, step: Step, *, by: Actor, now: datetime, based_on: int | None = None, **changes
) -> AppointmentRequest:
    """Takes a step of TRANSITIONS and gives the request as stored. `changes`: further fields to set.

    `based_on`: the version the person saw, to be refused if it is not the present one; None: any version.
    A claim ends unless the new status is "in progress". Call it inside a transaction.
    Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile; RuntimeError outside a transaction.
    """
    stored = _expected_version(request, based_on)
    row = row_for(step, stored.status, by.role, stored.outcome)
    _refuse_if_held(stored, row.holder, by, now)
    follows = _status_fields(row.after, row.outcome, now) | _answer_fields(stored, step, row.after, changes, now)
    _change(stored, status=row.after, **follows | changes)
    if stored.owed_since and row.after not in QUEUED_STATUSES:
        close_phone_tasks(stored, PhoneTask.Kind.PROMISE, now=now)
    if step == Step.MOVE or (stored.status == Status.BOOKED and row.after != Status.BOOKED):
        close_phone_tasks(stored, PhoneTask.Kind.NOT_KEPT, now=now)
    if stored.status == Status.WAITING_LIST or (
        stored.status in WAITLIST_STATUSES and row.after not in WAITLIST_STATUSES
    ):
        end_waitlist_entry(stored, now=now)
    record_event(stored, step, by=by, now=now, after=row.after)
    return _read(stored.pk)


def remark(
    request: AppointmentRequest, step: Step, *, by: Actor, now: datetime, based_on: int | None = None, **changes
) -> AppointmentRequest:
    """Takes a step of REMARKS, which leaves the status as it is, and gives the request as stored.

    The actor's own claim is renewed. Without `changes` the version stays. Parameters and errors as for `move`.
    """
    stored = _expected_version(request, based_on)
    _refuse_if_held(stored, remark_for(step, stored.status, by.role).holder, by, now)
    if changes:
        _change(stored, **changes)
    renew_own_claim(stored, by=by, now=now)
    record_event(stored, step, by=by, now=now)
    return _read(stored.pk)


def add_remark(moved: AppointmentRequest, step: Step, *, by: Actor, now: datetime, **changes) -> AppointmentRequest:
    """A further step of REMARKS in the transaction of another step, which gave `moved`. Raises StepNotAllowed."""
    remark_for(step, moved.status, by.role)
    _change(moved, **changes)
    record_event(moved, step, by=by, now=now)
    for name, value in changes.items():
        setattr(moved, name, value)
    moved.version += 1
    return moved


def claim_fields(user: User | None, now: datetime) -> dict:
    """Values for the claim fields of a request: claimed by this user from now on, or by nobody if `user` is None."""
    if user is None:
        return {"claimed_by": None, "claimed_at": None, "claim_expires_at": None}
    return {"claimed_by": user, "claimed_at": now, "claim_expires_at": now + LEASE}


def renew_own_claim(request: AppointmentRequest, *, by: Actor, now: datetime) -> bool:
    """Makes the actor's claim last LEASE from now, also a lapsed one that nobody else took; gives whether there is one.

    The version of the request stays.
    """
    if by.user is None:
        return False
    own = AppointmentRequest.objects.filter(pk=request.pk, status=Status.IN_PROGRESS, claimed_by=by.user)
    return bool(own.update(claim_expires_at=now + LEASE))


def close_phone_tasks(request: AppointmentRequest, kind: PhoneTask.Kind, *, now: datetime) -> None:
    """Marks the open calls of this kind about the request as no longer needed."""
    PhoneTask.objects.filter(request=request, kind=kind, done_at__isnull=True).update(done_at=now)


def end_waitlist_entry(request: AppointmentRequest, *, now: datetime) -> None:
    """Ends the request's place on the waiting list, if it has one."""
    WaitlistEntry.objects.filter(request=request, ended_at__isnull=True).update(ended_at=now)


def _expected_version(request: AppointmentRequest, based_on: int | None) -> AppointmentRequest:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A request is moved inside a transaction only.")
    stored = _read(request.pk)
    if based_on is not None and stored.version != based_on:
        raise ChangedMeanwhile(stored)
    return stored


def _read(pk: int) -> AppointmentRequest:
    """The request as it is stored now, with what a step needs of other tables. Requests are never deleted."""
    [stored] = AppointmentRequest.objects.select_related("claimed_by", "service__specialty").filter(pk=pk)
    return stored


def _refuse_if_held(stored: AppointmentRequest, rule: Holder, by: Actor, now: datetime) -> None:
    """Raises HeldByColleague if a colleague's claim forbids the step by its rule. Never for patients and the system."""
    if by.user is None or stored.claim_at(now) in (None, by.user):
        return
    if rule == Holder.NOBODY or (rule == Holder.CLAIMANT and not by.leads):
        raise HeldByColleague(stored)


def _change(stored: AppointmentRequest, **changes) -> None:
    unchanged = AppointmentRequest.objects.filter(pk=stored.pk, version=stored.version)
    if not unchanged.update(version=F("version") + 1, **changes):
        raise ChangedMeanwhile(AppointmentRequest.objects.get(pk=stored.pk))


def record_event(
    request: AppointmentRequest,
    step: Step,
    *,
    by: Actor,
    now: datetime,
    after: Status | None = None,
    first: bool = False,
) -> Event:
    """Stores the event of a step, chained to the request's last one, and gives it. Locks the request's row.

    `after`: the new status; None: the status did not change. `first`: the event by which the request came to be.
    """
    _lock_history(request)
    last = Event.objects.filter(request=request).order_by("-pk").values_list("hash", flat=True).first()
    fields = {
        "at": now,
        "step": step,
        "before": "" if first else request.status,
        "after": after or request.status,
        "role": by.role,
        "prev_hash": last or "",
    }
    own_hash = event_chain.event_hash(request=request.pk, by=by.user.pk if by.user else None, **fields)
    return Event.objects.create(request=request, by=by.user, hash=own_hash, **fields)


def _lock_history(request: AppointmentRequest) -> None:
    """Keeps others from adding events to this request until the transaction ends."""
    list(AppointmentRequest.objects.select_for_update(no_key=True).filter(pk=request.pk).values_list("pk"))


def record_answer(request: AppointmentRequest, *, now: datetime) -> None:
    """Notes that the patient has heard from us: an answer is owed no longer. The version of the request stays."""
    first = Coalesce("answered_at", Value(now, output_field=AppointmentRequest._meta.get_field("answered_at")))
    AppointmentRequest.objects.filter(pk=request.pk).update(answered_at=first, owed_since=None, late_since=None)
    close_phone_tasks(request, PhoneTask.Kind.PROMISE, now=now)


def _answer_fields(stored: AppointmentRequest, step: Step, after: Status, changes: dict, now: datetime) -> dict:
    """answered_at and owed_since after the step: owed from each promise on until an answer, or the end of the wait."""
    fields: dict = {}
    if step in ANSWERING_STEPS and stored.answered_at is None:
        fields["answered_at"] = now
    if after not in QUEUED_STATUSES:
        fields |= {"owed_since": None, "late_since": None}
    elif "promise_at" in changes:
        fields |= {"owed_since": now, "late_since": None}
    return fields


def _status_fields(after: Status, outcome, now: datetime) -> dict:
    """Values of the fields that follow from the new status alone."""
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
        changes |= claim_fields(None, now)
    return changes
