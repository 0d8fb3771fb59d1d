"""Who works on a request. A claim lasts twenty minutes; every sign of work renews it."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from appointments.lifecycle.actions.transitions import (
    ChangedMeanwhile,
    claim_fields,
    move,
    renew_own_claim,
)
from appointments.lifecycle.actor import SYSTEM, Actor
from appointments.models import AppointmentRequest, HealthcareService
from appointments.scheduling.call_times import CallHours, call_times_open_at
from appointments.workflow import Status, Step, row_for

BATCH = 20  # looked at together; a second batch is read only if colleagues took all of these in between


def take_next(
    *, by: Actor, now: datetime, service: HealthcareService | None = None, language: str | None = None
) -> AppointmentRequest | None:
    """Claims the request to call now, of those whose patients may be called at this hour.

    First what breaks its promise within an hour in which its patient may be called, or has broken it, the earliest
    promise first; then by the order of the queue: highest rank, then earliest promise. One that a colleague claims in
    between is passed over. None if nobody is to be called now. Raises StepNotAllowed.
    """
    row_for(Step.CLAIM, Status.NEW, by.role)
    hours = call_times_open_at(now)
    waiting = AppointmentRequest.objects.waiting().unclaimed_at(now)
    waiting = waiting.callable_at(now, [each.call_times for each in hours])
    if service is not None:
        waiting = waiting.filter(service=service)
    if language is not None:
        waiting = waiting.filter(language=language)
    for request in _to_call(waiting, hours):
        try:
            with transaction.atomic():
                return move(request, Step.CLAIM, by=by, now=now, based_on=request.version, **claim_fields(by.user, now))
        except ChangedMeanwhile:
            continue
    return None


def _to_call(waiting, hours: list[CallHours]) -> Iterator[AppointmentRequest]:
    """These requests in the order in which to call: BATCH of the soonest broken promises, then all as they queue."""
    yield from waiting.soon_broken(hours).in_promise_order()[:BATCH]
    batch = list(waiting.in_queue_order()[:BATCH])
    while batch:
        yield from batch
        last = batch[-1]
        batch = list(waiting.after_in_queue(last.queue_rank, last.promise_at, last.pk).in_queue_order()[:BATCH])


@transaction.atomic
def claim(request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None) -> AppointmentRequest:
    """Claims the request for the actor; their own living claim is only renewed.

    Raises HeldByColleague, also for a lead, who has to take it over; StepNotAllowed, ChangedMeanwhile.
    """
    return _renewed(request, by, now) or move(
        request, Step.CLAIM, by=by, now=now, based_on=based_on, **claim_fields(by.user, now)
    )


@transaction.atomic
def take_over(
    request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Claims the request although a colleague has it. What the colleague sends later is refused.

    Raises StepNotAllowed, ChangedMeanwhile.
    """
    return _renewed(request, by, now) or move(
        request, Step.TAKE_OVER, by=by, now=now, based_on=based_on, **claim_fields(by.user, now)
    )


@transaction.atomic
def let_go(request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None) -> AppointmentRequest:
    """Puts the request back at its old place in the queue. Raises HeldByColleague, StepNotAllowed, ChangedMeanwhile."""
    return move(request, Step.LET_GO, by=by, now=now, based_on=based_on)


@transaction.atomic
def renew(request: AppointmentRequest, *, by: Actor, now: datetime) -> bool:
    """Lengthens the actor's own claim, even one that has lapsed. Returns False if the claim is not theirs."""
    return renew_own_claim(request, by=by, now=now)


def release_lapsed(*, now: datetime) -> int:
    """Puts back the requests whose claim has lapsed or belongs to a closed account. Returns how many.

    Each in a transaction of its own; one that is claimed or renewed at this moment stays as it is.
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
    renew_own_claim(stored, by=by, now=now)
    stored.refresh_from_db(fields=["claim_expires_at"])
    return stored
