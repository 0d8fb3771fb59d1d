"""A promise can be kept: by the hours of reception, the times the patient named, and the day on which we call again."""

from datetime import date, time, timedelta

import pytest

from appointments.booking.actions import agreed_calls, broken_promises, claims, closing, contacts
from appointments.desk import queue_lists
from appointments.desk.call_windows import CallWindows
from appointments.lifecycle.actor import PATIENT
from appointments.lifecycle.story import story_of
from appointments.models import AppointmentRequest, OpeningHours, ScheduleException
from appointments.patient.actions.details import ContactDetails, change_contact
from appointments.patient.status_summary import status_summary
from appointments.patient.timeline import timeline
from appointments.phones import Phone
from appointments.waitlist.actions import want_earlier
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import make_clinic

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEDNESDAY = NOON.date()


@pytest.fixture
def clinic():
    return make_clinic(answer_within_hours=8)


def waiting(clinic, *, promise_at, rank=2, call_times=()) -> AppointmentRequest:
    request = make_request(clinic.service, now=NOON - 40 * HOUR, call_times=list(call_times))
    AppointmentRequest.objects.filter(pk=request.pk).update(promise_at=promise_at, queue_rank=rank)
    return stored(request)


def stored(request) -> AppointmentRequest:
    return AppointmentRequest.objects.get(pk=request.pk)


def closed(starts_at, ends_at) -> None:
    ScheduleException.objects.create(
        kind="closure", starts_at=starts_at, ends_at=ends_at, made_by=None, made_at=starts_at - DAY
    )


def on(day: int, hour: int, minute: int = 0):
    return NOON.replace(day=day, hour=hour, minute=minute)


def patient_reads(request, now) -> str:
    story = story_of(stored(request), now)
    found, steps = status_summary(story), timeline(story)
    return " ".join([found.lead, *found.more, *(f"{step['when']} {step['title']}" for step in steps)])


# --- who is called next ----------------------------------------------------------------------------------------------

# Reception is open on weekdays from 9 to 17.
LAST_CHANCES = [  # now, when the promise ends, call times, whether it is called before a higher rank
    (on(25, 16, 30), on(26, 9, 10), [], True),  # ten minutes after opening
    (on(25, 16, 30), on(26, 9, 30), [], False),
    (on(27, 16, 30), on(30, 9, 10), [], True),  # over a weekend
    (on(26, 16, 30), on(27, 12), [], True),  # Friday is closed
    (on(25, 11, 30), on(25, 15), ["morning"], True),  # no more than half an hour in which to call
    (on(25, 10, 30), on(25, 15), ["morning"], False),
    (on(25, 11, 30), on(25, 15), ["morning", "afternoon"], False),
    (on(25, 13, 30), on(26, 12, 20), ["midday"], True),
]


@pytest.mark.parametrize(("now", "promise_at", "call_times", "goes_first"), LAST_CHANCES)
def test_who_can_be_called_in_time_for_less_than_an_hour_goes_first(clinic, now, promise_at, call_times, goes_first):
    closed(on(27, 0), on(28, 0)) if now == on(26, 16, 30) else None
    ranked = waiting(clinic, promise_at=now + 9 * DAY, rank=0)
    other = waiting(clinic, promise_at=promise_at, call_times=call_times)
    assert claims.take_next(by=clinic.desk, now=now) == (other if goes_first else ranked)


def test_hours_until_midnight_hold_the_parts_of_the_day(clinic):
    OpeningHours.objects.create(weekday=3, opens=time(9), closes=time())
    waiting(clinic, promise_at=NOON + DAY, call_times=["afternoon"])
    assert claims.take_next(by=clinic.desk, now=on(25, 10)) is None
    assert claims.take_next(by=clinic.desk, now=on(25, 20)) is None
    assert claims.take_next(by=clinic.desk, now=on(25, 15)) is not None


# --- call times that change, and calls that come later ----------------------------------------------------------------


def changed(request, call_times, now) -> AppointmentRequest:
    contact = ContactDetails(Phone("020 7946 0123", "+442079460123"), "olena@example.org", call_times, True, False)
    return change_contact(request, contact=contact, by=PATIENT, now=now)


def test_new_call_times_make_the_promise_later_if_it_could_not_be_kept(clinic):
    request = make_request(clinic.service, now=on(25, 9), call_times=[])
    assert request.promise_at == on(25, 17)
    assert changed(request, ["morning"], on(25, 12)).promise_at == on(26, 10)
    assert "by Thursday 26 November, 10:00" in patient_reads(request, on(25, 12))
    assert stored(request).late_since is None and stored(request).first_promise_at == on(25, 17)
    other = make_request(clinic.service, now=on(25, 12), call_times=[])
    assert other.promise_at == on(26, 12), "nobody else waits longer for it"
    assert changed(request, [], on(25, 13)).promise_at == on(26, 10), "never sooner"


@pytest.mark.parametrize("call_times", [["afternoon"], ["midday", "afternoon"]])
def test_call_times_that_leave_room_for_the_promise_do_not_change_it(clinic, call_times):
    request = make_request(clinic.service, now=on(25, 9), call_times=[])
    assert changed(request, call_times, on(25, 12)).promise_at == on(25, 17)


def test_a_broken_promise_stays_broken_whatever_the_patient_changes(clinic):
    request = waiting(clinic, promise_at=NOON - HOUR)
    assert changed(request, ["morning"], NOON).promise_at == NOON - HOUR
    broken_promises.renew_broken(now=NOON)
    assert (stored(request).late_since, stored(request).promise_at) == (NOON - HOUR, on(26, 12))


def not_reached(clinic, tries: int, now) -> AppointmentRequest:
    request = make_request(clinic.service, now=now - 9 * MINUTE, call_times=[])
    for number in range(tries):
        request = claims.claim(stored(request), by=clinic.desk, now=now + number * MINUTE)
        contacts.attempt(request, outcome="no_answer", by=clinic.desk, now=now + number * MINUTE)
    return stored(request)


def test_a_new_promise_is_not_before_the_next_call(clinic):
    clinic.service.answer_within_hours = 1
    clinic.service.save()
    request = not_reached(clinic, 2, on(25, 15))
    assert request.next_try_at == on(26, 9)
    AppointmentRequest.objects.update(next_try_at=on(26, 14))
    assert broken_promises.renew_broken(now=on(25, 16, 30)) == 1
    assert stored(request).promise_at == on(26, 15)
    assert broken_promises.renew_broken(now=on(26, 14, 59)) == 0, "one apology for one broken promise"


def test_the_next_call_follows_call_times_and_closures_that_came_later(clinic):
    request = not_reached(clinic, 2, on(25, 15))
    changed(request, ["afternoon"], on(25, 16))
    assert "We call again from Thursday 26 November, 14:00" in patient_reads(request, on(25, 16))
    assert "From Thursday 26 November, 14:00" in patient_reads(request, on(25, 16))
    assert CallWindows(on(25, 16)).next_call(stored(request)).words == "Call from tomorrow, 14:00"
    closed(on(26, 0), on(26, 15, 30))
    assert "We call again from Thursday 26 November, 15:30" in patient_reads(request, on(25, 16))
    assert CallWindows(on(25, 16)).next_call(stored(request)).words == "Call from tomorrow, 15:30"


def test_a_closure_that_ends_within_a_part_of_the_day_is_told_to_the_minute(clinic):
    request = make_request(clinic.service, call_times=[])
    closed(on(25, 9), on(25, 13, 20))
    assert CallWindows(NOON).next_call(request).words == "Call from today, 13:20"


def test_no_promise_that_has_passed_is_announced(clinic):
    request = make_request(clinic.service, now=on(25, 9), call_times=[])
    read = patient_reads(request, on(25, 18))
    assert "we are late" in read and "By Wednesday 25 November, 17:00" not in read


# --- what was set aside ----------------------------------------------------------------------------------------------


def set_aside(clinic, **answers) -> AppointmentRequest:
    return make_request(clinic.service, now=on(25, 9), patient_name="Call +1 800 555 0199", call_times=[], **answers)


def test_the_promise_that_a_patient_who_was_set_aside_has_read_holds(clinic):
    request = set_aside(clinic)
    assert "by Wednesday 25 November, 17:00" in patient_reads(request, on(25, 10))
    released = closing.release(request, by=clinic.desk, now=on(25, 15))
    assert (released.promise_at, released.first_promise_at, released.late_since) == (on(25, 17), on(25, 17), None)
    assert released.owed_since == on(25, 15)


def test_if_it_has_passed_the_request_is_late_since_then(clinic):
    request = set_aside(clinic)
    released = closing.release(request, by=clinic.desk, now=on(26, 10))
    assert (released.late_since, released.first_promise_at) == (on(25, 17), on(25, 17))
    assert released.promise_at > on(26, 10) and released.queue_rank == 1
    assert queue_lists.due_today(now=on(26, 10))["late"] == 1


# --- who waits on the list -------------------------------------------------------------------------------------------


def listed(clinic, review_on: date, **answers) -> AppointmentRequest:
    request = make_request(clinic.service, now=NOON - DAY, call_times=[], **answers)
    return closing.put_on_waiting_list(request, review_on=review_on, by=clinic.desk, now=NOON - DAY)


def test_on_the_day_agreed_they_are_in_the_queue_to_be_called_before_reception_closes(clinic):
    request, later = listed(clinic, WEDNESDAY), listed(clinic, WEDNESDAY + DAY)
    assert agreed_calls.call_up_due(now=on(25, 8)) == 0, "reception is closed"
    assert agreed_calls.call_up_due(now=on(25, 9)) == 1
    assert agreed_calls.call_up_due(now=on(25, 9)) == 0
    called = stored(request)
    assert (called.status, called.claimed_by, called.promise_at) == ("in_progress", None, on(25, 17))
    assert "We call you by Wednesday 25 November, 17:00" in patient_reads(request, on(25, 9))
    assert claims.take_next(by=clinic.desk, now=on(25, 16, 30)) == called
    assert stored(later).status == "waiting_list"


def test_before_days_on_which_reception_is_closed_it_is_the_last_open_one(clinic):
    request = listed(clinic, date(2026, 11, 29))  # a Sunday
    closed(on(27, 0), on(28, 0))
    assert agreed_calls.call_up_due(now=on(25, 16)) == 0
    assert agreed_calls.call_up_due(now=on(26, 9)) == 1
    assert stored(request).promise_at == on(26, 17)


def test_if_the_day_has_passed_the_page_says_so_and_the_request_is_late(clinic):
    request = listed(clinic, WEDNESDAY)
    read = patient_reads(request, on(26, 8))
    assert "We promised to call you on Wednesday 25 November at the latest, and we are late" in read
    assert "By Wednesday" not in read
    assert agreed_calls.call_up_due(now=on(26, 9)) == 1
    assert (stored(request).late_since, stored(request).queue_rank) == (on(26, 0), 1)
    assert queue_lists.due_today(now=on(26, 9)) == {"all": 1, "late": 1}


def test_who_goes_on_waiting_keeps_the_place(clinic):
    request = listed(clinic, WEDNESDAY)
    agreed_calls.call_up_due(now=on(25, 9))
    closing.put_on_waiting_list(stored(request), review_on=WEDNESDAY + 9 * DAY, by=clinic.desk, now=on(25, 10))
    assert request.waitlist_entries.get(ended_at__isnull=True).since == NOON - DAY


def test_who_has_an_appointment_and_waits_for_an_earlier_one_keeps_it(clinic):
    appointment = clinic.booked(on(30, 9))
    want_earlier(appointment.request, by=clinic.desk, now=NOON)
    assert agreed_calls.call_up_due(now=on(30, 9)) == 0
    assert stored(appointment.request).status == "booked"
