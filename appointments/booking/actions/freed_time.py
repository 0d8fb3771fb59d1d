"""Time that becomes free is recorded for the waiting list, which offers it later (waitlist/actions.py)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from appointments.models import FreedTime
from appointments.scheduling.free_times import timetables
from topics.models import Practitioner

FREED_AHEAD = timedelta(days=28)  # of what an absence gives back


def record_freed_time(appointments, because: FreedTime.Because, *, now: datetime) -> None:
    """Records the time of these appointments or holds that starts after `now`, in the caller's transaction.

    Appointments on top of another (seat above 0) leave nothing free and are left out.
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
    """Records the free time in a span that was leave or a closure, or is a new session, within the next 28 days."""
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
    """Opens freed times that suited nobody so far once more, since somebody new waits."""
    passed = FreedTime.objects.filter(state=FreedTime.State.NOBODY, ends_at__gt=now)
    passed.update(state=FreedTime.State.OPEN)
