"""An appointment is booked and moved: what is stored, what is refused, and that nothing is left behind."""

from datetime import timedelta

import pytest

from appointments.booking.actions import attendance, booking, claims
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken
from appointments.lifecycle.actions.transitions import ChangedMeanwhile, HeldByColleague
from appointments.lifecycle.actor import PATIENT, NoRight
from appointments.models import Appointment, BookingCell
from appointments.workflow import Status, StepNotAllowed
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, make_actor, make_location, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import kept_clinic
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return kept_clinic(2)


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


# --- booking ---------------------------------------------------------------------------------------------------------


def test_a_booked_appointment_has_its_time_its_cells_and_its_request(clinic):
    clinic.service.buffer_before, clinic.service.buffer_after = 5, 10
    clinic.service.save()
    request = clinic.request()
    appointment = booking.book(request, **clinic.place(at(9, 30)), by=clinic.desk, now=NOON)
    assert (appointment.status, appointment.seat, appointment.sequence, appointment.version) == ("booked", 0, 0, 1)
    assert (appointment.starts_at, appointment.ends_at) == (at(9, 30), at(10))
    assert (appointment.buffer_before, appointment.buffer_after) == (5, 10)
    assert (appointment.made_by, appointment.made_at) == (clinic.desk.user, NOON)
    cells = list(appointment.cells.order_by("starts_at").values_list("starts_at", flat=True))
    assert (cells[0], cells[-1], len(cells)) == (at(9, 25), at(10, 5), 9)
    request.refresh_from_db()
    assert (request.status, request.claimed_by, request.version) == (Status.BOOKED, None, appointment.request.version)
    event = request.events.order_by("-pk").first()
    assert (event.step, event.by, event.before, event.after) == ("book", clinic.desk.user, "in_progress", "booked")


def test_appointments_that_touch_are_both_booked(clinic):
    at_ten(clinic)
    clinic.booked(at(10, 30))
    clinic.booked(at(9, 30))


def test_two_doctors_see_patients_at_the_same_time(clinic):
    clinic.booked(at(10), clinic.doctors[0])
    clinic.booked(at(10), clinic.doctors[1])


def test_a_taken_time_is_refused_with_three_others_to_propose(clinic, subtests):
    at_ten(clinic)
    request = clinic.request()
    for start in (at(10), at(9, 35), at(10, 25), at(10, 15)):
        with subtests.test(start=start):
            refusal = refused(TimeTaken, booking.book, request, **clinic.place(start), by=clinic.desk, now=NOON)
            assert refusal.by_whom == "another patient has an appointment then"
            assert str(refusal) == "That time is taken: another patient has an appointment then. Nothing was stored."
            assert len(refusal.next_free) == 3
            assert {time.practitioner_id for time in refusal.next_free} == {clinic.doctor.pk}
            assert all(time.starts_at >= at(10, 30) for time in refusal.next_free)


def test_buffers_of_neighbours_do_not_overlap(clinic):
    clinic.service.buffer_after = 10
    clinic.service.save()
    clinic.booked(at(10))
    place = clinic.place(at(10, 35))
    refused(TimeTaken, booking.book, clinic.request(), **place, by=clinic.desk, now=NOON)
    clinic.booked(at(10, 40))


def test_colleagues_are_proposed_where_the_doctor_has_too_little_time(clinic):
    clinic.doctor.working_hours.all().delete()
    booking.book(
        clinic.request(), **clinic.place(at(10)), by=clinic.lead, now=NOON, overbook_reason="Comes in for this one."
    )
    refusal = refused(TimeTaken, booking.book, clinic.request(), **clinic.place(at(10)), by=clinic.desk, now=NOON)
    assert [time.practitioner_id for time in refusal.next_free] == [clinic.doctors[1].pk] * 3


def test_a_time_outside_the_hours_is_refused(clinic):
    request = clinic.request()
    for start in (at(8, 45), at(16, 45), at(12, days=5)):
        refusal = refused(NotAFreeTime, booking.book, request, **clinic.place(start), by=clinic.desk, now=NOON)
        assert str(refusal) == f"{clinic.doctor} has no hours there at that time."


def test_a_time_at_another_house_is_refused(clinic):
    place = clinic.place(at(10)) | {"location": make_location("Annexe")}
    refused(NotAFreeTime, booking.book, clinic.request(), **place, by=clinic.desk, now=NOON)


def test_a_time_that_can_never_be_is_refused_even_with_a_reason(clinic):
    request, on_top = clinic.request(by=clinic.lead), {"by": clinic.lead, "overbook_reason": "Urgent"}
    for start, now, words in (
        (at(10), at(10), "That time is over."),
        (at(10), at(11), "That time is over."),
        (at(10, 3), NOON, "Appointments begin at a full five minutes."),
        (at(10) + timedelta(seconds=1), NOON, "Appointments begin at a full five minutes."),
    ):
        refusal = refused(NotAFreeTime, booking.book, request, **clinic.place(start), now=now, **on_top)
        assert str(refusal) == words


def test_a_moment_without_a_time_zone_is_a_fault_of_ours(clinic):
    place = clinic.place(at(10).replace(tzinfo=None))
    refused(ValueError, booking.book, clinic.request(), **place, by=clinic.desk, now=NOON)


def test_who_has_left_and_what_is_closed_is_not_booked(clinic):
    gone, old = make_practitioner(active=False), make_location("Old house", active=False)
    request = clinic.request()
    for change in ({"practitioner": gone}, {"location": old}):
        refused(NotAFreeTime, booking.book, request, **clinic.place(at(10)) | change, by=clinic.desk, now=NOON)


def test_lead_time_and_horizon_do_not_bind_the_desk(clinic):
    clinic.service.lead_hours, clinic.service.horizon_days = 48, 1
    clinic.service.save()
    soon = NOON + timedelta(minutes=5)
    booking.book(clinic.request(), **clinic.place(soon), by=clinic.desk, now=NOON)
    clinic.booked(at(10, days=70))


def test_a_request_in_another_state_is_not_booked(clinic):
    appointment = at_ten(clinic)
    refused(StepNotAllowed, booking.book, appointment.request, **clinic.place(at(11)), by=clinic.desk, now=NOON)


def test_neither_patient_nor_practitioner_books(clinic):
    for actor in (PATIENT, make_actor("practitioner")):
        refused(StepNotAllowed, booking.book, clinic.request(), **clinic.place(at(10)), by=actor, now=NOON)


def test_a_request_that_a_colleague_has_is_left_to_them(clinic):
    request, other = clinic.request(), make_actor()
    refused(HeldByColleague, booking.book, request, **clinic.place(at(10)), by=other, now=NOON)
    request = claims.take_over(request, by=other, now=NOON)
    assert booking.book(request, **clinic.place(at(10)), by=other, now=NOON).pk


def test_what_was_decided_on_an_old_page_is_not_stored(clinic):
    request = clinic.request()
    seen = request.version - 1
    refused(ChangedMeanwhile, booking.book, request, **clinic.place(at(10)), by=clinic.desk, now=NOON, based_on=seen)


# --- on purpose ------------------------------------------------------------------------------------------------------


def overbook(clinic, start, *, by=None, reason="Cannot wait, agreed with the doctor."):
    by = by or clinic.lead
    request = clinic.request(by=by)
    return booking.book(request, **clinic.place(start), by=by, now=NOON, overbook_reason=reason)


def test_a_lead_books_on_top_with_a_reason_each_on_a_seat_of_its_own(clinic):
    at_ten(clinic)
    assert [overbook(clinic, at(10)).seat, overbook(clinic, at(10, 15)).seat] == [1, 2]
    assert overbook(clinic, at(10, 30)).seat == 1  # beside the one at 10:15 only
    kept = Appointment.objects.filter(seat__gt=0).values_list("overbook_reason", flat=True)
    assert set(kept) == {"Cannot wait, agreed with the doctor."}


def test_a_lead_books_outside_the_hours_with_a_reason(clinic):
    assert overbook(clinic, at(18)).seat == 1


def test_a_reason_that_was_not_needed_is_not_kept(clinic):
    appointment = overbook(clinic, at(10))
    assert (appointment.seat, appointment.overbook_reason) == (0, "")


def test_a_receptionist_does_not_book_on_top(clinic):
    at_ten(clinic)
    request = clinic.request()
    refused(NoRight, booking.book, request, **clinic.place(at(10)), by=clinic.desk, now=NOON, overbook_reason="Please")


def test_blanks_are_no_reason(clinic):
    at_ten(clinic)
    request = clinic.request(by=clinic.lead)
    refused(TimeTaken, booking.book, request, **clinic.place(at(10)), by=clinic.lead, now=NOON, overbook_reason="  ")


def test_an_appointment_booked_on_top_frees_nothing_when_the_one_below_goes(clinic):
    below = at_ten(clinic)
    overbook(clinic, at(10))
    booking.cancel(below, by=clinic.desk, now=NOON)
    refused(TimeTaken, booking.book, clinic.request(), **clinic.place(at(10)), by=clinic.desk, now=NOON)


# --- moving ----------------------------------------------------------------------------------------------------------


def test_an_appointment_is_moved_in_place(clinic):
    appointment = at_ten(clinic)
    moved = booking.move_appointment(appointment, **clinic.place(at(14), clinic.doctors[1]), by=clinic.desk, now=NOON)
    assert (moved.pk, moved.request_id, moved.calendar_uid) == (
        appointment.pk,
        appointment.request_id,
        appointment.calendar_uid,
    )
    assert (moved.sequence, moved.version) == (appointment.sequence + 1, appointment.version + 1)
    assert (moved.practitioner, moved.starts_at, moved.ends_at) == (clinic.doctors[1], at(14), at(14, 30))
    assert moved.request.version == appointment.request.version + 1
    assert moved.request.events.order_by("-pk").first().step == "move"
    clinic.booked(at(10))  # the old time is free again


def test_an_appointment_is_moved_onto_a_part_of_its_own_time(clinic):
    moved = booking.move_appointment(at_ten(clinic), **clinic.place(at(10, 15)), by=clinic.desk, now=NOON)
    assert BookingCell.objects.filter(appointment=moved).count() == 6


def test_an_appointment_that_cannot_be_moved_stays_where_it_is(clinic):
    appointment, _other = at_ten(clinic), clinic.booked(at(11))
    refused(TimeTaken, booking.move_appointment, appointment, **clinic.place(at(11, 15)), by=clinic.desk, now=NOON)
    refused(NotAFreeTime, booking.move_appointment, appointment, **clinic.place(at(18)), by=clinic.desk, now=NOON)
    refused(
        NotAFreeTime, booking.move_appointment, appointment, **clinic.place(at(10)), by=clinic.desk, now=NOON
    )  # is there


def test_an_appointment_moved_from_on_top_to_a_free_time_sits_alone_again(clinic):
    at_ten(clinic)
    moved = booking.move_appointment(overbook(clinic, at(10)), **clinic.place(at(12)), by=clinic.desk, now=NOON)
    assert (moved.seat, moved.overbook_reason) == (0, "")


def test_an_appointment_is_moved_on_top_of_another_by_a_lead_only(clinic):
    appointment, _other = at_ten(clinic), clinic.booked(at(11))
    place = clinic.place(at(11)) | {"now": NOON, "overbook_reason": "Agreed"}
    refused(NoRight, booking.move_appointment, appointment, **place, by=clinic.desk)
    assert booking.move_appointment(appointment, **place, by=clinic.lead).seat == 1


def test_a_length_that_changed_since_counts_when_the_appointment_is_moved(clinic):
    appointment = at_ten(clinic)
    clinic.service.appointment_minutes = 45
    clinic.service.save()
    appointment.request.refresh_from_db()
    moved = booking.move_appointment(appointment, **clinic.place(at(12)), by=clinic.desk, now=NOON)
    assert moved.ends_at == at(12, 45)


def test_an_appointment_that_is_over_or_cancelled_is_not_moved(clinic):
    gone, here = at_ten(clinic), clinic.booked(at(11))
    booking.cancel(gone, by=clinic.desk, now=NOON)
    attendance.arrive(here, by=clinic.desk, now=at(10, 55))
    for appointment in (gone, here):
        refused(StepNotAllowed, booking.move_appointment, appointment, **clinic.place(at(14)), by=clinic.desk, now=NOON)
