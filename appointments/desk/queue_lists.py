"""The lists of the desk: which requests each tab holds, in which order, how they are filtered and paged."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.clinic_time import span_of_days
from appointments.desk.queue_rows import SELECTED
from appointments.models import AppointmentRequest, HealthcareService, WaitlistEntry
from appointments.models.appointment import LIVE
from appointments.workflow import Status
from topics.models import Practitioner

LONGEST_CURSOR = 200  # characters
MOST_RANK = 32_767  # of a small integer
PAGE_SIZE = 25
MOST_COUNTED = 99  # more is "99+": nothing is counted to the end
SHOWN_BESIDE_REQUEST = 15  # rows of the queue beside an open request
MOST_FOUND = 50  # a search shows these; a longer one is narrowed by typing more


NOT_BOOKED = (Status.QUARANTINED, Status.NEW, Status.IN_PROGRESS, Status.AWAITING_PATIENT, Status.WAITING_LIST)


class TabOrder(StrEnum):
    """In which order a tab lists its requests. The values stand in the cursors of pages."""

    QUEUE = "queue"  # by rank, then promise
    PROMISE = "promise"
    CLOSED = "closed"  # closed last comes first
    APPOINTMENT = "appointment"  # by its start; on one page


@dataclass(frozen=True)
class Tab:
    """One list. `counted`: its number of requests stands beside its name."""

    code: str
    label: str
    order: TabOrder
    counted: bool = True


TABS = {
    tab.code: tab
    for tab in (
        Tab("waiting", _("Waiting"), TabOrder.QUEUE),
        Tab("read", _("Read at once"), TabOrder.PROMISE),
        Tab("mine", _("Mine"), TabOrder.PROMISE),
        Tab("phone", _("To phone"), TabOrder.PROMISE),
        Tab("appointments", _("Appointments today"), TabOrder.APPOINTMENT),
        Tab("answer", _("Patient’s answer"), TabOrder.PROMISE),
        Tab("list", _("Waiting list"), TabOrder.PROMISE),
        Tab("earlier", _("Want earlier"), TabOrder.PROMISE, counted=False),
        Tab("closed", _("Closed lately"), TabOrder.CLOSED, counted=False),
        Tab("quarantine", _("To check"), TabOrder.PROMISE),
    )
}


def requests_in_tab(code: str, *, actor, now: datetime):
    """The requests of a tab, in its order."""
    seen = AppointmentRequest.objects.listed_for(actor)
    match code:
        case "waiting":
            return seen.waiting().in_queue_order()
        case "read":
            return seen.filter(names_warning=True, status__in=NOT_BOOKED).in_promise_order()
        case "mine":
            return seen.mine(actor.user, now).in_promise_order()
        case "phone":
            return seen.visible_to(actor, now).to_phone().in_promise_order()
        case "appointments":
            today = timezone.localdate(now)
            span = span_of_days(today, today, timezone.get_default_timezone())
            of_today = seen.filter(
                appointments__status__in=LIVE,
                appointments__starts_at__gte=span.start,
                appointments__starts_at__lt=span.end,
            )
            return of_today.order_by("appointments__starts_at", "pk")
        case "earlier":
            living = WaitlistEntry.objects.filter(ended_at__isnull=True)
            return seen.filter(status=Status.BOOKED, pk__in=living.values("request")).in_promise_order()
        case "closed":
            return seen.closed_lately(now)
    status = {"answer": Status.AWAITING_PATIENT, "list": Status.WAITING_LIST, "quarantine": Status.QUARANTINED}
    return seen.filter(status=status[code]).in_promise_order()


def tab_counts(*, actor, now: datetime) -> dict[str, str]:
    """How many requests each counted tab holds, by its code: up to "99", then "99+". One query for each."""
    found = {}
    for tab in TABS.values():
        if tab.counted:
            held = len(requests_in_tab(tab.code, actor=actor, now=now).order_by().values_list("pk")[: MOST_COUNTED + 1])
            found[tab.code] = f"{MOST_COUNTED}+" if held > MOST_COUNTED else str(held)
    return found


def filtered(requests, chosen: dict, *, actor, now: datetime, call_windows):
    """The requests that fit the filters. `chosen`: the cleaned data of FilterForm."""
    if chosen.get("service"):
        requests = requests.filter(service=chosen["service"])
    if chosen.get("location"):
        requests = requests.filter(service__in=_services_at(chosen["location"], timezone.localdate(now)))
    if chosen.get("language"):
        requests = requests.filter(language__icontains=chosen["language"])
    if chosen.get("mine"):
        requests = requests.mine(actor.user, now)
    if chosen.get("callable"):
        requests = requests.waiting().callable_at(now, call_windows.open_call_times()).unclaimed_at(now)
    if chosen.get("due"):
        requests = requests.promised_before(end_of_today(now))
    return requests


def end_of_today(now: datetime) -> datetime:
    """The instant at which this day ends in the clinic's time zone."""
    today = timezone.localdate(now)
    return span_of_days(today, today, timezone.get_default_timezone()).end


def due_today(*, now: datetime) -> dict:
    """How many promises fall due today or are late, and how many of these are late by now; up to 99 each. One query.

    One that was broken and renewed stays late until the answer.
    """
    today = AppointmentRequest.objects.promised_before(end_of_today(now))
    promised = today.annotate(first=Coalesce("late_since", "promise_at")).order_by("first")
    promises = list(promised.values_list("first", flat=True)[:MOST_COUNTED])
    return {"all": len(promises), "late": sum(first <= now for first in promises)}


def _services_at(location, today) -> list[int]:
    """The ids of the services that an active practitioner gives at this location."""
    people = Practitioner.objects.filter(active=True, working_hours__location=location).exclude(
        working_hours__valid_to__lt=today
    )
    services = HealthcareService.objects.filter(specialty__practitioners__in=people)
    return list(services.order_by("pk").distinct().values_list("pk", flat=True))


# --- pages -----------------------------------------------------------------------------------------------------------


def page_of(requests, tab: Tab, cursor: str) -> tuple[list[AppointmentRequest], str]:
    """A page of the list after the cursor, and the cursor of the next page ("" if this is the last)."""
    sort_key = _read_cursor(cursor, tab)
    if sort_key:
        requests = {
            TabOrder.QUEUE: lambda: requests.after_in_queue(*sort_key),
            TabOrder.PROMISE: lambda: requests.after_in_promise(*sort_key),
            TabOrder.CLOSED: lambda: requests.after_in_closed(*sort_key),
        }[tab.order]()
    size = PAGE_SIZE if tab.order != TabOrder.APPOINTMENT else MOST_COUNTED
    found = list(requests.select_related(*SELECTED)[: size + 1])
    more = len(found) > size
    return found[:size], _write_cursor(found[size - 1], tab) if more and tab.order != TabOrder.APPOINTMENT else ""


def _write_cursor(last: AppointmentRequest, tab: Tab) -> str:
    sort_key = {
        TabOrder.QUEUE: (last.queue_rank, last.promise_at, last.pk),
        TabOrder.PROMISE: (last.promise_at, last.pk),
        TabOrder.CLOSED: (last.closed_at, last.pk),
    }[tab.order]
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in sort_key]
    return base64.urlsafe_b64encode(json.dumps([tab.order, *plain]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, tab: Tab) -> tuple:
    """The sort key a cursor holds; () for the first page: no cursor, a broken one, or one of another list."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return ()
    try:
        order, *sort_key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        shape = {TabOrder.QUEUE: (int, str, int), TabOrder.PROMISE: (str, int), TabOrder.CLOSED: (str, int)}[tab.order]
        if order != tab.order or [type(part) for part in sort_key] != list(shape) or max(_ints(sort_key)) >= 2**63:
            return ()
        moments = [datetime.fromisoformat(part) if isinstance(part, str) else part for part in sort_key]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):  # whatever was written there
        return ()
    if tab.order == TabOrder.QUEUE and not 0 <= moments[0] <= MOST_RANK:
        return ()
    return () if any(isinstance(part, datetime) and not _usable(part) for part in moments) else tuple(moments)


def _ints(sort_key: list) -> list[int]:
    return [abs(part) for part in sort_key if isinstance(part, int)]


def _usable(moment: datetime) -> bool:
    return timezone.is_aware(moment) and 1900 <= moment.year <= 9998
