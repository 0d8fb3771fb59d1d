"""What concerns those who wait: time that becomes free is written down for them, and their places end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from appointments.models import FreedTime
from appointments.scheduling.free_times import timetables
from topics.models import Practitioner

FREED_AHEAD = timedelta(days=28)  # of what an absence gives back


def record_freed_time(appointments, because: FreedTime.Because, *, now: datetime) -> None:
    """Writes down the time of these appointments or holds, as far as it lies ahead, in the caller's transaction.

    What was booked on top of another appointment leaves nothing free. Whoever has the time next is found by waiting.py.
    """
    freed = appointments.filter(seat=0, starts_at__gt=now)
    FreedTime.objects.bulk_create(
        FreedTime(
            practitioner_id=appointment.practitioner_id,
            location_id=appointment.location_id,
            starts_at=appointment.busy_from,
            ends_at=appointment.busy_until,
            freed_at=now,
            because=because,
        )
        for appointment in freed.order_by("starts_at", "pk")
    )


def record_returned_time(
    people: Iterable[Practitioner], *, starts_at: datetime, ends_at: datetime, now: datetime
) -> None:
    """Writes down what is free in a span that was leave or a closure, or is a new session; of the next four weeks."""
    first, last = max(starts_at, now), min(ends_at, now + FREED_AHEAD)
    if first >= last:
        return
    tables = timetables(people, first_day=timezone.localdate(first), last_day=timezone.localdate(last), now=now)
    FreedTime.objects.bulk_create(
        FreedTime(
            practitioner_id=person,
            location_id=session.location_id,
            starts_at=max(session.span.start, first),
            ends_at=min(session.span.end, last),
            freed_at=now,
            because=FreedTime.Because.BACK,
        )
        for person, table in tables.items()
        for session in table.free
        if session.span.start < last and session.span.end > first
    )


def reopen_untaken_times(*, now: datetime) -> None:
    """Somebody new waits: what suited nobody so far is looked at once more."""
    passed = FreedTime.objects.filter(state=FreedTime.State.NOBODY, ends_at__gt=now)
    passed.update(state=FreedTime.State.OPEN)
