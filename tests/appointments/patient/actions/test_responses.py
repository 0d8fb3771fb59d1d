"""What a patient answers holds for what they saw: held times, a booked appointment, a reminder. Nothing else moves."""

from datetime import timedelta

import pytest

from appointments.booking.actions import absences, attendance, booking, offers
from appointments.booking.actions.booking import CANCEL_UNTIL
from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.offers import OfferOver
from appointments.lifecycle.actions.transitions import ChangedMeanwhile
from appointments.lifecycle.actor import PATIENT
from appointments.lifecycle.story import story_of
from appointments.models import Appointment, AppointmentRequest, PhoneTask, ScheduleException, TimeOffer
from appointments.patient.actions import responses
from appointments.workflow import Status, StepNotAllowed
from tests.appointments.builders import NOON, day_in
from tests.appointments.clinic import at, refused
from tests.appointments.given_time import faults
from tests.appointments.kept_clinic import kept_clinic

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def clinic():
    return kept_clinic(doctors=2)


@pytest.fixture(autouse=True)
def no_time_given_twice(db):
    yield
    assert faults() == []


def seen(request, now=NOON) -> str:
    return story_of(AppointmentRequest.objects.get(pk=request.pk), now).stamp


def steps_of(request) -> list[str]:
    return list(request.events.order_by("pk").values_list("step", flat=True))


def offered(clinic, *starts, lasts=2 * DAY) -> tuple[AppointmentRequest, list[Appointment]]:
    request = clinic.request()
    times = [clinic.time(start) for start in starts]
    offer = offers.offer(request, times=times, lasts=lasts, by=clinic.desk, now=NOON)
    return request, list(offer.times.order_by("starts_at"))


def also_held(clinic, appointment, *starts, lasts=2 * DAY) -> list[Appointment]:
    """Other times than the booked one, as the waiting list or a leave holds them."""
    locked = {clinic.doctor.pk: clinic.doctor}
    times = [clinic.time(start) for start in starts]
    made = offers.hold_times(appointment.request, times=times, locked=locked, lasts=lasts, by=clinic.desk, now=NOON)
    return list(made.times.order_by("starts_at"))


def choose(request, time, *, stamp=None, now=NOON) -> Appointment:
    return responses.choose_time(request, time=time.pk, seen_stamp=stamp or seen(request), by=PATIENT, now=now)


# --- held times ------------------------------------------------------------------------------------------------------


def test_the_chosen_time_is_booked_and_the_others_are_free(clinic):
    request, times = offered(clinic, at(9), at(11), at(14))
    appointment = choose(request, times[1])
    assert (appointment.pk, appointment.status, appointment.starts_at) == (times[1].pk, "booked", at(11))
    assert list(request.appointments.filter(status="pending")) == []
    assert AppointmentRequest.objects.get(pk=request.pk).status == Status.BOOKED


def test_the_same_answer_twice_is_one_answer(clinic):
    request, times = offered(clinic, at(9), at(11))
    stamp = seen(request)
    first = choose(request, times[0], stamp=stamp)
    events = steps_of(request)
    assert choose(request, times[0], stamp=stamp) == first
    assert steps_of(request) == events
    refused(ChangedMeanwhile, choose, request, times[1], stamp=stamp)


def test_it_decides_at_the_moment_itself_whether_the_times_are_still_held(clinic):
    request, times = offered(clinic, at(9), lasts=DAY)
    refused(OfferOver, choose, request, times[0], now=NOON + DAY)
    assert choose(request, times[0], now=NOON + DAY - MINUTE).status == "booked"


def test_an_offer_taken_back_or_replaced_cannot_be_answered_from_an_old_page(clinic):
    request, times = offered(clinic, at(9))
    stamp = seen(request)
    taken_back = offers.take_back(request.offers.get(), by=clinic.desk, now=NOON)
    refused(ChangedMeanwhile, choose, request, times[0], stamp=stamp)
    offers.offer(taken_back, times=[clinic.time(at(9))], lasts=DAY, by=clinic.desk, now=NOON)
    refused(ChangedMeanwhile, choose, request, times[0], stamp=stamp)
    refused(ChangedMeanwhile, choose, request, times[0])  # nor the old time on the new page


def test_nobody_chooses_a_time_that_is_held_for_another(clinic):
    request, _times = offered(clinic, at(9))
    _other, theirs = offered(clinic, at(11))
    refused(ChangedMeanwhile, choose, request, theirs[0])


def test_none_of_them_frees_the_times_and_brings_better_wishes_to_whoever_offered_them(clinic):
    request, _times = offered(clinic, at(9), at(11))
    answered = responses.refuse_times(
        request,
        windows=[(day_in(6), "evening")],
        practitioner=clinic.doctors[1],
        seen_stamp=seen(request),
        by=PATIENT,
        now=NOON,
    )
    assert (answered.status, answered.claimed_by) == (Status.IN_PROGRESS, clinic.desk.user)
    assert [(window.day, window.part) for window in request.windows.all()] == [(day_in(6), "evening")]
    stored = AppointmentRequest.objects.get(pk=request.pk)
    assert (stored.any_time, stored.preferred_practitioner) == (False, clinic.doctors[1])
    assert not request.appointments.filter(status="pending").exists()


# --- other times than the booked one ---------------------------------------------------------------------------------


def test_choosing_another_time_moves_the_appointment_there_and_uses_the_holds_up(clinic):
    appointment = clinic.booked(at(14))
    times = also_held(clinic, appointment, at(9), at(10))
    moved = choose(appointment.request, times[0])
    assert (moved.pk, moved.starts_at, moved.sequence) == (appointment.pk, at(9), 1)
    assert TimeOffer.objects.get().answer == "accepted"
    assert steps_of(appointment.request)[-1] == "move"


def test_another_time_that_ran_out_is_not_taken_though_it_may_be_free(clinic):
    appointment = clinic.booked(at(14))
    times = also_held(clinic, appointment, at(9), lasts=DAY)
    refused(OfferOver, choose, appointment.request, times[0], now=NOON + DAY)


def test_another_time_is_not_taken_when_nobody_works_then_any_more(clinic):
    appointment = clinic.booked(at(14))
    times = also_held(clinic, appointment, at(9))
    absences.add(
        ScheduleException.Kind.CLOSURE,
        starts_at=at(8),
        ends_at=at(10),
        public_reason="Heating",
        by=clinic.lead,
        now=NOON,
    )
    refused(OfferOver, choose, appointment.request, times[0])


def test_none_of_the_other_times_leaves_the_appointment_as_it_is(clinic):
    appointment = clinic.booked(at(14))
    also_held(clinic, appointment, at(9))
    how = {"windows": [], "practitioner": None, "seen_stamp": seen(appointment.request), "by": PATIENT, "now": NOON}
    responses.refuse_times(appointment.request, **how)
    appointment.refresh_from_db()
    assert (appointment.status, appointment.starts_at) == ("booked", at(14))
    assert TimeOffer.objects.get().answer == "none_suits"
    assert steps_of(appointment.request)[-1] == "none_suits"
    refused(ChangedMeanwhile, responses.refuse_times, appointment.request, **how)


# --- coming, or not --------------------------------------------------------------------------------------------------


def on_appointment(action, appointment, *, stamp=None, now=NOON):
    return action(appointment.request, seen_stamp=stamp or seen(appointment.request), by=PATIENT, now=now)


def test_who_is_coming_says_so_once_and_of_this_time(clinic):
    appointment = clinic.booked(at(14))
    assert on_appointment(responses.confirm, appointment).confirmed_at == NOON
    on_appointment(responses.confirm, appointment, now=NOON + MINUTE)
    assert steps_of(appointment.request).count("confirm") == 1
    stamp = seen(appointment.request)
    moved = booking.move_appointment(appointment, **clinic.place(at(15)), by=clinic.desk, now=NOON)
    assert moved.confirmed_at is None
    refused(ChangedMeanwhile, on_appointment, responses.confirm, appointment, stamp=stamp)
    refused(TooLate, on_appointment, responses.confirm, appointment, now=at(15))


def test_cancelling_is_bound_to_the_time_that_was_seen(clinic):
    appointment = clinic.booked(at(14))
    stamp = seen(appointment.request)
    booking.move_appointment(appointment, **clinic.place(at(15)), by=clinic.desk, now=NOON)
    refused(ChangedMeanwhile, on_appointment, responses.ask_cancel, appointment, stamp=stamp)
    assert on_appointment(responses.ask_cancel, appointment).request.status == Status.CANCEL_PENDING


def test_three_hours_before_the_start_it_is_too_late_to_cancel(clinic):
    appointment, last = clinic.booked(at(14)), at(14) - CANCEL_UNTIL
    refused(TooLate, on_appointment, responses.ask_cancel, appointment, now=last + MINUTE)
    refused(TooLate, booking.ask_cancel, appointment, by=PATIENT, now=last + MINUTE)
    assert on_appointment(responses.ask_cancel, appointment, now=last).request.status == Status.CANCEL_PENDING


def test_who_cannot_come_at_the_last_minute_is_called_and_the_time_shows_as_likely_free(clinic):
    appointment, late = clinic.booked(at(14)), at(12)
    task = on_appointment(responses.report_cannot_come, appointment, now=late)
    assert (task.kind, task.useful_until, task.done_at) == (PhoneTask.Kind.CANCELLING, at(14), None)
    assert "Monday 30 November, 14:00 (GMT)" in task.say and "Olena" not in task.say
    assert on_appointment(responses.report_cannot_come, appointment, now=late) == task
    assert steps_of(appointment.request).count("cannot_come") == 1
    [stands] = Appointment.objects.with_likely_free()
    assert (stands.status, stands.likely_free) == ("booked", True)


def test_who_can_come_after_all_need_not_be_called(clinic):
    appointment, late = clinic.booked(at(14)), at(12)
    on_appointment(responses.confirm, appointment, now=late)
    on_appointment(responses.report_cannot_come, appointment, now=late)
    assert Appointment.objects.get().confirmed_at is None
    on_appointment(responses.confirm, appointment, now=late + MINUTE)
    assert PhoneTask.objects.get().done_at == late + MINUTE
    assert not Appointment.objects.with_likely_free().get().likely_free
    on_appointment(responses.report_cannot_come, appointment, now=late + 2 * MINUTE)
    assert PhoneTask.objects.get().done_at is None


def test_while_there_is_time_to_cancel_nobody_need_be_called(clinic):
    appointment = clinic.booked(at(14))
    refused(StepNotAllowed, on_appointment, responses.report_cannot_come, appointment, now=at(14) - CANCEL_UNTIL)
    refused(TooLate, on_appointment, responses.report_cannot_come, appointment, now=at(14))


@pytest.mark.parametrize("action", [responses.confirm, responses.ask_cancel, responses.report_cannot_come])
def test_an_appointment_that_has_arrived_or_is_cancelled_is_answered_no_more(clinic, action):
    appointment = clinic.booked(at(14))
    attendance.arrive(appointment, by=clinic.desk, now=at(13))
    refused(StepNotAllowed, on_appointment, action, appointment, now=at(13))
    other = clinic.booked(at(15))
    booking.cancel(other, by=clinic.desk, now=NOON)
    refused(StepNotAllowed, on_appointment, action, other)
