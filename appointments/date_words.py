"""Days, times and lengths of time in words, for patients and for staff: one function for each form.

Instants are aware datetimes and are told in clinic time (the active time zone); weekdays and months in the active
language. On days of a clock change, when a time may come twice, what staff read gives the distance from UTC; what
patients read names the zone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.clinic_time import MIDNIGHT, clocks_change_on

SOON = timedelta(hours=1)  # a promise that has to be kept within this time is shown as a warning
MINUTE = timedelta(minutes=1)
END_OF_DAY = "24:00"


# --- days ------------------------------------------------------------------------------------------------------------


def long_day(day: date) -> str:
    """Wednesday 25 November 2026."""
    return date_format(day, "l j F Y")


def day_without_year(day: date) -> str:
    """Wednesday 25 November."""
    return date_format(day, "l j F")


def day_without_weekday(day: date) -> str:
    """25 November 2026."""
    return date_format(day, "j F Y")


def relative_day(day: date, now: datetime) -> str:
    """For staff: today, tomorrow, yesterday, or Wednesday 25 November; with the year if it is not that of `now`."""
    today = timezone.localdate(now)
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    if day == today - timedelta(days=1):
        return _("yesterday")
    return day_without_year(day) if day.year == today.year else long_day(day)


# --- clock times -----------------------------------------------------------------------------------------------------


def hour_and_minute(shown: time) -> str:
    """09:30."""
    return f"{shown:%H:%M}"


def hours_range(starts: time, ends: time) -> str:
    """Hours of a weekday: 09:00–17:00; until midnight 20:00–24:00."""
    return f"{hour_and_minute(starts)}–{END_OF_DAY if ends == MIDNIGHT else hour_and_minute(ends)}"


def clock_time(instant: datetime) -> str:
    """For staff: 09:30; on a day of a clock change 01:30 (UTC+1)."""
    local = timezone.localtime(instant)
    shown = date_format(local, "H:i")
    changes = clocks_change_on(local.date(), timezone.get_current_timezone())
    return f"{shown} ({_utc_offset(local)})" if changes else shown


def clock_time_with_zone(instant: datetime) -> str:
    """For staff: 01:30 BST."""
    local = timezone.localtime(instant)
    return f"{hour_and_minute(local.time())} {local.tzname()}"


def clock_time_range(starts_at: datetime, ends_at: datetime) -> str:
    """For staff: 09:30–10:00; on a day of a clock change 01:30 (UTC+1)–01:00 (UTC+0)."""
    return f"{clock_time(starts_at)}–{clock_time(ends_at)}"


def clock_time_range_with_zone(starts_at: datetime, ends_at: datetime) -> str:
    """For patients: 09:30 to 10:00 (GMT). The zone is that of the start."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return _("%(start)s to %(end)s (%(zone)s)") % {
        "start": date_format(start, "H:i"),
        "end": date_format(end, "H:i"),
        "zone": start.tzname(),  # not by date_format: that gives none in the hour that comes twice
    }


# --- days with clock times -------------------------------------------------------------------------------------------


def day_and_time(instant: datetime) -> str:
    """For patients: Monday 23 November, 09:30."""
    return date_format(timezone.localtime(instant), "l j F, H:i")


def day_and_time_with_zone(instant: datetime) -> str:
    """For patients: Monday 23 November, 09:30 (GMT)."""
    return _("%(moment)s (%(zone)s)") % {
        "moment": day_and_time(instant),
        "zone": timezone.localtime(instant).tzname(),
    }


def short_day_and_time_with_zone(instant: datetime) -> str:
    """For text messages: Mon 23 Nov, 09:30 (GMT)."""
    local = timezone.localtime(instant)
    return f"{date_format(local, 'D j M, H:i')} ({local.tzname()})"


def day_and_time_without_weekday(instant: datetime) -> str:
    """For staff: 23 November, 09:30."""
    return date_format(timezone.localtime(instant), "j F, H:i")


def day_and_time_with_year(instant: datetime) -> str:
    """For the admin: Monday 23 November 2026, 09:30. Never with the distance from UTC."""
    return date_format(timezone.localtime(instant), "l j F Y, H:i")


def long_day_and_time(instant: datetime) -> str:
    """For staff, in full: Wednesday 25 November 2026, 09:30; on a day of a clock change 01:30 (UTC+1)."""
    return _("%(day)s, %(time)s") % {"day": long_day(timezone.localdate(instant)), "time": clock_time(instant)}


def relative_day_and_time(instant: datetime, now: datetime) -> str:
    """For staff: today, 09:30; or Wednesday 25 November, 09:30 (see `relative_day` and `clock_time`)."""
    day = relative_day(timezone.localdate(instant), now)
    return _("%(day)s, %(time)s") % {"day": day, "time": clock_time(instant)}


def short_relative_day_and_time(instant: datetime, now: datetime) -> str:
    """For lists of staff: today, 09:30; or Wed 25 Nov, 09:30; with the year if it is not that of `now`."""
    day, today = timezone.localdate(instant), timezone.localdate(now)
    if abs((day - today).days) <= 1:
        return relative_day_and_time(instant, now)
    name = date_format(day, "D j M" if day.year == today.year else "D j M Y")
    return _("%(day)s, %(time)s") % {"day": name, "time": clock_time(instant)}


def sortable_day(day: date) -> str:
    """For files and tables: 2026-11-25."""
    return f"{day:%Y-%m-%d}"


def sortable_day_and_time(instant: datetime) -> str:
    """For files and tables: 2026-11-25 09:30."""
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}"


def sortable_day_and_time_to_the_second(instant: datetime) -> str:
    """For files and tables: 2026-11-25 09:30:59."""
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M:%S}"


# --- lengths of time -------------------------------------------------------------------------------------------------


def duration(length: timedelta) -> str:
    """A length of time in its two largest units, rounded down to minutes: 2 days 3 h, 1 h 20 min, 5 min.

    From seven days on in days alone; nothing negative: 0 min.
    """
    minutes = max(int(length / MINUTE), 0)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        words = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        return f"{words} {hours} {_('h')}" if hours and days < 7 else words
    if hours:
        return f"{hours} {_('h')} {minutes} {_('min')}" if minutes else f"{hours} {_('h')}"
    return f"{minutes} {_('min')}"


@dataclass(frozen=True)
class TimeLeft:
    """How much time is left until a promise, for staff.

    `words`: 1 h 20 min left, Late by 5 min; `tone`: "bad" when it is broken, "warn" within the last hour, else
    "neutral"; `until`: when it has to be kept, as in `short_relative_day_and_time`.
    """

    words: str
    tone: str
    until: str


def time_left(promise_at: datetime, now: datetime, late_since: datetime | None = None) -> TimeLeft:
    """How much time is left until this promise has to be kept, or how late it is.

    `late_since`: an earlier promise that was broken; the lateness counts from it, also while the new one can be kept.
    """
    until = short_relative_day_and_time(promise_at, now)
    if late_since is not None or promise_at <= now:
        return TimeLeft(_("Late by %(span)s") % {"span": duration(now - (late_since or promise_at))}, "bad", until)
    words = _("%(span)s left") % {"span": duration(promise_at - now)}
    return TimeLeft(words, "warn" if promise_at - now < SOON else "neutral", until)


def _utc_offset(local: datetime) -> str:
    """The distance of a local time from UTC: UTC+1, UTC+10:30."""
    minutes = int(local.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
