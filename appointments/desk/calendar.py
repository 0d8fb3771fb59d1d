"""The calendar: a day with practitioners side by side, or a practitioner's week. With a request chosen, it books."""

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
from appointments.desk.access import DESK, at_the_desk
from appointments.desk.calendar_page import Chosen, day_table, week_table
from appointments.desk.frame import frame
from appointments.desk.request import find
from appointments.desk.request_page import open_to
from appointments.desk.today import day_asked_for
from appointments.models import Location
from appointments.models.appointment import AppointmentStatus
from appointments.workflow import Step
from topics.models import Practitioner


@require_safe
@at_the_desk(*DESK)
def day(request):
    """One day at one location or at all of them."""
    now = timezone.now()
    shown = day_asked_for(request, now)
    chosen = _chosen(request, now)
    places = list(Location.objects.filter(active=True).order_by("name"))
    place = next((place for place in places if str(place.pk) == request.GET.get("location", "")), None)
    keep = {"for": chosen.reference} if chosen else {}
    if place:
        keep["location"] = place.pk
    context = {
        **_moves(reverse("desk:calendar"), shown, timedelta(days=1), keep),
        "title": date_words.long_day(shown),
        "relative": date_words.relative_day(shown, now) if abs((shown - timezone.localdate(now)).days) < 2 else "",
        "places": [{"label": each.name, "pk": each.pk, "current": each == place} for each in places],
        "chosen": chosen,
        "day": shown.isoformat(),
        "clock_change": clocks_change_on(shown, timezone.get_default_timezone()),
        "table": day_table(shown, place=place, chosen=chosen, now=now, keep=keep, actor=request.actor),
        "is_week": False,
    }
    return render(request, "desk/calendar.html", frame(request, "calendar", now) | context)


@require_safe
@at_the_desk(*DESK)
def week(request, practitioner):
    """Monday to Sunday of one practitioner."""
    now = timezone.now()
    shown = day_asked_for(request, now)
    week = week_of(shown)
    monday = week[0]
    person = get_object_or_404(Practitioner, pk=practitioner)
    chosen = _chosen(request, now)
    keep = {"for": chosen.reference} if chosen else {}
    context = {
        **_moves(reverse("desk:week", args=[person.pk]), monday, timedelta(days=7), keep),
        "title": person.name,
        "relative": f"{date_words.long_day(monday)} – {date_words.long_day(week[-1])}",
        "places": [],
        "chosen": chosen,
        "day": shown.isoformat(),
        "clock_change": any(clocks_change_on(day, timezone.get_default_timezone()) for day in week),
        "table": week_table(person, monday, chosen=chosen, now=now, keep=keep, actor=request.actor),
        "is_week": True,
    }
    return render(request, "desk/calendar.html", frame(request, "calendar", now) | context)


def _moves(address: str, shown, step: timedelta, keep: dict) -> dict:
    """The ways to the day or week before and after, keeping what is chosen."""
    return {
        "previous_url": f"{address}?{urlencode({'day': (shown - step).isoformat(), **keep})}",
        "next_url": f"{address}?{urlencode({'day': (shown + step).isoformat(), **keep})}",
        "today_url": f"{address}?{urlencode(keep)}",
        "all_url": f"{reverse('desk:calendar')}?{urlencode({'day': shown.isoformat(), **keep})}",
    }


def _chosen(request, now) -> Chosen | None:
    """The request that a free time would be booked for, if there is one and that step is open; else nothing."""
    typed = request.GET.get("for", "")
    if not typed:
        return None
    try:
        asked = find(request.actor, typed, now)
    except (Http404, ValidationError):
        return None
    steps = open_to(asked, request.actor, now)
    appointment = asked.appointments.filter(status=AppointmentStatus.BOOKED).first()
    step = Step.BOOK if Step.BOOK in steps else Step.MOVE if Step.MOVE in steps and appointment else None
    return Chosen(
        reference=asked.reference,
        spoken=asked.spoken_reference,
        name=asked.patient_name,
        service=asked.service,
        version=asked.version,
        url=reverse("desk:request", args=[asked.reference]),
        step_url=reverse("desk:step", args=[asked.reference, step.value]) if step else "",
        moves=step == Step.MOVE,
        appointment=appointment,
    )
