"""Whoever waits is called on the day that was agreed, whatever has become free: the portal puts them into the queue."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from appointments.choices import QueueRank
from appointments.clinic_time import span_of_days
from appointments.lifecycle.actions.transitions import ChangedMeanwhile, move
from appointments.lifecycle.actor import SYSTEM
from appointments.models import WaitlistEntry
from appointments.scheduling.answer_deadline import possible_promise, renewed_promise_time_for
from appointments.scheduling.call_times import may_be_called
from appointments.scheduling.reception_hours import ReceptionHours, read_reception_hours
from appointments.workflow import Status, Step, StepNotAllowed
from portal import duties

BATCH = 50  # looked at in one round


def call_up_due(*, now: datetime) -> int:
    """Takes those from the waiting list whom we promised to call by today, and gives their number.

    Only while reception is open; before days on which it is closed, also those of these days. The promise ends with
    the last of these hours. Whose day has passed is late since. Each in a transaction of its own.
    """
    reception = read_reception_hours(now)
    if not may_be_called(now, [], reception):
        return 0
    today = timezone.localdate(now)
    later = (timezone.localdate(start) for start, _end in reception.open_spans(now))
    next_day = next((day for day in later if day > today), date.max)
    agreed = WaitlistEntry.objects.filter(
        ended_at__isnull=True, request__status=Status.WAITING_LIST, review_on__lt=next_day
    ).select_related("request__service")
    due = list(agreed.order_by("review_on", "pk")[:BATCH])
    return duties.run_for_each("call up", due, lambda entry: _call_up(entry, reception, now))


@transaction.atomic
def _call_up(entry: WaitlistEntry, reception: ReceptionHours, now: datetime) -> bool:
    request = entry.request
    try:
        move(request, Step.CALL_UP, by=SYSTEM, now=now, based_on=request.version, **_promise(entry, reception, now))
    except (ChangedMeanwhile, StepNotAllowed):  # offered a time, or called, since the list was read
        return False
    return True


def _promise(entry: WaitlistEntry, reception: ReceptionHours, now: datetime) -> dict:
    request = entry.request
    if entry.review_on < timezone.localdate(now):
        since = span_of_days(entry.review_on, entry.review_on, timezone.get_default_timezone()).end
        return {
            "promise_at": renewed_promise_time_for(request.service, now, call_times=request.call_times),
            "late_since": since,
            "queue_rank": min(request.queue_rank, QueueRank.RAISED),
        }
    end = now
    for start, closes in reception.open_spans(now):
        if timezone.localdate(start) > entry.review_on:
            break
        end = closes
    request.promise_at = end
    return {"promise_at": possible_promise(request, now)}
