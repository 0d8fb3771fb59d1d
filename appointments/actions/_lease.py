"""How long somebody keeps a request they have taken on. A claim is a lease: every sign of work renews it."""

from datetime import datetime, timedelta

from appointments.actor import Actor
from appointments.models import AppointmentRequest
from appointments.workflow import Status
from portal.models import User

LEASE = timedelta(minutes=20)


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
