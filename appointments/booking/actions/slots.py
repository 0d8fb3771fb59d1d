"""The one way in which a practitioner's time is given to an appointment or a hold.

In one transaction the practitioner's row is locked, what is in the way is read, and the cells are taken. The lock keeps
bookings in order; the unique constraint on cells, and on PostgreSQL an exclusion constraint on appointments, refuse two
bookings of one time even without it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions.freed_time import record_freed_time
from appointments.date_words import day_and_time_without_weekday
from appointments.grid import cells, is_on_grid
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import Appointment, BookingCell, FreedTime, HealthcareService, Location, ScheduleException
from appointments.models.appointment import AppointmentStatus, CancellationReason
from appointments.models.schedule_exception import absence_in_words
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.free_times import free_times, is_free
from portal.lib.refusal import Refused
from topics.models import Practitioner

TRIES = 3
NEXT_FREE = 3  # times that are shown to somebody who came too late
LOOK_AHEAD = timedelta(days=14)
QUARTERS_OF_A_DAY = 100  # in its longest, of 25 hours
GUARDS = ("cell_given_once", "appointment_no_overlap")
OVERBOOK_PERMISSION = "appointments.overbook_appointment"


class NotAFreeTime(Refused):
    """An appointment cannot be at that time: it is past, off the grid, outside the hours there, or nobody works there
    now."""


class TimeTaken(Refused):
    """Something is at that time already. `by_whom` says what, never whose; `next_free` are times to propose instead."""

    def __init__(self, by_whom: str, next_free: list[FreeTime] | None = None):
        self.by_whom, self.next_free = by_whom, next_free or []
        super().__init__(_("That time is taken: %(what)s. Nothing was stored.") % {"what": by_whom})


@dataclass(frozen=True)
class Slot:
    """A time that is asked for, free or not: with whom, where, from when to when. Buffers in minutes."""

    practitioner: Practitioner
    location: Location
    starts_at: datetime
    ends_at: datetime
    buffer_before: int
    buffer_after: int

    @classmethod
    def for_service(cls, service: HealthcareService, practitioner, location, starts_at: datetime) -> "Slot":
        """The slot that one appointment of this service needs. ValueError if `starts_at` has no time zone."""
        if timezone.is_naive(starts_at):
            raise ValueError("An appointment starts at an instant: give the time zone.")
        ends_at = starts_at + timedelta(minutes=service.appointment_minutes)
        return cls(practitioner, location, starts_at, ends_at, service.buffer_before, service.buffer_after)

    @property
    def busy_from(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.buffer_before)

    @property
    def busy_until(self) -> datetime:
        return self.ends_at + timedelta(minutes=self.buffer_after)

    def as_columns(self) -> dict:
        """The fields of an appointment that say where and when it is."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def all_or_nothing(attempt: Callable, *, instead: Callable[[], list[FreeTime]] = list):
    """Calls `attempt` in a transaction and returns what it returned; if it fails, nothing is stored.

    If the database refused because two were at the same cells (is_collision), it is tried again, three times in all.
    `instead` gives the free times a TimeTaken names; it is called after the transaction, without locks.
    """
    by_whom = _("somebody else was given it this moment")
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return attempt()
        except TimeTaken as taken:
            by_whom = taken.by_whom
            break
        except DatabaseError as error:
            if not is_collision(error):
                raise
    raise TimeTaken(by_whom, instead())


def is_collision(error: DatabaseError) -> bool:
    """Whether the database refused because somebody else was at the same cells at the same moment."""
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) in {"40P01", "40001"}:  # deadlock; not serialisable
        return True
    if not isinstance(error, IntegrityError):
        return False
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
    return constraint in GUARDS or f"UNIQUE constraint failed: {BookingCell._meta.db_table}." in str(error)


def lock_practitioners(practitioners: Iterable[int]) -> dict[int, Practitioner]:
    """Locks these practitioners' rows until the transaction ends, in the order of their ids, and returns them by id.

    On SQLite the transaction itself is the lock. Requests are locked after practitioners, never before.
    """
    rows = Practitioner.objects.select_for_update(of=("self",), no_key=True)
    return {row.pk: row for row in rows.filter(pk__in=set(practitioners)).order_by("pk")}


def seat_for(
    slot: Slot, *, by: Actor, now: datetime, overbook_reason: str = "", ignoring: Appointment | None = None
) -> tuple[int, str]:
    """The seat an appointment in this slot gets, and the reason to be stored with it: 0 and "" if the time is free.

    With `overbook_reason`, for which `by` needs the right, the time may be outside hours, in leave or taken: then it is
    the smallest free seat above 0. The practitioner has to be locked. `ignoring`: the appointment that is moved here.
    Raises NotAFreeTime, TimeTaken, NoRight.
    """
    _refuse_what_can_never_be(slot, now)
    if overbook_reason and not (by.user and by.user.has_perm(OVERBOOK_PERMISSION)):
        raise NoRight(_("Only a desk lead books outside the hours or on top of another appointment."))
    in_the_way = _taking_time(_others_in(slot.practitioner, slot.busy_from, slot.busy_until, ignoring), now)
    if not in_the_way and _fits(slot, now, ignoring):
        return 0, ""
    if overbook_reason:
        return _seat_on_top(in_the_way), overbook_reason
    if in_the_way:
        raise TimeTaken(_in_words(in_the_way[0]))
    if away := absence_between(slot.practitioner, slot.starts_at, slot.ends_at):
        raise TimeTaken(away)
    raise NotAFreeTime(_("%(name)s has no hours there at that time.") % {"name": slot.practitioner})


def _in_words(other: Appointment) -> str:
    """What is in the way, never whose."""
    if other.status != AppointmentStatus.PENDING:
        return _("another patient has an appointment then")
    if other.offer.made_by_id is None:  # the portal itself offered it
        until = day_and_time_without_weekday(other.hold_expires_at)
        return _("it is held for the waiting list until %(until)s") % {"until": until}
    return _("it is held for another patient")


def seat_again(appointment: Appointment) -> int:
    """The seat on which an appointment that gave its time back can have it again: its own, or the next free one on
    top."""
    in_the_way = list(_others_in(appointment.practitioner, appointment.busy_from, appointment.busy_until))
    return _seat_on_top(in_the_way) if appointment.seat in {other.seat for other in in_the_way} else appointment.seat


def _seat_on_top(in_the_way: list[Appointment]) -> int:
    taken = {other.seat for other in in_the_way}
    return next(seat for seat in count(1) if seat not in taken)


def _refuse_what_can_never_be(slot: Slot, now: datetime) -> None:
    if not is_on_grid(slot.starts_at):
        raise NotAFreeTime(_("Appointments begin at a full five minutes."))
    if slot.starts_at <= now:
        raise NotAFreeTime(_("That time is over."))
    if not slot.practitioner.active:
        raise NotAFreeTime(_("%(name)s does not see patients here any more.") % {"name": slot.practitioner})
    if not slot.location.active:
        raise NotAFreeTime(_("%(name)s is no longer in use.") % {"name": slot.location})


def _fits(slot: Slot, now: datetime, ignoring: Appointment | None) -> bool:
    return is_free(
        practitioner=slot.practitioner,
        location=slot.location,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        before=timedelta(minutes=slot.buffer_before),
        after=timedelta(minutes=slot.buffer_after),
        now=now,
        ignoring=ignoring,
    )


def _others_in(practitioner, busy_from: datetime, busy_until: datetime, ignoring: Appointment | None = None):
    """The appointments and holds that have cells in this span, on any seat; also holds that have lapsed."""
    found = BookingCell.objects.filter(practitioner=practitioner, starts_at__gte=busy_from, starts_at__lt=busy_until)
    others = (
        Appointment.objects.filter(pk__in=found.values("appointment")).select_related("offer").order_by("seat", "pk")
    )
    return others.exclude(pk=ignoring.pk) if ignoring else others


def _taking_time(others: Iterable[Appointment], now: datetime) -> list[Appointment]:
    """Those of them that still take time. Holds that have lapsed are ended here, before the worker comes to it."""
    lapsed, living = [], []
    for other in others:
        is_over = other.status == AppointmentStatus.PENDING and other.hold_expires_at <= now
        (lapsed if is_over else living).append(other)
    end_appointments([other.pk for other in lapsed], reason=CancellationReason.HOLD_ENDED, now=now)
    return living


def absence_between(practitioner: Practitioner, starts_at: datetime, ends_at: datetime) -> str:
    """Why the practitioner does not work in this span, in words; "" if neither leave nor a closure falls into it."""
    absence = ScheduleException.objects.absences(practitioner, starts_at, ends_at).first()
    return absence_in_words(absence.kind if absence else None, practitioner)


def take_cells(appointment: Appointment) -> None:
    """Gives the appointment the cells from its busy_from to its busy_until, on its seat."""
    BookingCell.objects.bulk_create(
        BookingCell(
            practitioner_id=appointment.practitioner_id, starts_at=start, seat=appointment.seat, appointment=appointment
        )
        for start in cells(appointment.busy_from, appointment.busy_until)
    )


def free_cells(appointments: Iterable[int]) -> None:
    """Takes the cells of these appointments back."""
    BookingCell.objects.filter(appointment__in=list(appointments)).delete()


def end_appointments(appointments: Iterable[int], *, reason: CancellationReason, now: datetime) -> None:
    """Cancels these appointments and holds, by id, frees their cells and records the freed time for the waiting list.

    Their iCalendar SEQUENCE goes up by one.
    """
    appointments = list(appointments)
    if appointments:
        held = reason == CancellationReason.HOLD_ENDED
        because = FreedTime.Because.NOT_TAKEN if held else FreedTime.Because.CANCELLED
        record_freed_time(Appointment.objects.filter(pk__in=appointments), because, now=now)
        free_cells(appointments)
        Appointment.objects.filter(pk__in=appointments).update(
            status=AppointmentStatus.CANCELLED,
            cancellation_reason=reason,
            hold_expires_at=None,
            sequence=F("sequence") + 1,
            version=F("version") + 1,
        )


def next_free_times(
    *, service, practitioner, starts_at: datetime, now: datetime, ignoring: Appointment | None = None
) -> list[FreeTime]:
    """Up to three free times from `starts_at` on, within 14 days: the practitioner's own, or if there are fewer than
    three those of everybody who gives the service."""
    first_day = timezone.localdate(max(starts_at, now))

    def free_with(practitioners: list[Practitioner]) -> list[FreeTime]:
        found = free_times(
            service=service,
            practitioners=practitioners,
            first_day=first_day,
            last_day=first_day + LOOK_AHEAD,
            now=now,
            ignoring=ignoring,
            limit=NEXT_FREE + QUARTERS_OF_A_DAY * len(practitioners),  # those earlier that day are passed over
        )
        return [time for time in found if time.starts_at >= starts_at][:NEXT_FREE]

    theirs = free_with([practitioner])
    if len(theirs) == NEXT_FREE:
        return theirs
    return free_with(list(Practitioner.objects.seeing_patients_of(service.specialty)))
