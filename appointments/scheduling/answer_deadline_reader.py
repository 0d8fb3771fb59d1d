"""Reads when reception is open and what waits, and counts a service's promise in it."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from appointments.choices import QueueRank
from appointments.models import AppointmentRequest, Event, HealthcareService, OpeningHours, ScheduleException
from appointments.scheduling.answer_deadline import answer_by, usual_handling
from appointments.scheduling.availability import Span
from appointments.scheduling.opening import Opening, Reception
from appointments.workflow import Step

MEASURED = 50  # the last answers of the desk: how long one usually takes
MOST_AHEAD = 500  # nothing is counted to the end
NEW_TIME_WITHIN = timedelta(hours=8)  # a day at reception: by then at the latest, once a promise was broken


def reception(now: datetime) -> Reception:
    """Opening hours and the closures that are not over yet, in the clinic's time zone. Two queries."""
    opening = OpeningHours.objects.order_by("weekday", "opens").values_list("weekday", "opens", "closes")
    closures = ScheduleException.objects.filter(kind=ScheduleException.Kind.CLOSURE, ends_at__gt=now)
    spans = closures.order_by("starts_at").values_list("starts_at", "ends_at")
    return Reception([Opening(*row) for row in opening], [Span(*row) for row in spans], timezone.get_default_timezone())


def promise_for(service: HealthcareService, now: datetime, *, rank: QueueRank = QueueRank.NORMAL) -> datetime:
    """By when a request for this service that comes in now is answered: later than now, on a whole five minutes.

    `rank`: its place in the queue; only those that go before it count as backlog. Five queries at most.
    """
    within = timedelta(hours=service.answer_within_hours)
    not_before = _latest_promise(service, now) if rank == QueueRank.NORMAL else None
    return _answer_by(now, within, rank, not_before)


def new_promise_for(service: HealthcareService, now: datetime) -> datetime:
    """The new time for somebody whose promise was broken: within a day at reception, or sooner where that is usual."""
    within = min(timedelta(hours=service.answer_within_hours), NEW_TIME_WITHIN)
    return _answer_by(now, within, QueueRank.RAISED, None)


def _answer_by(now: datetime, within: timedelta, rank: QueueRank, not_before: datetime | None) -> datetime:
    waiting = AppointmentRequest.objects.waiting().filter(queue_rank__lte=rank, created_at__lte=now)
    return answer_by(
        now,
        within=within,
        ahead=len(waiting.order_by().values_list("pk")[:MOST_AHEAD]),
        handling=usual_handling(_measured()),
        not_before=not_before,
        **reception(now)._asdict(),
    )


def _latest_promise(service: HealthcareService, now: datetime) -> datetime | None:
    """The latest promise to somebody who asked for the same before and waits in the usual order."""
    before = AppointmentRequest.objects.waiting().filter(
        service=service, queue_rank=QueueRank.NORMAL, created_at__lte=now
    )
    return before.order_by("-promise_at").values_list("promise_at", flat=True).first()


def _measured() -> list[timedelta]:
    """How long the last answers took from when somebody took the request on."""
    taken = Event.objects.filter(
        request=OuterRef("pk"), step__in=(Step.CLAIM, Step.TAKE_OVER), at__lte=OuterRef("answered_at")
    )
    answered = AppointmentRequest.objects.answered().annotate(taken_at=Subquery(taken.order_by("-at").values("at")[:1]))
    rows = answered.order_by("-answered_at").values_list("taken_at", "answered_at")[:MEASURED]
    return [answered_at - taken_at for taken_at, answered_at in rows if taken_at]
