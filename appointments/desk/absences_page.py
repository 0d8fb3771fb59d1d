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
from appointments.phones import readable_phone

SHOWN = 100
APPOINTMENTS_SHOWN = 200


@dataclass(frozen=True)
class Absence:
    """An entry of the list."""

    url: str
    kind: str
    who: str
    span: str
    reason: str


@dataclass(frozen=True)
class Hit:
    """An appointment that falls into the absence, with the times held for its patient."""

    when: str
    who: str
    name: str
    reference: str
    url: str
    phone: str
    phone_link: str
    version: int
    move_url: str
    held_until: str
    held: list[dict]


def coming(now: datetime) -> list[Absence]:
    """What is not over yet, the next first."""
    ahead = ScheduleException.objects.filter(ends_at__gt=now).select_related("practitioner", "location")
    return [_absence(absence, now) for absence in ahead.order_by("starts_at", "pk")[:SHOWN]]


def absence_page(absence: ScheduleException, *, now: datetime) -> dict:
    """The absence and the appointments it hits; an extra session hits none. Four queries."""
    hit = []
    if absence.kind != ScheduleException.Kind.EXTRA:
        found = absences.appointments_hit(
            practitioner=absence.practitioner, starts_at=absence.starts_at, ends_at=absence.ends_at
        )
        hit = list(found.filter(ends_at__gt=now)[:APPOINTMENTS_SHOWN])
    held = _held([appointment.request_id for appointment in hit], now)
    return {
        "absence": _absence(absence, now),
        "takes_away": absence.kind != ScheduleException.Kind.EXTRA,
        "hits": [_hit(appointment, held.get(appointment.request_id, []), now) for appointment in hit],
        "back": f"leave:{absence.pk}",
    }


def _absence(absence, now: datetime) -> Absence:
    return Absence(
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
    """The living holds of these requests."""
    found: dict[int, list[Appointment]] = {}
    holds = Appointment.objects.filter(
        request__in=requests, status=AppointmentStatus.PENDING, hold_expires_at__gt=now
    ).select_related("practitioner", "location")
    for hold in holds.order_by("starts_at", "pk"):
        found.setdefault(hold.request_id, []).append(hold)
    return found


def _hit(appointment, held: list[Appointment], now: datetime) -> Hit:
    asked = appointment.request
    return Hit(
        when=date_words.long_day_and_time(appointment.starts_at),
        who=appointment.practitioner.name,
        name=asked.patient_name,
        reference=asked.spoken_reference,
        url=reverse("desk:request", args=[asked.reference]),
        phone=readable_phone(asked.phone_e164),
        phone_link=f"tel:{asked.phone_e164}" if asked.phone_e164 else "",
        version=asked.version,
        move_url=reverse("desk:step", args=[asked.reference, "move"]),
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
