"""When patients are reminded of an appointment: pure functions of instants, leads in hours and the clinic's time zone.

The leads are the setting REMINDER_HOURS.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from appointments import clinic_time

HOURS_OF_A_DAY = 24
DAY_BEGINS, DAY_ENDS = time(8), time(21)  # between them a text message wakes nobody
EVENING = time(20)  # a text message for the early morning is sent the evening before
LEAST_NOTICE = timedelta(hours=1)  # from a text message at DAY_BEGINS to the appointment
MOST_BROUGHT_FORWARD = timedelta(hours=13)  # from EVENING to DAY_BEGINS, also when the clocks change
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


def text_due_at(starts_at: datetime, lead: int, zone: tzinfo) -> datetime:
    """As due_at, for a text message, which rings: never at night.

    What is due after DAY_ENDS leaves that day at EVENING; what is due before DAY_BEGINS leaves then, or the EVENING
    before if the appointment is less than an hour later.
    """
    due = due_at(starts_at, lead, zone)
    day, clock = due.astimezone(zone).date(), due.astimezone(zone).time()
    if clock >= DAY_ENDS:
        return _moment(day, EVENING, zone)
    if clock >= DAY_BEGINS:
        return due
    morning = _moment(day, DAY_BEGINS, zone)
    if morning <= starts_at - LEAST_NOTICE:
        return morning
    return _moment(day - clinic_time.DAY, EVENING, zone)


def _moment(day: date, clock_time: time, zone: tzinfo) -> datetime:
    """When the clock first shows this time on this day; if it skips it, when the day begins."""
    found = clinic_time.instants_at(day, clock_time, zone)
    return found[0] if found else clinic_time.start_of_day(day, zone)


def night_ends_at(now: datetime, zone: tzinfo) -> datetime | None:
    """When text messages may be sent again; None if it is day by the clinic's clock."""
    local = now.astimezone(zone)
    if DAY_BEGINS <= local.time() < DAY_ENDS:
        return None
    day = local.date() + (clinic_time.DAY if local.time() >= DAY_ENDS else timedelta(0))
    return _moment(day, DAY_BEGINS, zone)


def lead_due(
    starts_at: datetime,
    *,
    informed_at: datetime,
    now: datetime,
    leads: Iterable[int],
    zone: tzinfo,
    by_text: bool = False,
) -> int | None:
    """The lead, in hours, whose reminder is to be sent now; None if there is none.

    Of several that are due, only the one nearest to the start. None once the appointment has begun, or if the patient
    was told the time (`informed_at`) only after the reminder was due.
    """
    if starts_at <= now:
        return None
    when = text_due_at if by_text else due_at
    due = [lead for lead in leads if when(starts_at, lead, zone) <= now]
    nearest = min(due, default=None)
    if nearest is None or informed_at > when(starts_at, nearest, zone):
        return None
    return nearest


def will_be_reminded(
    starts_at: datetime, *, informed_at: datetime, leads: Iterable[int], zone: tzinfo, by_text: bool = False
) -> bool:
    """Whether a patient who is told the time at `informed_at` has a reminder still to come."""
    when = text_due_at if by_text else due_at
    return any(when(starts_at, lead, zone) >= informed_at for lead in leads)
