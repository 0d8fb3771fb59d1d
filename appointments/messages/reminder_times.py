"""When patients are reminded of an appointment. Pure: instants, hours and a zone in, an instant or an answer out."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from appointments import clinic_time

HOURS_OF_A_DAY = 24
CLOCKS_SHIFT_AT_MOST = timedelta(hours=2)  # what a change of the clocks adds to, or takes from, a span of days


def due_at(starts_at: datetime, lead: int, zone: tzinfo) -> datetime:
    """When the reminder of `lead` hours is due, in UTC.

    Whole days are counted by the clinic's clock: two days before nine o'clock is nine o'clock, also when the clocks
    change in between; a time that the clocks skip that day is the moment they are put forward, one that comes twice is
    the first. Other leads are hours that pass.
    """
    if lead % HOURS_OF_A_DAY:
        return starts_at.astimezone(UTC) - timedelta(hours=lead)
    local = starts_at.astimezone(zone)
    day = local.date() - timedelta(days=lead // HOURS_OF_A_DAY)
    found = clinic_time.instants_at(day, local.time().replace(second=0, microsecond=0, fold=0), zone)
    if found:
        return found[0]
    return clinic_time.clock_change_near(day, zone).at


def lead_due(
    starts_at: datetime, *, told_at: datetime, now: datetime, leads: Iterable[int], zone: tzinfo
) -> int | None:
    """The lead, in hours, whose reminder is to be sent at this moment; None if there is none.

    Only the nearest of those that are due: after a long pause nobody gets two at once. None from the start of the
    appointment on, and none to whoever was told the time (`told_at`) only after it was due.
    """
    if starts_at <= now:
        return None
    due = [lead for lead in leads if due_at(starts_at, lead, zone) <= now]
    nearest = min(due, default=None)
    if nearest is None or told_at > due_at(starts_at, nearest, zone):
        return None
    return nearest


def is_still_to_come(starts_at: datetime, *, told_at: datetime, leads: Iterable[int], zone: tzinfo) -> bool:
    """Whether somebody who is told the time at that moment will be reminded of it."""
    return any(due_at(starts_at, lead, zone) >= told_at for lead in leads)
