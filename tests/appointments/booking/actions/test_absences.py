"""Leave, closures and extra sessions: what they hit is listed, alternatives are held, nothing is booked by itself."""

from datetime import timedelta

import pytest

from appointments.booking.actions import absences, attendance, booking, offers
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken
from appointments.lifecycle.actor import PATIENT
from appointments.models import Appointment, BookingCell, ScheduleException
from appointments.workflow import Status, StepNotAllowed
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import kept_clinic

pytestmark = pytest.mark.django_db
Kind = ScheduleException.Kind


@pytest.fixture
def clinic():
    return kept_clinic(2)


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


def leave(clinic, starts_at=None, ends_at=None, doctor=None) -> ScheduleException:
    """The whole Monday unless other times are given."""
    return absences.add(
        Kind.LEAVE,
        practitioner=doctor or clinic.doctor,
        starts_at=starts_at or at(0),
        ends_at=ends_at or at(0, days=1),
        by=clinic.lead,
        now=NOON,
    )


def closure(clinic, starts_at, ends_at) -> ScheduleException:
    return absences.add(
        Kind.CLOSURE, starts_at=starts_at, ends_at=ends_at, by=clinic.lead, now=NOON, public_reason="Boiler"
    )


def hit(exception) -> list[Appointment]:
    return list(
        absences.affected_appointments(
            practitioner=exception.practitioner, starts_at=exception.starts_at, ends_at=exception.ends_at
        )
    )


def test_nobody_is_booked_into_leave(clinic):
    leave(clinic, at(10), at(12))
    for start in (at(9, 45), at(10), at(11, 45)):
        place = clinic.place(start)
        refusal = refused(TimeTaken, booking.book, clinic.request(), **place, by=clinic.desk, now=NOON)
        assert refusal.by_whom == f"{clinic.doctor} is away then"
        assert len(refusal.next_free) == 3
    clinic.booked(at(9, 30))
    clinic.booked(at(12))
    clinic.booked(at(10), clinic.doctors[1])


def test_nobody_is_booked_into_a_closure(clinic):
    closure(clinic, at(10), at(12))
    for doctor in clinic.doctors:
        place = clinic.place(at(11), doctor)
        refusal = refused(TimeTaken, booking.book, clinic.request(), **place, by=clinic.desk, now=NOON)
        assert refusal.by_whom == "the clinic is closed then"


def test_an_extra_session_opens_times_and_closes_them_when_it_is_taken_out(clinic):
    place = clinic.place(at(18))
    extra = absences.add(
        Kind.EXTRA,
        practitioner=clinic.doctor,
        location=clinic.location,
        starts_at=at(18),
        ends_at=at(19),
        by=clinic.lead,
        now=NOON,
    )
    appointment = booking.book(clinic.request(), **place, by=clinic.desk, now=NOON)
    absences.remove(extra, by=clinic.lead, now=NOON)
    appointment.refresh_from_db()
    assert appointment.status == "booked"
    late = clinic.place(at(18, 30))
    refused(NotAFreeTime, booking.book, clinic.request(), **late, by=clinic.desk, now=NOON)


def test_leave_lists_the_appointments_it_hits_and_changes_none(clinic):
    before, inside, across = clinic.booked(at(9, 30)), clinic.booked(at(11)), clinic.booked(at(9, 55, days=1))
    clinic.booked(at(11), clinic.doctors[1])
    booking.cancel(clinic.booked(at(12)), by=clinic.desk, now=NOON)
    exception = leave(clinic, at(10), at(10, days=1))
    assert hit(exception) == [inside, across]
    before.refresh_from_db()
    inside.refresh_from_db()
    assert (before.status, inside.status) == ("booked", "booked")
    absences.remove(exception, by=clinic.lead, now=NOON)
    assert not ScheduleException.objects.exists()


def test_a_closure_hits_everybody(clinic):
    appointments = [clinic.booked(at(10), doctor) for doctor in clinic.doctors]
    assert hit(closure(clinic, at(0), at(0, days=1))) == appointments


# --- alternatives ----------------------------------------------------------------------------------------------------


def test_up_to_three_times_are_held_for_each_appointment_and_none_is_booked(clinic):
    first, second = at_ten(clinic), clinic.booked(at(10, 30))
    exception = leave(clinic)
    made = absences.prepare_alternatives(exception, by=clinic.lead, now=NOON)
    assert [offer.request for offer in made] == [first.request, second.request]
    for offer in made:
        times = offer.times.filter(status="pending")
        assert times.count() == 3
        assert len({time.starts_at.date() for time in times}) == 3
        assert not times.filter(practitioner=clinic.doctor, starts_at__gte=at(0), starts_at__lt=at(0, days=1))
        offer.request.refresh_from_db()
        assert (offer.request.status, offer.answer) == (Status.BOOKED, "")
    first.refresh_from_db()
    assert (first.status, first.starts_at) == ("booked", at(10))


def test_alternatives_are_prepared_once_per_appointment(clinic):
    at_ten(clinic)
    exception = leave(clinic)
    assert len(absences.prepare_alternatives(exception, by=clinic.lead, now=NOON)) == 1
    assert absences.prepare_alternatives(exception, by=clinic.lead, now=NOON) == []


def test_no_alternatives_where_nothing_is_free_or_the_patient_is_cancelling(clinic):
    appointment = at_ten(clinic)
    booking.ask_cancel(clinic.booked(at(11)), by=PATIENT, now=NOON)
    exception = leave(clinic)
    for doctor in clinic.doctors:
        leave(clinic, NOON, at(0, days=60), doctor)
    assert absences.prepare_alternatives(exception, by=clinic.lead, now=NOON) == []
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_an_appointment_moved_onto_its_own_alternative_uses_it_up_and_frees_the_others(clinic):
    appointment = at_ten(clinic)
    (offer,) = absences.prepare_alternatives(leave(clinic), by=clinic.lead, now=NOON)
    chosen = offer.times.order_by("starts_at").last()
    place = clinic.place(chosen.starts_at, chosen.practitioner)
    refused(TimeTaken, booking.book, clinic.request(), **place, by=clinic.desk, now=NOON)  # held for that appointment
    moved = booking.move_appointment(appointment, **place, by=clinic.desk, now=NOON)
    assert (moved.pk, moved.starts_at, moved.calendar_uid) == (
        appointment.pk,
        chosen.starts_at,
        appointment.calendar_uid,
    )
    offer.refresh_from_db()
    assert offer.answer == "accepted"
    assert set(BookingCell.objects.values_list("appointment", flat=True)) == {appointment.pk}


def test_an_appointment_moved_elsewhere_frees_all_its_alternatives(clinic):
    appointment = at_ten(clinic)
    (offer,) = absences.prepare_alternatives(leave(clinic), by=clinic.lead, now=NOON)
    booking.move_appointment(appointment, **clinic.place(at(16, days=21)), by=clinic.desk, now=NOON)
    offer.refresh_from_db()
    assert offer.answer == "taken_back"
    assert BookingCell.objects.exclude(appointment=appointment).count() == 0


def test_alternatives_that_run_out_leave_the_appointment_as_it_is(clinic):
    appointment = at_ten(clinic)
    (offer,) = absences.prepare_alternatives(leave(clinic), by=clinic.lead, now=NOON)
    version = offer.request.version
    assert offers.expire_due(now=offer.expires_at) == 1
    appointment.refresh_from_db()
    offer.refresh_from_db()
    assert (appointment.status, appointment.request.status, appointment.request.version) == (
        "booked",
        Status.BOOKED,
        version,
    )
    assert (offer.answer, offer.times.filter(status="pending").count()) == ("ended", 0)


@pytest.mark.parametrize("way", ["cancelled", "cancelled by us", "missed"])
def test_alternatives_go_with_the_appointment(clinic, way):
    appointment = at_ten(clinic)
    absences.prepare_alternatives(leave(clinic), by=clinic.lead, now=NOON)
    if way == "cancelled":
        booking.cancel(appointment, by=clinic.desk, now=NOON)
    elif way == "missed":
        attendance.miss(appointment, by=clinic.desk, now=at(10, 5))
    else:
        booking.cancel_by_clinic(appointment, reason="leave", by=clinic.desk, now=NOON)
    assert not BookingCell.objects.exists()


def test_the_patient_does_not_take_an_alternative_by_accepting_it(clinic):
    """The desk chooses with them; the appointment itself is moved, so that it stays one appointment."""
    clinic.booked(at(10))
    (offer,) = absences.prepare_alternatives(leave(clinic), by=clinic.lead, now=NOON)
    refused(
        StepNotAllowed,
        offers.accept,
        offer,
        appointment=offer.times.first(),
        by=PATIENT,
        now=NOON + timedelta(hours=1),
    )
