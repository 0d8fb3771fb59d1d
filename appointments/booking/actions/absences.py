"""Closures, leave and extra sessions are entered and taken out; other times are held for the appointments they affect.

No appointment is moved or cancelled here: the desk does that.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions.freed_time import record_returned_time
from appointments.booking.actions.locks import lock_request
from appointments.booking.actions.offers import MOST_TIMES, hold_times
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken, all_or_nothing, lock_practitioners
from appointments.clinic_time import DAY, span_of_days
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, Location, ScheduleException, TimeOffer
from appointments.models.appointment import LIVE
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.free_times import free_times
from appointments.workflow import Status
from portal.lib.refusal import Refused
from topics.models import Practitioner

HELD_FOR = timedelta(days=2)  # alternatives to an appointment that cannot be kept
LOOK_AHEAD = timedelta(days=28)


class NotTheseDays(Refused):
    """Sickness is entered for today and tomorrow only."""


def affected_appointments(*, practitioner: Practitioner | None, starts_at: datetime, ends_at: datetime):
    """The booked appointments that fall into this span, earliest first: with this practitioner, or if None with all."""
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
    """Stores a closure, leave or an extra session and returns it. affected_appointments() tells which fall into it.

    The practitioners are locked: what is booked before is among these, what is booked after is refused.
    """
    _lock_concerned(practitioner)
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
        record_returned_time([practitioner], starts_at=starts_at, ends_at=ends_at, now=now)
    return added


def add_sickness(
    practitioner: Practitioner, *, starts_at: datetime, ends_at: datetime, by: Actor, now: datetime
) -> ScheduleException:
    """Stores that the practitioner is away within today and tomorrow, clinic time. Raises NotTheseDays for other days.

    This is what a receptionist may enter; leave further ahead is a desk lead's, by add().
    """
    today = timezone.localdate(now)
    days = span_of_days(today, today + DAY, timezone.get_default_timezone())
    if starts_at < days.start or ends_at > days.end:
        raise NotTheseDays(_("Sickness of today and tomorrow is entered here; a desk lead enters other days."))
    return add(
        ScheduleException.Kind.LEAVE, practitioner=practitioner, starts_at=starts_at, ends_at=ends_at, by=by, now=now
    )


@transaction.atomic
def remove(exception: ScheduleException, *, by: Actor, now: datetime) -> None:
    """Deletes a closure, leave or an extra session. Appointments and holds stay as they are."""
    _lock_concerned(exception.practitioner)
    ScheduleException.objects.filter(pk=exception.pk).delete()
    record_absence_ended(exception, now=now)


def record_absence_ended(exception: ScheduleException, *, now: datetime) -> None:
    """Records the time of leave or a closure that no longer applies, for the waiting list."""
    if exception.kind != ScheduleException.Kind.EXTRA:
        people = Practitioner.objects.filter(active=True).order_by("pk")
        if exception.practitioner_id:
            people = people.filter(pk=exception.practitioner_id)
        record_returned_time(people, starts_at=exception.starts_at, ends_at=exception.ends_at, now=now)


def _lock_concerned(practitioner: Practitioner | None) -> None:
    """Locks the practitioner, or all of them (None): a closure concerns everybody."""
    lock_practitioners([practitioner.pk] if practitioner else Practitioner.objects.values_list("pk", flat=True))


def prepare_alternatives(exception: ScheduleException, *, by: Actor, now: datetime) -> list[TimeOffer]:
    """Holds up to three other times for each affected appointment and returns the offers; books nothing.

    The holds end when the desk moves the appointment (booking.move_appointment), else after two days. An appointment
    is left out if times are held for it already, or none is free.
    """
    affected = affected_appointments(
        practitioner=exception.practitioner, starts_at=exception.starts_at, ends_at=exception.ends_at
    )
    waiting = affected.filter(starts_at__gt=now, request__status=Status.BOOKED)
    made = [_hold_instead_of(appointment, exception, by=by, now=now) for appointment in waiting]
    return [offer for offer in made if offer]


def _hold_instead_of(
    appointment: Appointment, exception: ScheduleException, *, by: Actor, now: datetime
) -> TimeOffer | None:
    """The offer, or None if no time could be held. Tried again with fewer times if one was taken in between."""
    chosen = _nearest(_free_instead_of(appointment, exception, now), appointment)
    while chosen:
        try:
            return all_or_nothing(lambda times=chosen: _hold(appointment, times, by=by, now=now))
        except (TimeTaken, NotAFreeTime):
            chosen = chosen[:-1]
    return None


def _hold(appointment: Appointment, chosen: list[FreeTime], *, by: Actor, now: datetime) -> TimeOffer | None:
    locked = lock_practitioners({appointment.practitioner_id, *(time.practitioner_id for time in chosen)})
    request = lock_request(appointment.request_id)
    stands = request.appointments.filter(pk=appointment.pk, status__in=LIVE, starts_at=appointment.starts_at).exists()
    if not stands or request.status != Status.BOOKED or request.offers.filter(answer="").exists():
        return None
    places = Location.objects.in_bulk({time.location_id for time in chosen})
    times = [(locked[time.practitioner_id], places[time.location_id], time.starts_at) for time in chosen]
    return hold_times(request, times=times, locked=locked, lasts=HELD_FOR, by=by, now=now)


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
    """Up to three of the free times: the nearest to the appointment, of equally near ones those with its practitioner.

    They never overlap, and are on different days as long as there are such.
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
