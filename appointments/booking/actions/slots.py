"""The one way in which a practitioner's time is given: their row is locked, what is in the way is looked at, and the
cells are taken, in one transaction. The lock is the front door; the unique cell is the wall behind it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions.freed_time import became_free
from appointments.date_words import day_and_time_without_weekday
from appointments.grid import cells, is_on_grid
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import Appointment, BookingCell, FreedTime, HealthcareService, Location, ScheduleException
from appointments.models.appointment import AppointmentStatus, CancellationReason
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.free_times import free_times, is_free
from topics.models import Practitioner

TRIES = 3
NEXT_FREE = 3  # times that are shown to somebody who came too late
LOOK_AHEAD = timedelta(days=14)
QUARTERS_OF_A_DAY = 100  # in its longest, of 25 hours
WALLS = ("cell_given_once", "appointment_no_overlap")
OVERBOOK = "appointments.overbook_appointment"


class NotAFreeTime(Exception):
    """An appointment cannot be at that time: it is past, off the grid, outside the hours there, or nobody works there
    now."""


class TimeTaken(Exception):
    """Something is at that time already. `by_whom` says what, never whose; `next_free` are times to propose instead."""

    def __init__(self, by_whom: str, next_free: list[FreeTime] | None = None):
        self.by_whom, self.next_free = by_whom, next_free or []
        super().__init__(_("That time is taken: %(what)s. Nothing was stored.") % {"what": by_whom})


@dataclass(frozen=True)
class Place:
    """A time that somebody wants: with whom, where, from when to when. Buffers in minutes, as the service has them."""

    practitioner: Practitioner
    location: Location
    starts_at: datetime
    ends_at: datetime
    buffer_before: int
    buffer_after: int

    @classmethod
    def of(cls, service: HealthcareService, practitioner, location, starts_at: datetime) -> "Place":
        """The place of one appointment of this service. `starts_at`: aware."""
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
    """Makes the attempt in a transaction and gives what it returned; nothing is left behind when it fails.

    Where two got past each other (a wall held, or a deadlock was broken) it tries again, three times in all. A
    TimeTaken leaves with the times from `instead`, looked up when the locks are gone.
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
    return constraint in WALLS or f"UNIQUE constraint failed: {BookingCell._meta.db_table}." in str(error)


def lock(practitioners: Iterable[int]) -> dict[int, Practitioner]:
    """Locks these practitioners' rows until the transaction ends, always in the same order, and gives them by id.

    On SQLite the transaction itself is the lock. Requests are locked after practitioners, never before.
    """
    rows = Practitioner.objects.select_for_update(of=("self",), no_key=True)
    return {row.pk: row for row in rows.filter(pk__in=set(practitioners)).order_by("pk")}


def seat_for(
    place: Place, *, by: Actor, now: datetime, overbook_reason: str = "", ignoring: Appointment | None = None
) -> tuple[int, str]:
    """The seat this place can have, and the reason to be kept with it: 0 and none where the time is simply free.

    With a reason, and the right to overbook, also outside hours, in leave and on top of others: then the smallest free
    seat above 0. To be called with the practitioner locked. `ignoring`: the appointment that is moved here.
    Raises NotAFreeTime, TimeTaken, NoRight.
    """
    _refuse_what_can_never_be(place, now)
    if overbook_reason and not (by.user and by.user.has_perm(OVERBOOK)):
        raise NoRight(_("Only a desk lead books outside the hours or on top of another appointment."))
    in_the_way = _living(_at(place, ignoring), now)
    if not in_the_way and _fits(place, now, ignoring):
        return 0, ""
    if overbook_reason:
        return _seat_on_top(in_the_way), overbook_reason
    if in_the_way:
        raise TimeTaken(_in_words(in_the_way[0]))
    if away := away_at(place):
        raise TimeTaken(away)
    raise NotAFreeTime(_("%(name)s has no hours there at that time.") % {"name": place.practitioner})


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
    in_the_way = list(_at(appointment))
    return _seat_on_top(in_the_way) if appointment.seat in {other.seat for other in in_the_way} else appointment.seat


def _seat_on_top(in_the_way: list[Appointment]) -> int:
    taken = {other.seat for other in in_the_way}
    return next(seat for seat in count(1) if seat not in taken)


def _refuse_what_can_never_be(place: Place, now: datetime) -> None:
    if not is_on_grid(place.starts_at):
        raise NotAFreeTime(_("Appointments begin at a full five minutes."))
    if place.starts_at <= now:
        raise NotAFreeTime(_("That time is over."))
    if not place.practitioner.active:
        raise NotAFreeTime(_("%(name)s does not see patients here any more.") % {"name": place.practitioner})
    if not place.location.active:
        raise NotAFreeTime(_("%(name)s is no longer in use.") % {"name": place.location})


def _fits(place: Place, now: datetime, ignoring: Appointment | None) -> bool:
    return is_free(
        practitioner=place.practitioner,
        location=place.location,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        before=timedelta(minutes=place.buffer_before),
        after=timedelta(minutes=place.buffer_after),
        now=now,
        ignoring=ignoring,
    )


def _at(place: Place | Appointment, ignoring: Appointment | None = None):
    """What else has cells in this place, on any seat: appointments, and holds whether they have lapsed or not."""
    found = BookingCell.objects.filter(
        practitioner=place.practitioner, starts_at__gte=place.busy_from, starts_at__lt=place.busy_until
    )
    others = (
        Appointment.objects.filter(pk__in=found.values("appointment")).select_related("offer").order_by("seat", "pk")
    )
    return others.exclude(pk=ignoring.pk) if ignoring else others


def _living(others: Iterable[Appointment], now: datetime) -> list[Appointment]:
    """Those that do take time. Holds that have lapsed are ended: nobody need wait for the sweep."""
    lapsed, living = [], []
    for other in others:
        is_over = other.status == AppointmentStatus.PENDING and other.hold_expires_at <= now
        (lapsed if is_over else living).append(other)
    end([other.pk for other in lapsed], reason=CancellationReason.HOLD_ENDED, now=now)
    return living


def away_at(place: Place | Appointment) -> str:
    """Why the practitioner does not work at this time, in words; "" if neither leave nor a closure says so."""
    exception = (
        ScheduleException.objects.filter(starts_at__lt=place.ends_at, ends_at__gt=place.starts_at)
        .filter(
            Q(kind=ScheduleException.Kind.CLOSURE)
            | Q(kind=ScheduleException.Kind.LEAVE, practitioner=place.practitioner)
        )
        .order_by("kind")
        .first()
    )
    if exception is None:
        return ""
    if exception.kind == ScheduleException.Kind.CLOSURE:
        return _("the clinic is closed then")
    return _("%(name)s is away then") % {"name": place.practitioner}


def take(appointment: Appointment) -> None:
    """Gives the appointment the cells from its busy_from to its busy_until, on its seat."""
    BookingCell.objects.bulk_create(
        BookingCell(
            practitioner_id=appointment.practitioner_id, starts_at=start, seat=appointment.seat, appointment=appointment
        )
        for start in cells(appointment.busy_from, appointment.busy_until)
    )


def free(appointments: Iterable[int]) -> None:
    """Takes the cells of these appointments back."""
    BookingCell.objects.filter(appointment__in=list(appointments)).delete()


def end(appointments: Iterable[int], *, reason: CancellationReason, now: datetime) -> None:
    """Cancels these appointments and frees their time, for those who wait. Calendars that hold them are told by the
    next SEQUENCE."""
    appointments = list(appointments)
    if appointments:
        held = reason == CancellationReason.HOLD_ENDED
        because = FreedTime.Because.NOT_TAKEN if held else FreedTime.Because.CANCELLED
        became_free(Appointment.objects.filter(pk__in=appointments), because, now=now)
        free(appointments)
        Appointment.objects.filter(pk__in=appointments).update(
            status=AppointmentStatus.CANCELLED,
            cancellation_reason=reason,
            hold_expires_at=None,
            sequence=F("sequence") + 1,
            version=F("version") + 1,
        )


def next_free(
    *, service, practitioner, starts_at: datetime, now: datetime, ignoring: Appointment | None = None
) -> list[FreeTime]:
    """Three free times from `starts_at` on: the practitioner's own; their colleagues' too where these are too few."""
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
