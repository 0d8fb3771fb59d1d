"""The view of a day's appointments, a list for each practitioner and place, for the screen and for paper."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments import date_words
from appointments.clinic_time import span_of_days
from appointments.desk.access import DESK_AND_PRACTITIONER, DESK_ROLES, at_the_desk
from appointments.desk.desk_context import desk_context
from appointments.desk.desk_steps import OF_THE_DAY, Circumstances
from appointments.desk.shown_lists import record_shown
from appointments.models import Appointment, AppointmentRequest, ListLook
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.models.request_queryset import APPOINTMENTS_OF_THEIR_OWN
from appointments.requests.call_details import CallDetails, call_details
from appointments.requests.fields import DayField
from appointments.workflow import Role, open_steps

APPOINTMENT_TONES = {
    AppointmentStatus.BOOKED: "info",
    AppointmentStatus.ARRIVED: "warn",
    AppointmentStatus.FULFILLED: "good",
    AppointmentStatus.NO_SHOW: "bad",
}


@dataclass(frozen=True)
class DayLine:
    """One appointment in the list of a practitioner."""

    time: str
    until: str
    name: str
    born: int
    service: str
    reference: str
    url: str  # "" for a practitioner, who works from this page
    to_call: CallDetails | None  # None likewise
    access: list[str]
    reason: str
    language: str
    status: str
    tone: str
    arrived: str
    coming: bool  # so they told us
    likely_free: bool  # they cannot come, and were not called yet
    absence: str  # why it cannot be kept; "" if it can
    on_top: str
    version: int
    buttons: list[dict]


@dataclass(frozen=True)
class PractitionerDay:
    """A practitioner with their appointments of the day at one place."""

    name: str
    place: str
    appointments: list[DayLine] = field(default_factory=list)


@require_safe
@at_the_desk(*DESK_AND_PRACTITIONER)
def today(request):
    """The day asked for, or today. A practitioner sees their own appointments, without phone numbers."""
    now = timezone.now()
    day = day_asked_for(request, now)
    span = span_of_days(day, day, timezone.get_default_timezone())
    seen = AppointmentRequest.objects.visible_to(request.actor, now)
    appointments = Appointment.objects.filter(
        starts_at__gte=span.start, starts_at__lt=span.end, status__in=APPOINTMENTS_OF_THEIR_OWN, request__in=seen
    ).select_related("practitioner", "location", "request__service__specialty")
    appointments = appointments.with_likely_free().with_absence()
    if request.actor.role == Role.PRACTITIONER:
        appointments = appointments.filter(practitioner__user=request.actor.user)
    appointments = list(appointments.order_by("practitioner__name", "practitioner_id", "starts_at", "pk"))
    record_shown(request, ListLook.Page.TODAY, [appointment.request_id for appointment in appointments], now)
    address = reverse("desk:today")
    context = {
        "people": _people(appointments, request.actor, now),
        "day": day.isoformat(),
        "day_name": date_words.long_day(day),
        "relative": date_words.relative_day(day, now) if abs((day - timezone.localdate(now)).days) < 2 else "",
        "previous_url": f"{address}?day={(day - timedelta(days=1)).isoformat()}",
        "next_url": f"{address}?day={(day + timedelta(days=1)).isoformat()}",
        "today_url": address,
        "calendar_url": f"{reverse('desk:calendar')}?day={day.isoformat()}",
    }
    return render(request, "desk/today.html", desk_context(request, "today", now) | context)


def day_asked_for(request, now) -> date:
    """?day= as a date, if it is valid and within ten years; else today."""
    here = timezone.localdate(now)
    try:
        day = DayField(required=False).clean(request.GET.get("day", "")[:40])
    except ValidationError:
        return here
    return day if day and abs((day - here).days) < 3660 else here


def _people(appointments, actor, now) -> list[PractitionerDay]:
    people: dict[tuple, PractitionerDay] = {}
    for appointment in appointments:
        person = people.setdefault(
            (appointment.practitioner_id, appointment.location_id),
            PractitionerDay(appointment.practitioner.name, appointment.location.name),
        )
        person.appointments.append(_appointment(appointment, actor, now))
    return list(people.values())


def _appointment(appointment, actor, now) -> DayLine:
    appointment_request, at_reception = appointment.request, actor.role in DESK_ROLES
    absence = appointment.absence_in_words if appointment.status in LIVE else ""
    open_to_them = open_steps(appointment_request.status, actor.role, appointment_request.outcome)
    return DayLine(
        time=date_words.clock_time(appointment.starts_at),
        until=date_words.clock_time(appointment.ends_at),
        name=appointment_request.patient_name,
        born=appointment_request.patient_birth_year,
        service=str(appointment_request.service),
        reference=appointment_request.spoken_reference,
        url=reverse("desk:request", args=[appointment_request.reference]) if at_reception else "",
        to_call=call_details(appointment_request) if at_reception else None,
        access=[*appointment_request.access_needs_in_words, *filter(None, [appointment_request.access_note])],
        reason=appointment_request.reason,
        language=appointment_request.language,
        status=str(appointment.get_status_display()),
        tone=APPOINTMENT_TONES.get(appointment.status, "neutral"),
        arrived=date_words.clock_time(appointment.arrived_at) if appointment.arrived_at else "",
        coming=appointment.status == AppointmentStatus.BOOKED and appointment.confirmed_at is not None and not absence,
        likely_free=appointment.status == AppointmentStatus.BOOKED and appointment.likely_free and not absence,
        absence=absence,
        on_top=appointment.overbook_reason,
        version=appointment_request.version,
        buttons=[
            {
                "label": str(row.label),
                "url": reverse("desk:step", args=[appointment_request.reference, row.step.value]),
                "step": row.step.value,
            }
            for row in OF_THE_DAY
            if row.step in open_to_them and row.makes_sense(Circumstances(now, appointment))
        ],
    )
