"""Who works on a request. A claim tells colleagues; it locks nobody out for good, and its end never loses anything."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from appointments.lifecycle.actions.move import LEASE, ChangedMeanwhile, HeldByColleague, claim_of, move, renew_own
from appointments.lifecycle.actor import SYSTEM, Actor
from appointments.models import AppointmentRequest, HealthcareService
from appointments.scheduling.call_times import call_times_open_at
from appointments.workflow import Status, Step, row_for

__all__ = [
    "LEASE",
    "ChangedMeanwhile",
    "HeldByColleague",
    "claim",
    "let_go",
    "release_lapsed",
    "renew",
    "take_next",
    "take_over",
]
BATCH = 20  # looked at together; a second batch is read only if colleagues took all of these in between


def take_next(
    *, by: Actor, now: datetime, service: HealthcareService | None = None, language: str | None = None
) -> AppointmentRequest | None:
    """Claims the request to call now: highest rank, then earliest promise, whose patient may be called at this hour.

    One that a colleague takes in between is passed over. None: nobody is to be called now. Raises StepNotAllowed.
    """
    row_for(Step.CLAIM, Status.NEW, by.role)
    waiting = AppointmentRequest.objects.waiting().unclaimed_at(now).callable_at(now, call_times_open_at(now))
    if service is not None:
        waiting = waiting.filter(service=service)
    if language is not None:
        waiting = waiting.filter(language=language)
    batch = list(waiting.in_queue_order()[:BATCH])
    while batch:
        for request in batch:
            try:
                with transaction.atomic():
                    return move(request, Step.CLAIM, by=by, now=now, based_on=request.version, **claim_of(by.user, now))
            except ChangedMeanwhile:
                continue
        last = batch[-1]
        batch = list(waiting.after_in_queue(last.queue_rank, last.promise_at, last.pk).in_queue_order()[:BATCH])
    return None


@transaction.atomic
def claim(request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None) -> AppointmentRequest:
    """Takes the request on. Claiming what one has already only renews the claim.

    Raises HeldByColleague (also for a lead: taking over is said out loud), StepNotAllowed, ChangedMeanwhile.
    """
    return _renewed(request, by, now) or move(
        request, Step.CLAIM, by=by, now=now, based_on=based_on, **claim_of(by.user, now)
    )


@transaction.atomic
def take_over(
    request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Takes the request on although a colleague has it. Recorded; what the colleague saves later is refused, readably.

    Raises StepNotAllowed, ChangedMeanwhile.
    """
    return _renewed(request, by, now) or move(
        request, Step.TAKE_OVER, by=by, now=now, based_on=based_on, **claim_of(by.user, now)
    )


@transaction.atomic
def let_go(request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None) -> AppointmentRequest:
    """Puts the request back at its old place in the queue. Raises HeldByColleague, StepNotAllowed, ChangedMeanwhile."""
    return move(request, Step.LET_GO, by=by, now=now, based_on=based_on)


@transaction.atomic
def renew(request: AppointmentRequest, *, by: Actor, now: datetime) -> bool:
    """A sign of work: lengthens the actor's own claim, even one that lapsed unnoticed. False: it is not theirs."""
    return renew_own(request, by=by, now=now)


def release_lapsed(*, now: datetime) -> int:
    """Puts back what nobody works on any more: lapsed claims, and those of closed accounts. Gives how many.

    Each in a transaction of its own; one that somebody takes or renews at this moment is left alone.
    """
    over = Q(claim_expires_at__lte=now) | Q(claimed_by__is_active=False)
    lapsed = AppointmentRequest.objects.filter(over, status=Status.IN_PROGRESS)
    return sum(_release(pk, lapsed, now) for pk in list(lapsed.order_by("pk").values_list("pk", flat=True)))


def _release(pk: int, lapsed, now: datetime) -> bool:
    with transaction.atomic():
        request = lapsed.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
        if request is None:
            return False
        move(request, Step.LET_GO, by=SYSTEM, now=now, based_on=request.version)
    return True


def _renewed(request: AppointmentRequest, by: Actor, now: datetime) -> AppointmentRequest | None:
    """The request with the actor's own claim renewed; None if the claim is not living or not theirs."""
    stored = AppointmentRequest.objects.select_related("claimed_by", "service__specialty").get(pk=request.pk)
    if by.user is None or stored.claim_at(now) != by.user:
        return None
    renew_own(stored, by=by, now=now)
    stored.refresh_from_db(fields=["claim_expires_at"])
    return stored
