"""What happened to a request, told for colleagues: steps, calls and notes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from appointments import date_words
from appointments.workflow import Role, Status, Step

PAGE = 50
SHORT = 8  # on the page of the request; looks are left out there
QUIET = (Step.LOOK,)


@dataclass(frozen=True)
class Entry:
    """A line of the history."""

    when: str
    what: str
    who: str
    led_to: str


@dataclass(frozen=True)
class Said:
    """A call or a note."""

    when: str
    who: str
    text: str
    more: str = ""


def latest(asked, now: datetime) -> list[Entry]:
    """The last few steps, without looks."""
    events = asked.events.exclude(step__in=QUIET).select_related("by").order_by("-at", "-pk")
    return [_entry(event, now) for event in events[:SHORT]]


def changes_since(asked, count: int, now: datetime) -> list[Entry]:
    """The last `count` steps that changed something: what a page opened earlier does not know."""
    changing = asked.events.exclude(step__in=(Step.LOOK, Step.NOTE, Step.ATTEMPT)).select_related("by")
    return [_entry(event, now) for event in changing.order_by("-at", "-pk")[: min(count, SHORT)]]


def history_page(asked, now: datetime, *, before: int | None) -> dict:
    """A page of all events, the latest first, and the key the next page begins before."""
    events = asked.events.select_related("by").order_by("-pk")
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[: PAGE + 1])
    more = len(found) > PAGE
    return {
        "entries": [_entry(event, now) for event in found[:PAGE]],
        "next_url": f"?before={found[PAGE - 1].pk}" if more else "",
        "first_url": "?" if before is not None else "",
    }


def attempts(asked, now: datetime) -> list[Said]:
    """Every try to reach the patient, the latest first."""
    tried = asked.contact_attempts.select_related("by").order_by("-at", "-pk")[:20]
    return [
        Said(
            date_words.relative_day_and_time(attempt.at, now),
            attempt.by.get_short_name(),
            attempt.get_outcome_display(),
            _("next try %(when)s") % {"when": date_words.relative_day_and_time(attempt.next_try_at, now)}
            if attempt.next_try_at
            else "",
        )
        for attempt in tried
    ]


def notes(asked, now: datetime) -> list[Said]:
    """What colleagues wrote down, the latest first."""
    written = asked.notes.select_related("by").order_by("-at", "-pk")[:50]
    return [
        Said(date_words.relative_day_and_time(note.at, now), note.by.get_short_name(), note.text) for note in written
    ]


def _entry(event, now: datetime) -> Entry:
    changed = event.after if event.after != event.before else ""
    return Entry(
        when=date_words.relative_day_and_time(event.at, now),
        what=Step(event.step).label,
        who=event.by.get_short_name() if event.by else str(Role(event.role).label),
        led_to=str(Status(changed).label) if changed else "",
    )
