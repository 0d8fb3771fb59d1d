"""Whether a time that has become free is one for somebody who waits, and how long it is held for them. Pure.

The rule, simple enough to be told to a patient:
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

EARLIER_BY = timedelta(days=1)  # less is not worth another message
UNANSWERED = 2  # offers that ran out in a row: then somebody has to call
LEAST_HOLD = timedelta(minutes=30)
HOLDS = (  # how far ahead the appointment is, at least: how long the time is held
    (timedelta(days=7), timedelta(hours=24)),
    (timedelta(days=2), timedelta(hours=4)),
    (timedelta(0), timedelta(hours=1)),
)


@dataclass(frozen=True)
class Wish:
    """What somebody who waits would take. `windows`: (day, part); `appointment_at`: the appointment they have, if they
    have one.

    `offered_before`: with whom, from when to when they were held a time.
    """

    windows: tuple[tuple[date, str], ...] = ()
    practitioner_id: int | None = None
    notice: timedelta = timedelta(hours=24)
    appointment_at: datetime | None = None
    offered_before: frozenset[tuple[int, datetime, datetime]] = frozenset()
    unanswered: int = 0


def choose(
    wish: Wish, free: Iterable[FreeTime], *, now: datetime, zone: tzinfo
) -> tuple[FreeTime | None, SkipReason | None]:
    """The first of these times that suits, or why the first of them does not; too short if there is none at all."""
    reasons = []
    for time in free:
        reason = reason_against(wish, time, now=now, zone=zone)
        if reason is None:
            return time, None
        reasons.append(reason)
    return None, reasons[0] if reasons else SkipReason.SHORT


def reason_against(wish: Wish, time: FreeTime, *, now: datetime, zone: tzinfo) -> SkipReason | None:
    """Why this time is not offered to them; None if it is."""
    if wish.appointment_at and time.starts_at > wish.appointment_at - EARLIER_BY:
        return SkipReason.NOT_EARLIER
    if wish.practitioner_id not in (None, time.practitioner_id):
        return SkipReason.PRACTITIONER
    if not _is_wished(wish.windows, time, now, zone):
        return SkipReason.WISHES
    if held_until(time.starts_at, notice=wish.notice, now=now) is None:
        return SkipReason.NOTICE
    if any(_is_the_same(time, *before) for before in wish.offered_before):
        return SkipReason.OFFERED
    return SkipReason.SILENT if wish.unanswered >= UNANSWERED else None


def held_until(starts_at: datetime, *, notice: timedelta, now: datetime) -> datetime | None:
    """Until when a time is held for somebody who needs this notice; None if that would not be half an hour."""
    usual = next((hold for ahead, hold in HOLDS if starts_at - now >= ahead), timedelta(0))
    hold = min(usual, starts_at - notice - now)
    return now + hold if hold >= LEAST_HOLD else None


def _is_the_same(time: FreeTime, practitioner_id: int, starts_at: datetime, ends_at: datetime) -> bool:
    """Five minutes later is no other time."""
    return time.practitioner_id == practitioner_id and starts_at < time.ends_at and time.starts_at < ends_at


def _is_wished(windows: tuple[tuple[date, str], ...], time: FreeTime, now: datetime, zone: tzinfo) -> bool:
    local, today = time.starts_at.astimezone(zone), now.astimezone(zone).date()
    ahead = [(day, part) for day, part in windows if day >= today]
    parts = [part for day, part in ahead if day == local.date()] if ahead else [part for _day, part in windows]
    return not windows or any(DayPart(part).covers(local.time()) for part in parts)
