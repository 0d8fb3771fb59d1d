"""When patients are reminded of an appointment: pure functions of instants, leads in hours and the clinic's time zone.

The leads are the setting REMINDER_HOURS.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from appointments import clinic_time

HOURS_OF_A_DAY = 24
LARGEST_CLOCK_CHANGE = timedelta(hours=2)  # what a change of the clocks adds to, or takes from, a span of days


def due_at(starts_at: datetime, lead: int, zone: tzinfo) -> datetime:
    """The instant, in UTC, at which the reminder of `lead` hours before the start is due.

    A lead of whole days is counted by the clinic's clock: 48 hours before nine o'clock is nine o'clock, also when the
    clocks change in between. A time that the clocks skip that day becomes the moment they are put forward; of a time
    that comes twice, the first is taken. Any other lead is counted in elapsed hours.
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
    starts_at: datetime, *, informed_at: datetime, now: datetime, leads: Iterable[int], zone: tzinfo
) -> int | None:
    """The lead, in hours, whose reminder is to be sent now; None if there is none.

    Of several that are due, only the one nearest to the start. None once the appointment has begun, or if the patient
    was told the time (`informed_at`) only after the reminder was due.
    """
    if starts_at <= now:
        return None
    due = [lead for lead in leads if due_at(starts_at, lead, zone) <= now]
    nearest = min(due, default=None)
    if nearest is None or informed_at > due_at(starts_at, nearest, zone):
        return None
    return nearest


def will_be_reminded(starts_at: datetime, *, informed_at: datetime, leads: Iterable[int], zone: tzinfo) -> bool:
    """Whether a patient who is told the time at `informed_at` has a reminder still to come."""
    return any(due_at(starts_at, lead, zone) >= informed_at for lead in leads)
