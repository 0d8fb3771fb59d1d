"""Time that becomes free is written down in the step that frees it, for those who wait."""

import pytest

from appointments.booking.actions import absences, booking, offers, timetable
from appointments.booking.actions.slots import TimeTaken
from appointments.models import FreedTime, ScheduleException
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, refused
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.waitlist.test_actions import HOUR, SOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return kept_clinic()


def test_a_cancelled_a_moved_and_an_untaken_time_are_written_down(clinic):
    booking.cancel(clinic.booked(at(10)), by=clinic.desk, now=NOON)
    booking.move_appointment(clinic.booked(at(11)), **clinic.place(at(14)), by=clinic.desk, now=NOON)
    offer = offers.offer(
        clinic.request(), times=[clinic.time(at(12)), clinic.time(at(13))], lasts=HOUR, by=clinic.desk, now=NOON
    )
    offers.none_suits(offer, by=clinic.desk, now=SOON)
    rows = FreedTime.objects.order_by("starts_at").values_list("starts_at", "ends_at", "because")
    assert list(rows) == [
        (at(10), at(10, 30), "cancelled"),
        (at(11), at(11, 30), "moved"),
        (at(12), at(12, 30), "not_taken"),
        (at(13), at(13, 30), "not_taken"),
    ]


def test_what_is_over_or_was_booked_on_top_leaves_nothing_free(clinic):
    clinic.booked(at(10))
    on_top = booking.book(
        clinic.request(by=clinic.lead),
        **clinic.place(at(10)),
        by=clinic.lead,
        now=NOON,
        overbook_reason="Urgent letter",
    )
    booking.cancel(on_top, by=clinic.desk, now=NOON)
    booking.cancel_by_clinic(clinic.booked(at(11)), reason="clinic", by=clinic.desk, now=at(11, 5))
    assert not FreedTime.objects.exists()


def test_leave_taken_out_again_gives_back_what_is_not_booked(clinic):
    clinic.booked(at(11))
    leave = absences.add(
        ScheduleException.Kind.LEAVE,
        practitioner=clinic.doctor,
        starts_at=at(9, 30),
        ends_at=at(12),
        by=clinic.lead,
        now=NOON,
    )
    absences.remove(leave, by=clinic.lead, now=NOON)
    spans = FreedTime.objects.order_by("starts_at").values_list("starts_at", "ends_at", "because")
    assert list(spans) == [(at(9, 30), at(11), "back"), (at(11, 30), at(12), "back")]


def test_leave_that_is_shortened_and_a_session_that_is_added_give_time_too(clinic):
    how = {"practitioner": clinic.doctor, "by": clinic.lead, "now": NOON}
    leave = absences.add(ScheduleException.Kind.LEAVE, starts_at=at(9), ends_at=at(17), **how)
    timetable.change(leave, kind="leave", starts_at=at(9), ends_at=at(15), **how)
    saturday = {"starts_at": at(10, days=5), "ends_at": at(11, days=5)}
    absences.add(ScheduleException.Kind.EXTRA, location=clinic.location, **saturday, **how)
    spans = FreedTime.objects.order_by("starts_at").values_list("starts_at", "ends_at")
    assert list(spans) == [(at(15), at(17)), (at(10, days=5), at(11, days=5))]


def test_what_fails_leaves_no_freed_time_behind(clinic):
    appointment = clinic.booked(at(10))
    clinic.booked(at(14))
    refused(TimeTaken, booking.move_appointment, appointment, **clinic.place(at(14)), by=clinic.desk, now=NOON)
