"""Two requests are one wish: staff put them together, and what stands for both is always open."""

from datetime import timedelta

import pytest

from appointments.booking.actions import booking, claims, closing, contacts
from appointments.booking.actions.closing import NotASurvivor
from appointments.lifecycle.actions.transitions import ChangedMeanwhile
from appointments.lifecycle.actor import PATIENT
from appointments.workflow import Role, StepNotAllowed
from tests.appointments.builders import NOON, at_once, day_in, make_request, make_service
from tests.appointments.clinic import at, make_actor, refused
from tests.appointments.kept_clinic import kept_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    return make_actor()


def merge(request, into, by, **more):
    return closing.merge(request, into=into, by=by, now=NOON, **more)


def survivors(*requests) -> list:
    for request in requests:
        request.refresh_from_db()
    return [request.duplicate_of for request in requests]


def test_one_goes_on_and_each_keeps_what_is_its_own(service, desk):
    first = make_request(service, windows=[(day_in(3), "morning")])
    second = make_request(service, windows=[(day_in(4), "evening")])
    contacts.write_note(second, text="Asked twice", by=desk, now=NOON)
    version = first.version
    merged = merge(second, first, desk, based_on=second.version)
    assert (merged.status, merged.outcome, merged.duplicate_of) == ("closed", "duplicate", first)
    assert (merged.windows.get().part, merged.notes.get().text) == ("evening", "Asked twice")
    first.refresh_from_db()
    assert (first.status, first.version, first.windows.get().part) == ("new", version, "morning")
    assert not first.notes.exists()


def test_a_booked_request_stands_for_another_and_is_never_merged_away():
    clinic = kept_clinic()
    booked = clinic.booked(at(9)).request
    again = clinic.request()
    assert merge(again, booked, clinic.desk).duplicate_of == booked
    refused(StepNotAllowed, merge, booked, clinic.request(), clinic.desk)


def test_chains_lead_to_the_one_that_goes_on(service, desk):
    first, second, third, fourth = (make_request(service) for _ in range(4))
    merge(third, second, desk)
    merge(second, first, desk)  # takes the third along
    assert survivors(second, third) == [first, first]
    assert merge(fourth, third, desk).duplicate_of == first  # not the closed one that was meant


def test_nothing_closed_cancelling_or_set_aside_stands_for_another():
    clinic = kept_clinic()
    request = clinic.request()
    appointment = clinic.booked(at(9))
    booking.ask_cancel(appointment, by=PATIENT, now=NOON)
    others = [
        closing.withdraw(clinic.request(), by=PATIENT, now=NOON),
        make_request(clinic.service, patient_name="Call +1 800 555 0199"),
        appointment.request,
    ]
    for other in others:
        error = refused(NotASurvivor, merge, request, other, clinic.desk)
        assert other.spoken_reference in str(error)


def test_a_request_is_no_duplicate_of_itself_not_even_by_a_detour(service, desk):
    first, second = make_request(service), make_request(service)
    refused(NotASurvivor, merge, first, first, desk)
    merge(second, first, desk)
    refused(NotASurvivor, merge, first, second, desk)


def test_one_that_was_merged_by_mistake_is_opened_again(service, desk):
    first, second = make_request(service), make_request(service)
    merged = merge(second, first, desk)
    assert closing.reopen(merged, by=make_actor(Role.LEAD), now=NOON).duplicate_of is None


def test_only_staff_merge_and_only_what_they_saw(service, desk):
    first, second = make_request(service), make_request(service)
    refused(StepNotAllowed, merge, second, first, PATIENT)
    claims.claim(second, by=desk, now=NOON)
    refused(ChangedMeanwhile, merge, second, first, desk, based_on=second.version)


@pytest.mark.django_db(transaction=True)
def test_two_merged_into_each_other_at_once_leave_one_that_goes_on():
    service, people = make_service(), [make_actor(), make_actor()]
    for _round in range(10):
        pair = [make_request(service, now=NOON - timedelta(days=9)) for _ in range(2)]

        def attempt(one, other, by):
            try:
                return merge(one, other, by)
            except (NotASurvivor, StepNotAllowed):
                return None

        calls = [lambda: attempt(*pair, people[0]), lambda: attempt(*reversed(pair), people[1])]  # noqa: B023
        assert len([merged for merged in at_once(calls) if merged]) == 1
        for request in pair:
            request.refresh_from_db()
        assert sorted(request.status for request in pair) == ["closed", "new"]
