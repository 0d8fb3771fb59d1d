"""What the desk sees of somebody's place on the waiting list: since when, until when, and why they were not offered."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments import date_words
from appointments.choices import SkipReason
from appointments.models import WaitlistEntry, WaitlistSkip
from appointments.workflow import Status

SKIPS_SHOWN = 5


@dataclass(frozen=True)
class Waits:
    """A place on the list. `is_due`: the day to look again has come. `skips`: times that went past them, and why."""

    since: str
    review: str
    is_due: bool
    notice: int
    earlier: bool
    skips: list[tuple[str, str]] = field(default_factory=list)


def waiting_of(asked, now: datetime) -> Waits | None:
    """The place of a request that waits, for a time or for an earlier one; None if it does not."""
    if asked.status not in (Status.WAITING_LIST, Status.BOOKED):
        return None
    entry = WaitlistEntry.objects.filter(request=asked, ended_at__isnull=True).first()
    if entry is None:
        return None
    skips = entry.skips.select_related("freed_time__practitioner").order_by("-at", "-pk")[:SKIPS_SHOWN]
    return Waits(
        since=date_words.relative_day_and_time(entry.since, now),
        review=date_words.relative_day(entry.review_on, now),
        is_due=entry.review_on <= timezone.localdate(now),
        notice=entry.notice_hours,
        earlier=asked.status == Status.BOOKED,
        skips=[(_time_in_words(skip.freed_time, now), str(skip.get_reason_display())) for skip in skips],
    )


def places(requests: list[int], now: datetime) -> dict[int, str]:
    """For the list: since when each of these waits, when to look again, and why the last time went past them."""
    last = WaitlistSkip.objects.filter(entry=OuterRef("pk")).order_by("-at", "-pk")
    entries = WaitlistEntry.objects.filter(request__in=requests, ended_at__isnull=True).annotate(
        last_skip=Subquery(last.values("reason")[:1])
    )
    return {entry.request_id: _place_in_words(entry, now) for entry in entries.order_by("pk")}


def _place_in_words(entry: WaitlistEntry, now: datetime) -> str:
    found = [_("since %(when)s") % {"when": date_words.short_relative_day_and_time(entry.since, now)}]
    if entry.review_on <= timezone.localdate(now):
        found.append(_("look again now"))
    else:
        found.append(_("look again %(day)s") % {"day": date_words.relative_day(entry.review_on, now)})
    if entry.last_skip:
        found.append(_("last time not offered: %(why)s") % {"why": SkipReason(entry.last_skip).label})
    return " · ".join(found)


def _time_in_words(freed, now: datetime) -> str:
    return _("%(when)s with %(who)s") % {
        "when": date_words.relative_day_and_time(freed.starts_at, now),
        "who": freed.practitioner,
    }
