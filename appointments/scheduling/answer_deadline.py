"""By when we promise to answer: counted while reception is open, and with what waits already.

The rule, simple enough to be told to a patient:
1. We answer within the hours the service promises, counted while reception is open; closures do not count.
2. If so many wait that this cannot be kept, it takes as long as answering all of them and this one, one after the
   other, each for as long as one usually takes us. How many people sit at the desk does not count.
3. Nobody is promised an earlier answer than somebody of the same service who asked before and still waits; those
   whose promise is later only because of rule 4 do not count.
4. If nobody may be called by then, because of the times the patient named or because we call again later, it is the
   end of the first hour in which they may be called: what cannot be kept is not promised.

`answer_deadline` and `usual_handling_time` are the rule, and pure; the other functions read the stored rows it needs.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from django.db.models import OuterRef, Subquery

from appointments.choices import QueueRank
from appointments.grid import next_on_grid
from appointments.models import AppointmentRequest, Event, HealthcareService
from appointments.scheduling.call_times import first_call_done
from appointments.scheduling.reception_hours import LOOK_AHEAD, ReceptionHours, read_reception_hours
from appointments.workflow import Step

ASSUMED_HANDLING_TIME = timedelta(minutes=10)  # as long as too little was measured
SHORTEST_HANDLING_TIME, LONGEST_HANDLING_TIME = timedelta(minutes=3), timedelta(minutes=30)
LEAST_MEASUREMENTS = 10
MOST_MEASUREMENTS = 50  # the last answers of the desk
MOST_WAITING = 500  # nothing is counted to the end
MOST_PUT_OFF = 50  # promises that rule 4 made later, passed over before rule 3 is given up
RENEWED_WITHIN = timedelta(hours=8)  # a day at reception: by then at the latest, once a promise was broken

# --- the rule --------------------------------------------------------------------------------------------------------


def answer_deadline(
    asked_at: datetime,
    reception: ReceptionHours,
    *,
    within: timedelta,
    waiting_before: int = 0,
    handling_time: timedelta = ASSUMED_HANDLING_TIME,
    not_before: datetime | None = None,
) -> datetime:
    """When reception will have been open for long enough since the request came in, by the rule above.

    `waiting_before`: how many wait already; `handling_time`: how long each of them takes; `not_before`: the latest
    promise among them. Rounded up to the next five minutes; aware, in UTC; always later than `asked_at`. A clinic that
    is closed for two years promises the end of them.
    """
    asked_at = asked_at.astimezone(UTC)
    deadline, left = asked_at, max(within, (waiting_before + 1) * handling_time)
    for start, end in reception.open_spans(asked_at):
        deadline = min(end, start + left)
        left -= deadline - start
        if left <= timedelta(0):
            break
    else:
        deadline = max(deadline, asked_at + LOOK_AHEAD)
    return next_on_grid(max(deadline, not_before or deadline))


def usual_handling_time(measured: Iterable[timedelta]) -> timedelta:
    """How long one request usually takes us: the median of those measured, but 3 to 30 minutes; 10 if too few were."""
    measured = list(measured)
    if len(measured) < LEAST_MEASUREMENTS:
        return ASSUMED_HANDLING_TIME
    return min(max(median(measured), SHORTEST_HANDLING_TIME), LONGEST_HANDLING_TIME)


# --- for stored requests ---------------------------------------------------------------------------------------------


def promise_time_for(
    service: HealthcareService, now: datetime, *, rank: QueueRank = QueueRank.NORMAL, call_times: Sequence[str] = ()
) -> datetime:
    """By when a request for this service that comes in now is answered: later than now, on a whole five minutes.

    `rank`: its place in the queue; only those that go before it are counted as waiting. `call_times`: the parts of the
    day in which the patient may be called; none: any. Five queries at most.
    """
    reception = read_reception_hours(now)
    within = timedelta(hours=service.answer_within_hours)
    not_before = _latest_promise(service, now, reception) if rank == QueueRank.NORMAL else None
    deadline = _deadline_behind_those_waiting(now, reception, within, rank, not_before)
    return _possible(deadline, now, call_times, reception)


def renewed_promise_time_for(
    service: HealthcareService, now: datetime, *, call_times: Sequence[str] = (), next_try_at: datetime | None = None
) -> datetime:
    """The new time for somebody whose promise was broken: within a day at reception, or sooner where that is usual.

    `next_try_at`: from when they are called again, if they were not reached.
    """
    reception = read_reception_hours(now)
    within = min(timedelta(hours=service.answer_within_hours), RENEWED_WITHIN)
    deadline = _deadline_behind_those_waiting(now, reception, within, QueueRank.RAISED, None)
    return _possible(deadline, now, call_times, reception, next_try_at)


def possible_promise(request: AppointmentRequest, now: datetime) -> datetime:
    """The promise that stands, or by rule 4 a later one, for the times at which the patient may be called now."""
    reception = read_reception_hours(now)
    return _possible(request.promise_at, now, request.call_times, reception, request.next_try_at)


def _possible(
    deadline: datetime,
    now: datetime,
    call_times: Sequence[str],
    reception: ReceptionHours,
    next_try_at: datetime | None = None,
) -> datetime:
    """The deadline, or by rule 4 the end of the first hour in which this patient may be called."""
    if not call_times and next_try_at is None:
        return deadline
    since = max(now, next_try_at or now)
    return max(deadline, first_call_done(since, list(call_times), reception) or deadline)


def _deadline_behind_those_waiting(
    now: datetime, reception: ReceptionHours, within: timedelta, rank: QueueRank, not_before: datetime | None
) -> datetime:
    waiting = AppointmentRequest.objects.waiting().filter(queue_rank__lte=rank, created_at__lte=now)
    return answer_deadline(
        now,
        reception,
        within=within,
        waiting_before=len(waiting.order_by().values_list("pk")[:MOST_WAITING]),
        handling_time=usual_handling_time(_measured_handling_times()),
        not_before=not_before,
    )


def _latest_promise(service: HealthcareService, now: datetime, reception: ReceptionHours) -> datetime | None:
    """The latest promise to somebody who asked for the same before and waits in the usual order, but for rule 4."""
    before = AppointmentRequest.objects.waiting().filter(
        service=service, queue_rank=QueueRank.NORMAL, created_at__lte=now
    )
    latest = before.order_by("-promise_at").values_list("promise_at", "owed_since", "created_at", "call_times")
    for promise_at, owed_since, created_at, call_times in latest[:MOST_PUT_OFF]:
        if not call_times or promise_at != first_call_done(owed_since or created_at, call_times, reception):
            return promise_at
    return None


def _measured_handling_times() -> list[timedelta]:
    """How long the last answers took from when somebody took the request on."""
    taken = Event.objects.filter(
        request=OuterRef("pk"), step__in=(Step.CLAIM, Step.TAKE_OVER), at__lte=OuterRef("answered_at")
    )
    answered = AppointmentRequest.objects.answered().annotate(taken_at=Subquery(taken.order_by("-at").values("at")[:1]))
    rows = answered.order_by("-answered_at").values_list("taken_at", "answered_at")[:MOST_MEASUREMENTS]
    return [answered_at - taken_at for taken_at, answered_at in rows if taken_at]
