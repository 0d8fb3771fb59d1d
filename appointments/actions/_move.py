"""The one place where a request's status changes: the table is asked, the row is changed if nobody was faster, and the
event is written, all in the caller's transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from appointments.actor import Actor
from appointments.models import AppointmentRequest, Event
from appointments.workflow import Holder, Status, Step, StepNotAllowed, row_for


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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A request is moved inside a transaction only.")
    stored = AppointmentRequest.objects.select_related("claimed_by").get(pk=request.pk)
    if based_on is not None and stored.version != based_on:
        raise ChangedMeanwhile(stored)
    row = row_for(step, stored.status, by.role, stored.outcome)
    holder = stored.claim_at(now)
    if row.holder == Holder.CLAIMANT and holder and holder != by.user and not by.leads and by.user:
        raise HeldByColleague(stored)
    changes = _ends_and_beginnings(row.after, row.outcome, now) | changes
    moved = AppointmentRequest.objects.filter(pk=stored.pk, version=stored.version).update(
        status=row.after, version=F("version") + 1, **changes
    )
    if not moved:
        raise ChangedMeanwhile(AppointmentRequest.objects.get(pk=stored.pk))
    record(stored, step, by=by, now=now, after=row.after)
    return AppointmentRequest.objects.select_related("claimed_by", "service__specialty").get(pk=stored.pk)


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
        changes |= {"outcome": outcome, "closed_at": now, "next_try_at": None}
    elif after != Status.ERASED:
        changes |= {
            "outcome": "",
            "closed_at": None,
            "declined_because": "",
            "public_answer": "",
            "duplicate_of": None,
        }
    if after != Status.IN_PROGRESS:
        changes |= {"claimed_by": None, "claimed_at": None, "claim_expires_at": None}
    return changes
