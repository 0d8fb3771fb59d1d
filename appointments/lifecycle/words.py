"""Days, times and promises as the desk says them. Clinic time; on days of a clock change with the offset."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = timedelta(hours=1)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Promise:
    """How a promise stands: words, and a tone that helps them ("bad" broken, "warn" soon, "neutral" in time)."""

    words: str
    tone: str
    until: str


def clock(moment: datetime) -> str:
    """09:30; on a day whose clocks change 01:30 (UTC+1)."""
    local = timezone.localtime(moment)
    shown = date_format(local, "H:i")
    return f"{shown} ({offset(local)})" if changes_clocks(local.date()) else shown


def offset(local: datetime) -> str:
    """The distance from UTC of this moment at the clinic: UTC+1, UTC+10:30."""
    minutes = int(local.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def changes_clocks(day: date) -> bool:
    """Whether the clinic's clocks are put forward or back on this day."""
    zone = timezone.get_default_timezone()
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    return (noon - timedelta(days=1)).utcoffset() != noon.utcoffset()


def day_name(day: date, now: datetime) -> str:
    """today, tomorrow, or Wednesday 25 November; with the year if it is another one."""
    today = timezone.localdate(now)
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    if day == today - timedelta(days=1):
        return _("yesterday")
    return date_format(day, "l j F" if day.year == today.year else "l j F Y")


def long_day(day: date) -> str:
    """Wednesday 25 November 2026."""
    return date_format(day, "l j F Y")


def when(moment: datetime, now: datetime) -> str:
    """today, 09:30 – or Wednesday 25 November, 09:30."""
    day = timezone.localdate(moment)
    return _("%(day)s, %(time)s") % {"day": day_name(day, now), "time": clock(moment)}


def short(moment: datetime, now: datetime) -> str:
    """For lists: today, 09:30 – or Wed 25 Nov, 09:30."""
    day = timezone.localdate(moment)
    far = abs((day - timezone.localdate(now)).days) > 1
    name = date_format(day, "D j M" if day.year == timezone.localdate(now).year else "D j M Y")
    return _("%(day)s, %(time)s") % {"day": name if far else day_name(day, now), "time": clock(moment)}


def appointment_time(moment: datetime) -> str:
    """In full, as it is said to a patient: Wednesday 25 November 2026, 09:30."""
    return _("%(day)s, %(time)s") % {"day": long_day(timezone.localdate(moment)), "time": clock(moment)}


def lasting(span: timedelta) -> str:
    """A length of time in its two largest units: 2 days 3 h, 1 h 20 min, 5 min."""
    minutes = max(int(span / MINUTE), 0)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        words = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        return f"{words} {hours} {_('h')}" if hours and days < 7 else words
    if hours:
        return f"{hours} {_('h')} {minutes} {_('min')}" if minutes else f"{hours} {_('h')}"
    return f"{minutes} {_('min')}"


def promise(promise_at: datetime, now: datetime) -> Promise:
    """How much time is left, or how late it is."""
    until = short(promise_at, now)
    if promise_at <= now:
        return Promise(_("Late by %(span)s") % {"span": lasting(now - promise_at)}, "bad", until)
    words = _("%(span)s left") % {"span": lasting(promise_at - now)}
    return Promise(words, "warn" if promise_at - now < SOON else "neutral", until)
