"""Whether a freed time is offered to a patient who waits, and how long it is then held. Pure.

The rule, in the words in which a patient can be told:
1. Whoever has waited longest is asked first, those we owe something before them; one patient at a time.
2. It has to be a time they asked for: on a day and in the part of it they named, with whom they named. Once all days
   they named are over, the parts of the day still count.
3. It is held for them for a day; for four hours if the appointment is within a week, for one if it is within two days;
   and never longer than until the notice they need.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from appointments.choices import DayPart, SkipReason
from appointments.scheduling.availability import FreeTime

EARLIER_BY = timedelta(days=1)  # at least, than the appointment somebody has
UNANSWERED_AT_MOST = 2  # offers in a row that ran out; then the desk has to call first
SHORTEST_HOLD = timedelta(minutes=30)
HOLDS = (  # how far ahead the appointment is, at least: how long the time is held
    (timedelta(days=7), timedelta(hours=24)),
    (timedelta(days=2), timedelta(hours=4)),
    (timedelta(0), timedelta(hours=1)),
)


@dataclass(frozen=True)
class AcceptedTimes:
    """Which times a patient who waits would accept.

    `windows`: (day, DayPart); none: any. `practitioner_id`: None: anybody. `notice`: how long before an appointment
    they have to know. `appointment_at`: when the appointment they have begins. `offered_before`: the times held for
    them before, as (practitioner, start, end). `unanswered`: how many offers ran out since they last answered one.
    """

    windows: tuple[tuple[date, str], ...] = ()
    practitioner_id: int | None = None
    notice: timedelta = timedelta(hours=24)
    appointment_at: datetime | None = None
    offered_before: frozenset[tuple[int, datetime, datetime]] = frozenset()
    unanswered: int = 0


def first_accepted(
    accepted: AcceptedTimes, free: Iterable[FreeTime], *, now: datetime, zone: tzinfo
) -> tuple[FreeTime | None, SkipReason | None]:
    """The first of these times that can be offered, or why the first one cannot: SHORT if there is none at all."""
    reasons = []
    for time in free:
        reason = reason_against(accepted, time, now=now, zone=zone)
        if reason is None:
            return time, None
        reasons.append(reason)
    return None, reasons[0] if reasons else SkipReason.SHORT


def reason_against(accepted: AcceptedTimes, time: FreeTime, *, now: datetime, zone: tzinfo) -> SkipReason | None:
    """Why this time is not offered; None if it can be. `zone`: the clinic's, in which windows are meant."""
    if accepted.appointment_at and time.starts_at > accepted.appointment_at - EARLIER_BY:
        return SkipReason.NOT_EARLIER
    if accepted.practitioner_id not in (None, time.practitioner_id):
        return SkipReason.PRACTITIONER
    if not _is_in_windows(accepted.windows, time, now, zone):
        return SkipReason.WISHES
    if hold_ends_at(time.starts_at, notice=accepted.notice, now=now) is None:
        return SkipReason.NOTICE
    if any(_overlaps(time, *before) for before in accepted.offered_before):
        return SkipReason.OFFERED
    return SkipReason.SILENT if accepted.unanswered >= UNANSWERED_AT_MOST else None


def hold_ends_at(starts_at: datetime, *, notice: timedelta, now: datetime) -> datetime | None:
    """Until when a time that begins at `starts_at` is held; None if that would be less than SHORTEST_HOLD."""
    usual = next((hold for ahead, hold in HOLDS if starts_at - now >= ahead), timedelta(0))
    hold = min(usual, starts_at - notice - now)
    return now + hold if hold >= SHORTEST_HOLD else None


def _overlaps(time: FreeTime, practitioner_id: int, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a time with this practitioner overlaps the given one: then it counts as the same."""
    return time.practitioner_id == practitioner_id and starts_at < time.ends_at and time.starts_at < ends_at


def _is_in_windows(windows: tuple[tuple[date, str], ...], time: FreeTime, now: datetime, zone: tzinfo) -> bool:
    local, today = time.starts_at.astimezone(zone), now.astimezone(zone).date()
    ahead = [(day, part) for day, part in windows if day >= today]
    parts = [part for day, part in ahead if day == local.date()] if ahead else [part for _day, part in windows]
    return not windows or any(DayPart(part).covers(local.time()) for part in parts)
