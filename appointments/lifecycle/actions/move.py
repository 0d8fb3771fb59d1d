"""The one place where a request's status changes: the table is asked, the row is changed if nobody was faster, and the
event is written, all in the caller's transaction. What is done to a request without moving it goes the same way."""

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

LEASE = timedelta(minutes=20)  # how long a claim lasts; every sign of work renews it
ANSWERS = frozenset({Step.OFFER, Step.BOOK, Step.WAIT, Step.DECLINE})  # by these the patient hears from us
WAITS_WHILE = (Status.WAITING_LIST, Status.BOOKED, Status.CANCEL_PENDING)  # for a time, or for an earlier one


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
    """Takes the step and gives the request as stored; `changes` are further fields set with it.

    `based_on`: the version the person saw; None: whatever it is now. A claim ends with every status that knows none.
    To be called inside a transaction. Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile.
    """
    stored = _stored(request, based_on)
    row = row_for(step, stored.status, by.role, stored.outcome)
    _refuse_if_held(stored, row.holder, by, now)
    follows = _ends_and_beginnings(row.after, row.outcome, now) | _owing(stored, step, row.after, changes, now)
    _change(stored, status=row.after, **follows | changes)
    if stored.owed_since and row.after not in QUEUED_STATUSES:
        settle(stored, PhoneTask.Kind.PROMISE, now=now)
    if stored.status == Status.WAITING_LIST or (stored.status in WAITS_WHILE and row.after not in WAITS_WHILE):
        end_place(stored, now=now)
    record(stored, step, by=by, now=now, after=row.after)
    return _read(stored.pk)


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
    return _read(stored.pk)


def remark_as_well(moved: AppointmentRequest, step: Step, *, by: Actor, now: datetime, **changes) -> AppointmentRequest:
    """A second thing in the same transaction, done to the request as the first step gave it. Raises StepNotAllowed."""
    remark_for(step, moved.status, by.role)
    _change(moved, **changes)
    record(moved, step, by=by, now=now)
    for name, value in changes.items():
        setattr(moved, name, value)
    moved.version += 1
    return moved


def claim_of(user: User | None, now: datetime) -> dict:
    """The fields of a claim that begins now; of nobody's claim if there is no user."""
    if user is None:
        return {"claimed_by": None, "claimed_at": None, "claim_expires_at": None}
    return {"claimed_by": user, "claimed_at": now, "claim_expires_at": now + LEASE}


def renew_own(request: AppointmentRequest, *, by: Actor, now: datetime) -> bool:
    """Lengthens the actor's own claim, also one that lapsed while nobody else took it; gives whether there is one.

    The version stays: what a page of theirs shows is not out of date.
    """
    if by.user is None:
        return False
    own = AppointmentRequest.objects.filter(pk=request.pk, status=Status.IN_PROGRESS, claimed_by=by.user)
    return bool(own.update(claim_expires_at=now + LEASE))


def settle(request: AppointmentRequest, kind: PhoneTask.Kind, *, now: datetime) -> None:
    """Ends the open calls of this kind about the request: nobody need make them any more."""
    PhoneTask.objects.filter(request=request, kind=kind, done_at__isnull=True).update(done_at=now)


def end_place(request: AppointmentRequest, *, now: datetime) -> None:
    """The patient has what they waited for, or does not wait any more."""
    WaitlistEntry.objects.filter(request=request, ended_at__isnull=True).update(ended_at=now)


def _stored(request: AppointmentRequest, based_on: int | None) -> AppointmentRequest:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A request is moved inside a transaction only.")
    stored = _read(request.pk)
    if based_on is not None and stored.version != based_on:
        raise ChangedMeanwhile(stored)
    return stored


def _read(pk: int) -> AppointmentRequest:
    """As it stands now; nobody ever deletes a request. Two steps that follow each other read it twice, and may."""
    [stored] = AppointmentRequest.objects.select_related("claimed_by", "service__specialty").filter(pk=pk)
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


def record(
    request: AppointmentRequest,
    step: Step,
    *,
    by: Actor,
    now: datetime,
    after: Status | None = None,
    first: bool = False,
) -> Event:
    """Writes the event of a step, and gives it; without `after`, of one that changed no status. `first`: it began so.

    The one place where events are written: each follows the request's last one, which nobody else can do meanwhile.
    """
    _hold(request)
    last = Event.objects.filter(request=request).order_by("-pk").values_list("hash", flat=True).first()
    told = {
        "at": now,
        "step": step,
        "before": "" if first else request.status,
        "after": after or request.status,
        "role": by.role,
        "prev_hash": last or "",
    }
    own = event_chain.hash_of(request=request.pk, by=by.user.pk if by.user else None, **told)
    return Event.objects.create(request=request, by=by.user, hash=own, **told)


def _hold(request: AppointmentRequest) -> None:
    """Nobody else writes on this request's history until the transaction ends."""
    list(AppointmentRequest.objects.select_for_update(no_key=True).filter(pk=request.pk).values_list("pk"))


def note_answer(request: AppointmentRequest, *, now: datetime) -> None:
    """The patient has heard from us: the present promise is kept, or was broken. The version stays."""
    first = Coalesce("answered_at", Value(now, output_field=AppointmentRequest._meta.get_field("answered_at")))
    AppointmentRequest.objects.filter(pk=request.pk).update(answered_at=first, owed_since=None)
    settle(request, PhoneTask.Kind.PROMISE, now=now)


def _owing(stored: AppointmentRequest, step: Step, after: Status, changes: dict, now: datetime) -> dict:
    """Whether we owe the patient an answer now: from each promise on, until they hear from us or wait no more."""
    owing: dict = {}
    if step in ANSWERS and stored.answered_at is None:
        owing["answered_at"] = now
    if after not in QUEUED_STATUSES:
        owing["owed_since"] = None
    elif "promise_at" in changes:
        owing["owed_since"] = now
    return owing


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
