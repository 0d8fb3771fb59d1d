"""What happened to a request, in words for colleagues: steps, calls and notes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from appointments import date_words
from appointments.workflow import Role, Status, Step

PAGE_SIZE = 50
LATEST_SHOWN = 8  # on the page of the request; looks are left out there
LEFT_OUT = (Step.LOOK,)


@dataclass(frozen=True)
class HistoryEntry:
    """A line of the history."""

    when: str
    what: str
    who: str
    led_to: str


@dataclass(frozen=True)
class CallOrNote:
    """A call or a note."""

    when: str
    who: str
    text: str
    more: str = ""


def latest_steps(appointment_request, now: datetime) -> list[HistoryEntry]:
    """The latest eight steps, without looks."""
    events = appointment_request.events.exclude(step__in=LEFT_OUT).select_related("by").order_by("-at", "-pk")
    return [_entry(event, now) for event in events[:LATEST_SHOWN]]


def changes_since(appointment_request, count: int, now: datetime) -> list[HistoryEntry]:
    """The latest `count` steps that changed something, eight at most: what a page opened before them does not show."""
    changing = appointment_request.events.exclude(step__in=(Step.LOOK, Step.NOTE, Step.ATTEMPT)).select_related("by")
    return [_entry(event, now) for event in changing.order_by("-at", "-pk")[: min(count, LATEST_SHOWN)]]


def history_page(appointment_request, now: datetime, *, before: int | None) -> dict:
    """The context of a page of all events, the latest first. `before`: the id of the last event of the page before."""
    events = appointment_request.events.select_related("by").order_by("-pk")
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    return {
        "entries": [_entry(event, now) for event in found[:PAGE_SIZE]],
        "next_url": f"?before={found[PAGE_SIZE - 1].pk}" if more else "",
        "first_url": "?" if before is not None else "",
    }


def contact_attempts(appointment_request, now: datetime) -> list[CallOrNote]:
    """The latest twenty attempts to reach the patient."""
    tried = appointment_request.contact_attempts.select_related("by").order_by("-at", "-pk")[:20]
    return [
        CallOrNote(
            date_words.relative_day_and_time(attempt.at, now),
            attempt.by.get_short_name(),
            attempt.get_outcome_display(),
            _("next try %(when)s") % {"when": date_words.relative_day_and_time(attempt.next_try_at, now)}
            if attempt.next_try_at
            else "",
        )
        for attempt in tried
    ]


def notes(appointment_request, now: datetime) -> list[CallOrNote]:
    """The latest fifty notes of colleagues."""
    written = appointment_request.notes.select_related("by").order_by("-at", "-pk")[:50]
    return [
        CallOrNote(date_words.relative_day_and_time(note.at, now), note.by.get_short_name(), note.text)
        for note in written
    ]


def _entry(event, now: datetime) -> HistoryEntry:
    changed = event.after if event.after != event.before else ""
    return HistoryEntry(
        when=date_words.relative_day_and_time(event.at, now),
        what=Step(event.step).label,
        who=event.by.get_short_name() if event.by else str(Role(event.role).label),
        led_to=str(Status(changed).label) if changed else "",
    )
