"""Closures, leave and extra sessions that are entered earlier are changed; public holidays become closures."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from appointments import clinic_time
from appointments.booking.actions import absences
from appointments.booking.actions.slots import lock
from appointments.lifecycle.actor import Actor
from appointments.models import Location, ScheduleException
from topics.models import Practitioner


@transaction.atomic
def change(
    exception: ScheduleException,
    *,
    kind: ScheduleException.Kind,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    now: datetime,
    practitioner: Practitioner | None = None,
    location: Location | None = None,
    public_reason: str = "",
) -> ScheduleException:
    """Stores what a closure, leave or extra session is now and gives it. Bookings stay, as with absences.add().

    Whose time it was and whose it becomes are locked, so that a booking at the same moment comes before or after.
    """
    before = ScheduleException.objects.get(pk=exception.pk)
    concerned = {before.practitioner_id, practitioner.pk if practitioner else None}
    lock(Practitioner.objects.values_list("pk", flat=True) if None in concerned else concerned)
    ScheduleException.objects.filter(pk=exception.pk).update(
        kind=kind,
        practitioner=practitioner,
        location=location,
        starts_at=starts_at,
        ends_at=ends_at,
        public_reason=public_reason,
        made_by=by.user,
        made_at=now,
    )
    absences.time_is_back(before, now=now)
    return ScheduleException.objects.get(pk=exception.pk)


@transaction.atomic
def close_on(days: Iterable[tuple[date, str]], *, by: Actor, now: datetime) -> list[ScheduleException]:
    """Closes the clinic for each of these whole days (clinic time), for the reason given with it; gives the closures.

    A day for which a closure is stored already, from its first to its last minute, is left out.
    """
    zone = timezone.get_default_timezone()
    closures = []
    for day, reason in days:
        starts_at = clinic_time.start_of_day(day, zone)
        ends_at = clinic_time.start_of_day(day + timedelta(days=1), zone)
        kind = ScheduleException.Kind.CLOSURE
        if not ScheduleException.objects.filter(kind=kind, starts_at__lte=starts_at, ends_at__gte=ends_at).exists():
            span = {"starts_at": starts_at, "ends_at": ends_at}
            closures.append(absences.add(kind, **span, public_reason=reason[:120], by=by, now=now))
    return closures
