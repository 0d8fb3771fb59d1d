"""Views of the calendar: a day with practitioners side by side, or a practitioner's week.

With ?for=<reference> the times free for that request are shown, to book it or move its appointment.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from appointments import date_words
from appointments.clinic_time import clocks_change_on, week_of
from appointments.desk.access import DESK_ROLES, at_the_desk
from appointments.desk.calendar_page import ChosenRequest, day_table, week_table
from appointments.desk.desk_context import desk_context
from appointments.desk.desk_steps import steps_open_to
from appointments.desk.request import find_request
from appointments.desk.shown_lists import record_shown
from appointments.desk.today import day_asked_for
from appointments.models import ListLook, Location
from appointments.models.appointment import AppointmentStatus
from appointments.workflow import Step
from topics.models import Practitioner


@require_safe
@at_the_desk(*DESK_ROLES)
def day(request):
    """One day, ?day= or today, at one location (?location=) or at all of them."""
    now = timezone.now()
    shown = day_asked_for(request, now)
    chosen = _chosen_request(request, now)
    places = list(Location.objects.filter(active=True).order_by("name"))
    place = next((place for place in places if str(place.pk) == request.GET.get("location", "")), None)
    kept = {"for": chosen.reference} if chosen else {}
    if place:
        kept["location"] = place.pk
    table = day_table(shown, place=place, chosen=chosen, now=now, kept=kept, actor=request.actor)
    _record(request, table, chosen, now)
    context = {
        **_navigation(reverse("desk:calendar"), shown, timedelta(days=1), kept),
        "title": date_words.long_day(shown),
        "relative": date_words.relative_day(shown, now) if abs((shown - timezone.localdate(now)).days) < 2 else "",
        "places": [{"label": each.name, "pk": each.pk, "current": each == place} for each in places],
        "chosen": chosen,
        "day": shown.isoformat(),
        "clock_change": clocks_change_on(shown, timezone.get_default_timezone()),
        "table": table,
        "is_week": False,
    }
    return render(request, "desk/calendar.html", desk_context(request, "calendar", now) | context)


@require_safe
@at_the_desk(*DESK_ROLES)
def week(request, practitioner):
    """One practitioner's week, from Monday to Sunday, around ?day= or today."""
    now = timezone.now()
    shown = day_asked_for(request, now)
    week = week_of(shown)
    monday = week[0]
    person = get_object_or_404(Practitioner, pk=practitioner)
    chosen = _chosen_request(request, now)
    kept = {"for": chosen.reference} if chosen else {}
    table = week_table(person, monday, chosen=chosen, now=now, kept=kept, actor=request.actor)
    _record(request, table, chosen, now)
    context = {
        **_navigation(reverse("desk:week", args=[person.pk]), monday, timedelta(days=7), kept),
        "title": person.name,
        "relative": f"{date_words.long_day(monday)} – {date_words.long_day(week[-1])}",
        "places": [],
        "chosen": chosen,
        "day": shown.isoformat(),
        "clock_change": any(
            clocks_change_on(monday + timedelta(days=number), timezone.get_default_timezone()) for number in range(7)
        ),
        "table": table,
        "is_week": True,
    }
    return render(request, "desk/calendar.html", desk_context(request, "calendar", now) | context)


def _record(request, table: dict, chosen: ChosenRequest | None, now) -> None:
    named = table["named"] | ({chosen.pk} if chosen else set())
    record_shown(request, ListLook.Page.CALENDAR, named, now)


def _navigation(address: str, shown, step: timedelta, kept: dict) -> dict:
    """The addresses of the day or week before and after, of today and of the day view; `kept`: their query."""
    return {
        "previous_url": f"{address}?{urlencode({'day': (shown - step).isoformat(), **kept})}",
        "next_url": f"{address}?{urlencode({'day': (shown + step).isoformat(), **kept})}",
        "today_url": f"{address}?{urlencode(kept)}",
        "all_url": f"{reverse('desk:calendar')}?{urlencode({'day': shown.isoformat(), **kept})}",
    }


def _chosen_request(request, now) -> ChosenRequest | None:
    """The request that ?for= names, with the address to book or move it if that is open; None if there is no such."""
    typed = request.GET.get("for", "")
    if not typed:
        return None
    try:
        appointment_request = find_request(request.actor, typed, now)
    except (Http404, ValidationError):
        return None
    steps = steps_open_to(appointment_request, request.actor, now)
    appointment = appointment_request.appointments.filter(status=AppointmentStatus.BOOKED).first()
    step = Step.BOOK if Step.BOOK in steps else Step.MOVE if Step.MOVE in steps and appointment else None
    return ChosenRequest(
        pk=appointment_request.pk,
        reference=appointment_request.reference,
        spoken=appointment_request.spoken_reference,
        name=appointment_request.patient_name,
        service=appointment_request.service,
        version=appointment_request.version,
        url=reverse("desk:request", args=[appointment_request.reference]),
        step_url=reverse("desk:step", args=[appointment_request.reference, step.value]) if step else "",
        moves=step == Step.MOVE,
        appointment=appointment,
    )
