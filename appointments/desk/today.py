"""The appointments of a day, a list for each practitioner: to work from, and to print."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments import date_words
from appointments.clinic_time import span_of_days
from appointments.desk.access import APPOINTMENTS, DESK, at_the_desk
from appointments.desk.doings import OF_THE_DAY, fits_the_day
from appointments.desk.frame import frame
from appointments.desk.request_page import BUTTONS
from appointments.models import Appointment, AppointmentRequest
from appointments.models.appointment import AppointmentStatus
from appointments.models.request_queryset import APPOINTMENTS_OF_THEIR_OWN
from appointments.phones import readable_phone
from appointments.requests.fields import DayField
from appointments.workflow import Role, open_steps

TONES = {
    AppointmentStatus.BOOKED: "info",
    AppointmentStatus.ARRIVED: "warn",
    AppointmentStatus.FULFILLED: "good",
    AppointmentStatus.NO_SHOW: "bad",
}


@dataclass(frozen=True)
class DayLine:
    """A line of the day."""

    time: str
    until: str
    name: str
    born: int
    service: str
    reference: str
    url: str  # "" for a practitioner, who works from this page
    phone: str  # "" likewise
    phone_link: str
    access: list[str]
    reason: str
    language: str
    status: str
    tone: str
    arrived: str
    coming: bool  # so they told us
    likely_free: bool  # they cannot come, and were not called yet
    on_top: str
    version: int
    acts: list[dict]


@dataclass(frozen=True)
class Person:
    """A practitioner with the appointments of the day."""

    name: str
    place: str
    appointments: list[DayLine] = field(default_factory=list)


@require_safe
@at_the_desk(*APPOINTMENTS)
def today(request):
    """The day asked for, or today. A practitioner sees their own appointments, without phone numbers."""
    now = timezone.now()
    day = day_asked_for(request, now)
    span = span_of_days(day, day, timezone.get_default_timezone())
    seen = AppointmentRequest.objects.visible_to(request.actor, now)
    appointments = Appointment.objects.filter(
        starts_at__gte=span.start, starts_at__lt=span.end, status__in=APPOINTMENTS_OF_THEIR_OWN, request__in=seen
    ).select_related("practitioner", "location", "request__service__specialty")
    appointments = appointments.with_likely_free()
    if request.actor.role == Role.PRACTITIONER:
        appointments = appointments.filter(practitioner__user=request.actor.user)
    address = reverse("desk:today")
    context = {
        "people": _people(
            appointments.order_by("practitioner__name", "practitioner_id", "starts_at", "pk"), request.actor, now
        ),
        "day": day.isoformat(),
        "day_name": date_words.long_day(day),
        "relative": date_words.relative_day(day, now) if abs((day - timezone.localdate(now)).days) < 2 else "",
        "previous_url": f"{address}?day={(day - timedelta(days=1)).isoformat()}",
        "next_url": f"{address}?day={(day + timedelta(days=1)).isoformat()}",
        "today_url": address,
        "calendar_url": f"{reverse('desk:calendar')}?day={day.isoformat()}",
    }
    return render(request, "desk/today.html", frame(request, "today", now) | context)


def day_asked_for(request, now) -> date:
    """?day= as a date within reach of the calendar; today for anything else."""
    here = timezone.localdate(now)
    try:
        day = DayField(required=False).clean(request.GET.get("day", "")[:40])
    except ValidationError:
        return here
    return day if day and abs((day - here).days) < 3660 else here


def _people(appointments, actor, now) -> list[Person]:
    people: dict[int, Person] = {}
    for appointment in appointments:
        person = people.setdefault(
            appointment.practitioner_id, Person(appointment.practitioner.name, appointment.location.name)
        )
        person.appointments.append(_appointment(appointment, actor, now))
    return list(people.values())


def _appointment(appointment, actor, now) -> DayLine:
    asked, at_reception = appointment.request, actor.role in DESK
    return DayLine(
        time=date_words.clock_time(appointment.starts_at),
        until=date_words.clock_time(appointment.ends_at),
        name=asked.patient_name,
        born=asked.patient_birth_year,
        service=str(asked.service),
        reference=asked.spoken_reference,
        url=reverse("desk:request", args=[asked.reference]) if at_reception else "",
        phone=readable_phone(asked.phone_e164) if at_reception else "",
        phone_link=f"tel:{asked.phone_e164}" if at_reception and asked.phone_e164 else "",
        access=[*asked.access_needs_in_words, *filter(None, [asked.access_note])],
        reason=asked.reason,
        language=asked.language,
        status=str(appointment.get_status_display()),
        tone=TONES.get(appointment.status, "neutral"),
        arrived=date_words.clock_time(appointment.arrived_at) if appointment.arrived_at else "",
        coming=appointment.status == AppointmentStatus.BOOKED and appointment.confirmed_at is not None,
        likely_free=appointment.status == AppointmentStatus.BOOKED and appointment.likely_free,
        on_top=appointment.overbook_reason,
        version=asked.version,
        acts=[
            {
                "label": str(BUTTONS[step][0]),
                "url": reverse("desk:step", args=[asked.reference, step.value]),
                "step": step.value,
            }
            for step in OF_THE_DAY
            if step in open_steps(asked.status, actor.role, asked.outcome) and fits_the_day(step, appointment, now)
        ],
    )
