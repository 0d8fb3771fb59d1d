"""The lists of the desk: which requests each tab holds, in which order, how they are narrowed and paged."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.clinic_time import span_of_days
from appointments.models import AppointmentRequest, HealthcareService, WaitlistEntry
from appointments.models.appointment import LIVE
from appointments.workflow import Status
from topics.models import Practitioner

PAGE = 25
COUNTED = 99  # more is "99+": nothing is counted to the end
SHORT = 15  # rows of the queue beside an open request
FOUND = 50  # a search shows these; a longer one is narrowed by typing more


@dataclass(frozen=True)
class Tab:
    """One list. `order`: "queue", "promise", "closed" or "appointment"."""

    code: str
    label: str
    order: str
    counted: bool = True


TABS = {
    tab.code: tab
    for tab in (
        Tab("waiting", _("Waiting"), "queue"),
        Tab("mine", _("Mine"), "promise"),
        Tab("phone", _("To phone"), "promise"),
        Tab("appointments", _("Appointments today"), "appointment"),
        Tab("answer", _("Patient’s answer"), "promise"),
        Tab("list", _("Waiting list"), "promise"),
        Tab("earlier", _("Want earlier"), "promise", counted=False),
        Tab("closed", _("Closed lately"), "closed", counted=False),
        Tab("quarantine", _("To check"), "promise"),
    )
}


def in_tab(code: str, *, actor, now: datetime):
    """The requests of a tab, in its order."""
    seen = AppointmentRequest.objects.listed_for(actor)
    match code:
        case "waiting":
            return seen.waiting().in_queue_order()
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


def counts(*, actor, now: datetime) -> dict[str, str]:
    """How many each tab holds, up to 99; a short look at an index for each."""
    found = {}
    for tab in TABS.values():
        if tab.counted:
            held = len(in_tab(tab.code, actor=actor, now=now).order_by().values_list("pk")[: COUNTED + 1])
            found[tab.code] = f"{COUNTED}+" if held > COUNTED else str(held)
    return found


def narrowed(requests, chosen: dict, *, actor, now: datetime, calls):
    """Those that the filters leave. `chosen`: the cleaned data of the filter form."""
    if chosen.get("service"):
        requests = requests.filter(service=chosen["service"])
    if chosen.get("location"):
        requests = requests.filter(service__in=_services_at(chosen["location"], timezone.localdate(now)))
    if chosen.get("language"):
        requests = requests.filter(language__icontains=chosen["language"])
    if chosen.get("mine"):
        requests = requests.mine(actor.user, now)
    if chosen.get("callable"):
        requests = requests.waiting().callable_at(now, calls.open_call_times()).unclaimed_at(now)
    if chosen.get("due"):
        requests = requests.promised_before(end_of_today(now))
    return requests


def end_of_today(now: datetime) -> datetime:
    """When this day is over at the clinic."""
    today = timezone.localdate(now)
    return span_of_days(today, today, timezone.get_default_timezone()).end


def due_today(*, now: datetime) -> dict:
    """How many promises end today, and how many of these were broken already; up to 99. One look at an index."""
    today = AppointmentRequest.objects.promised_before(end_of_today(now))
    promises = list(today.order_by("promise_at").values_list("promise_at", flat=True)[:COUNTED])
    return {"all": len(promises), "late": sum(promise_at <= now for promise_at in promises)}


def _services_at(location, today) -> list[int]:
    """The services that somebody gives at this location."""
    people = Practitioner.objects.filter(active=True, working_hours__location=location).exclude(
        working_hours__valid_to__lt=today
    )
    services = HealthcareService.objects.filter(specialty__practitioners__in=people)
    return list(services.order_by("pk").distinct().values_list("pk", flat=True))


# --- pages -----------------------------------------------------------------------------------------------------------


def page_of(requests, tab: Tab, cursor: str) -> tuple[list[AppointmentRequest], str]:
    """A page of the list from the cursor on, and the cursor of the next one ("" if this is the last)."""
    place = _read(cursor, tab)
    if place:
        requests = {
            "queue": lambda: requests.after_in_queue(*place),
            "promise": lambda: requests.after_in_promise(*place),
            "closed": lambda: requests.after_in_closed(*place),
        }[tab.order]()
    size = PAGE if tab.order != "appointment" else COUNTED
    found = list(requests.select_related("claimed_by", "service__specialty")[: size + 1])
    more = len(found) > size
    return found[:size], _write(found[size - 1], tab) if more and tab.order != "appointment" else ""


def _write(last: AppointmentRequest, tab: Tab) -> str:
    place = {
        "queue": (last.queue_rank, last.promise_at, last.pk),
        "promise": (last.promise_at, last.pk),
        "closed": (last.closed_at, last.pk),
    }[tab.order]
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in place]
    return base64.urlsafe_b64encode(json.dumps([tab.order, *plain]).encode()).decode().rstrip("=")


def _read(cursor: str, tab: Tab) -> tuple:
    """The place a cursor names; () for none, and for one that is broken or of another list: the first page."""
    if not cursor:
        return ()
    try:
        order, *place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        shape = {"queue": (int, str, int), "promise": (str, int), "closed": (str, int)}[tab.order]
        if order != tab.order or [type(part) for part in place] != list(shape) or max(_ints(place)) >= 2**63:
            return ()
        moments = [datetime.fromisoformat(part) if isinstance(part, str) else part for part in place]
    except (ValueError, KeyError, TypeError, binascii.Error, UnicodeDecodeError):
        return ()
    return () if any(isinstance(part, datetime) and not _usable(part) for part in moments) else tuple(moments)


def _ints(place: list) -> list[int]:
    return [abs(part) for part in place if isinstance(part, int)]


def _usable(moment: datetime) -> bool:
    return timezone.is_aware(moment) and 1900 <= moment.year <= 9998
