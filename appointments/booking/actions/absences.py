"""The clinic is closed, a practitioner is away, or works at another time. No appointment goes by itself: the desk
decides."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from appointments.booking.actions.freed_time import came_back
from appointments.booking.actions.locks import lock_request
from appointments.booking.actions.offers import MOST_TIMES, hold
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken, all_or_nothing, lock
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, Location, ScheduleException, TimeOffer
from appointments.models.appointment import LIVE
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.free_times import free_times
from appointments.workflow import Status
from topics.models import Practitioner

HELD_FOR = timedelta(days=2)  # alternatives to an appointment that cannot be kept
LOOK_AHEAD = timedelta(days=28)


def appointments_hit(*, practitioner: Practitioner | None, starts_at: datetime, ends_at: datetime):
    """The appointments, earliest first, that fall into this span: with this practitioner, or with anybody (None)."""
    appointments = Appointment.objects.filter(status__in=LIVE).between(starts_at, ends_at)
    if practitioner is not None:
        appointments = appointments.filter(practitioner=practitioner)
    return appointments.select_related("request__service__specialty", "practitioner", "location").order_by(
        "starts_at", "pk"
    )


@transaction.atomic
def add(
    kind: ScheduleException.Kind,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    now: datetime,
    practitioner: Practitioner | None = None,
    location: Location | None = None,
    public_reason: str = "",
) -> ScheduleException:
    """Stores a closure, leave or an extra session and gives it. Bookings stay: ask appointments_hit() which it hits.

    Whoever is booked at the same moment comes before or after: a booking before is listed, one after is refused.
    """
    _lock_those_concerned(practitioner)
    added = ScheduleException.objects.create(
        kind=kind,
        practitioner=practitioner,
        location=location,
        starts_at=starts_at,
        ends_at=ends_at,
        public_reason=public_reason,
        made_by=by.user,
        made_at=now,
    )
    if kind == ScheduleException.Kind.EXTRA:
        came_back([practitioner], starts_at=starts_at, ends_at=ends_at, now=now)
    return added


@transaction.atomic
def remove(exception: ScheduleException, *, by: Actor, now: datetime) -> None:
    """Takes a closure, leave or an extra session out again. What was booked or held meanwhile stays as it is."""
    _lock_those_concerned(exception.practitioner)
    ScheduleException.objects.filter(pk=exception.pk).delete()
    time_is_back(exception, now=now)


def time_is_back(exception: ScheduleException, *, now: datetime) -> None:
    """What leave or a closure took, and takes no longer, is free for those who wait."""
    if exception.kind != ScheduleException.Kind.EXTRA:
        people = Practitioner.objects.filter(active=True).order_by("pk")
        if exception.practitioner_id:
            people = people.filter(pk=exception.practitioner_id)
        came_back(people, starts_at=exception.starts_at, ends_at=exception.ends_at, now=now)


def _lock_those_concerned(practitioner: Practitioner | None) -> None:
    """Leave and extra sessions concern one; a closure concerns everybody."""
    lock([practitioner.pk] if practitioner else Practitioner.objects.values_list("pk", flat=True))


def prepare_alternatives(exception: ScheduleException, *, by: Actor, now: datetime) -> list[TimeOffer]:
    """Holds up to three other times for each appointment that is hit and gives the offers; books nothing by itself.

    The desk talks to the patient and moves the appointment (scheduling.move_appointment), which uses the holds up; else
    they lapse after two days. An appointment for which times are held already, or none is free, is left out.
    """
    hit = appointments_hit(
        practitioner=exception.practitioner, starts_at=exception.starts_at, ends_at=exception.ends_at
    )
    waiting = hit.filter(starts_at__gt=now, request__status=Status.BOOKED)
    made = [_hold_instead_of(appointment, exception, by=by, now=now) for appointment in waiting]
    return [offer for offer in made if offer]


def _hold_instead_of(
    appointment: Appointment, exception: ScheduleException, *, by: Actor, now: datetime
) -> TimeOffer | None:
    """The offer, or None. Where somebody is faster the next best times are tried."""
    chosen = _nearest(_free_instead_of(appointment, exception, now), appointment)
    while chosen:
        try:
            return all_or_nothing(lambda times=chosen: _hold(appointment, times, by=by, now=now))
        except (TimeTaken, NotAFreeTime):
            chosen = chosen[:-1]
    return None


def _hold(appointment: Appointment, chosen: list[FreeTime], *, by: Actor, now: datetime) -> TimeOffer | None:
    locked = lock({appointment.practitioner_id, *(time.practitioner_id for time in chosen)})
    request = lock_request(appointment.request_id)
    stands = request.appointments.filter(pk=appointment.pk, status__in=LIVE, starts_at=appointment.starts_at).exists()
    if not stands or request.status != Status.BOOKED or request.offers.filter(answer="").exists():
        return None
    places = Location.objects.in_bulk({time.location_id for time in chosen})
    times = [(locked[time.practitioner_id], places[time.location_id], time.starts_at) for time in chosen]
    return hold(request, times=times, locked=locked, lasts=HELD_FOR, by=by, now=now)


def _free_instead_of(appointment: Appointment, exception: ScheduleException, now: datetime) -> list[FreeTime]:
    """The free times of everybody who sees these patients, until four weeks after the appointment or the absence."""
    service = appointment.request.service
    return free_times(
        service=service,
        practitioners=Practitioner.objects.seeing_patients_of(service.specialty),
        first_day=timezone.localdate(now),
        last_day=timezone.localdate(max(appointment.ends_at, exception.ends_at) + LOOK_AHEAD),
        now=now,
    )


def _nearest(free: list[FreeTime], appointment: Appointment) -> list[FreeTime]:
    """Three times the patient can choose between: nearest to the appointment, with the same practitioner if equally
    near.

    They are on different days where there are enough of them, and never overlap.
    """

    def distance(time: FreeTime):
        return abs(time.starts_at - appointment.starts_at), time.practitioner_id != appointment.practitioner_id

    by_distance = sorted(free, key=distance)
    chosen: list[FreeTime] = []
    apart = timedelta(minutes=appointment.request.service.buffer_before + appointment.request.service.buffer_after)
    for one_a_day in (True, False):
        for time in by_distance:
            if len(chosen) < MOST_TIMES and not any(_too_close(time, other, apart, one_a_day) for other in chosen):
                chosen.append(time)
    return sorted(chosen, key=lambda time: time.starts_at)


def _too_close(one: FreeTime, other: FreeTime, apart: timedelta, one_a_day: bool) -> bool:
    if one_a_day and timezone.localdate(one.starts_at) == timezone.localdate(other.starts_at):
        return True
    return one.starts_at < other.ends_at + apart and other.starts_at < one.ends_at + apart
