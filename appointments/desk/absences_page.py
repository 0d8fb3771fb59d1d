"""What the pages about leave and closures show."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from appointments import date_words
from appointments.booking.actions import absences
from appointments.desk.forms.times import time_code
from appointments.models import Appointment, ScheduleException
from appointments.models.appointment import AppointmentStatus
from appointments.requests.call_details import CallDetails, call_details

MOST_ABSENCES = 100
MOST_APPOINTMENTS = 200


@dataclass(frozen=True)
class AbsenceLine:
    """A closure, leave or extra session in the list."""

    url: str
    kind: str
    who: str
    span: str
    reason: str


@dataclass(frozen=True)
class AffectedAppointment:
    """An appointment that falls into the absence, with the times held for its patient."""

    when: str
    who: str
    name: str
    reference: str
    url: str
    to_call: CallDetails
    version: int
    move_url: str
    held_until: str
    held: list[dict]


def upcoming_absences(now: datetime) -> list[AbsenceLine]:
    """What has not ended yet, the next first."""
    ahead = ScheduleException.objects.filter(ends_at__gt=now).select_related("practitioner", "location")
    return [_absence(absence, now) for absence in ahead.order_by("starts_at", "pk")[:MOST_ABSENCES]]


def absence_context(absence: ScheduleException, *, now: datetime) -> dict:
    """The absence and the appointments it affects; an extra session affects none. `named`: the ids of
    their requests. Four queries."""
    affected = []
    if absence.kind != ScheduleException.Kind.EXTRA:
        found = absences.affected_appointments(
            practitioner=absence.practitioner, starts_at=absence.starts_at, ends_at=absence.ends_at
        )
        affected = list(found.filter(ends_at__gt=now)[:MOST_APPOINTMENTS])
    held = _held([appointment.request_id for appointment in affected], now)
    return {
        "named": [appointment.request_id for appointment in affected],
        "absence": _absence(absence, now),
        "takes_away": absence.kind != ScheduleException.Kind.EXTRA,
        "affected": [_affected(appointment, held.get(appointment.request_id, []), now) for appointment in affected],
        "back": f"leave:{absence.pk}",
    }


def _absence(absence, now: datetime) -> AbsenceLine:
    return AbsenceLine(
        url=reverse("desk:appointments_hit", args=[absence.pk]),
        kind=str(absence.get_kind_display()),
        who=absence.practitioner.name if absence.practitioner else _("everybody"),
        span=_("%(first)s to %(last)s")
        % {
            "first": date_words.relative_day_and_time(absence.starts_at, now),
            "last": date_words.relative_day_and_time(absence.ends_at, now),
        },
        reason=absence.public_reason,
    )


def _held(requests: list[int], now: datetime) -> dict[int, list[Appointment]]:
    """The holds of these requests that have not lapsed, by request id."""
    found: dict[int, list[Appointment]] = {}
    holds = Appointment.objects.filter(
        request__in=requests, status=AppointmentStatus.PENDING, hold_expires_at__gt=now
    ).select_related("practitioner", "location")
    for hold in holds.order_by("starts_at", "pk"):
        found.setdefault(hold.request_id, []).append(hold)
    return found


def _affected(appointment, held: list[Appointment], now: datetime) -> AffectedAppointment:
    appointment_request = appointment.request
    return AffectedAppointment(
        when=date_words.long_day_and_time(appointment.starts_at),
        who=appointment.practitioner.name,
        name=appointment_request.patient_name,
        reference=appointment_request.spoken_reference,
        url=reverse("desk:request", args=[appointment_request.reference]),
        to_call=call_details(appointment_request),
        version=appointment_request.version,
        move_url=reverse("desk:step", args=[appointment_request.reference, "move"]),
        held_until=date_words.relative_day_and_time(held[0].hold_expires_at, now) if held else "",
        held=[
            {
                "code": time_code(hold.practitioner_id, hold.location_id, hold.starts_at),
                "words": f"{date_words.relative_day_and_time(hold.starts_at, now)}, "
                f"{hold.practitioner}, {hold.location}",
            }
            for hold in held
        ],
    )
