"""Who looked at what: counted fairly, so that a lead can ask."""

from datetime import timedelta

import pytest

from appointments.booking.actions import claims, contacts, looks
from appointments.models import OpeningHours
from appointments.privacy import access_patterns
from appointments.workflow import Role
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import make_actor
from tests.appointments.desk.builders import booked, open_clinic
from tests.builders import make_user

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
TODAY = NOON.date()


def report(first=TODAY, last=TODAY):
    return access_patterns.report(first, last)


def access_of(actor, people):
    return next(one for one in people if one.user == actor.user)


@pytest.fixture
def neighbour(service):
    """A request somebody at the desk works on."""
    request = make_request(service, patient_name="Vera Weaver")
    claims.claim(request, by=make_actor(), now=NOON)
    return request


@pytest.mark.django_db
def test_looks_at_ones_own_work_are_nothing_to_ask_about(service):
    worker, request = make_actor(), make_request(service)
    claims.claim(request, by=worker, now=NOON)
    for number in range(3):
        looks.record_look(request, by=worker, now=NOON + number * SECOND)
    people, seen = report()
    found = access_of(worker, people)
    assert (found.looks, len(found.requests), len(found.unworked), found.is_unusual) == (3, 1, 0, False)
    assert seen == []


@pytest.mark.django_db
def test_a_look_at_what_one_never_worked_on_is_named(neighbour):
    curious = make_actor()
    looks.record_look(neighbour, by=curious, now=NOON)
    people, [look] = report()
    assert len(access_of(curious, people).unworked) == 1
    assert (look.who, look.at, look.reference) == (curious.user, NOON, neighbour.spoken_reference)
    contacts.write_note(neighbour, text="Called back", by=curious, now=NOON + DAY)  # so it was work after all
    assert report()[1] == []


@pytest.mark.django_db
def test_many_that_one_never_worked_on_are_unusual_unless_one_worked_on_as_many(service):
    curious = make_actor()
    requests = [make_request(service) for _ in range(access_patterns.UNUSUAL_UNWORKED)]
    for number, request in enumerate(requests):
        looks.record_look(request, by=curious, now=NOON + number * 11 * MINUTE)
        found = access_of(curious, report()[0])
        assert found.is_unusual == (number == access_patterns.UNUSUAL_UNWORKED - 1)
    for request in requests[:5]:
        contacts.write_note(request, text="Called back", by=curious, now=NOON)
    assert not access_of(curious, report()[0]).is_unusual


@pytest.mark.django_db
def test_a_look_while_reception_is_closed_is_told(neighbour):
    OpeningHours.objects.create(weekday=3, opens="08:00", closes="18:00")
    curious = make_actor()
    looks.record_look(neighbour, by=curious, now=NOON.replace(hour=17, minute=59))
    assert access_of(curious, report()[0]).outside_hours == 0
    looks.record_look(neighbour, by=curious, now=NOON.replace(hour=18))
    people, seen = report()
    assert access_of(curious, people).outside_hours == 1 and access_of(curious, people).is_unusual
    assert [look.outside_hours for look in seen] == [True, False]


@pytest.mark.django_db
def test_a_practitioners_own_patients_are_nothing_to_ask_about_as_long_as_they_are_theirs(service):
    (practitioner, place), by = open_clinic(service), make_actor(Role.PRACTITIONER)
    type(practitioner).objects.filter(pk=practitioner.pk).update(user=by.user)
    request = booked(make_actor(Role.LEAD), practitioner, place, service, starts_at=NOON + DAY).request
    looks.record_look(request, by=by, now=NOON.replace(hour=20))
    people, seen = report()
    assert (access_of(by, people).looks, access_of(by, people).is_unusual, seen) == (1, False, [])
    type(practitioner).objects.filter(pk=practitioner.pk).update(user=None)
    assert access_of(by, report()[0]).is_unusual and len(report()[1]) == 1


@pytest.mark.django_db
def test_a_patient_of_the_same_surname_is_told(neighbour):
    relative = make_actor()
    type(relative.user).objects.filter(pk=relative.user.pk).update(display_name="Sam Wéaver, reception")
    looks.record_look(neighbour, by=relative, now=NOON)
    people, [look] = report()
    assert look.same_name and len(access_of(relative, people).same_name) == 1 and access_of(relative, people).is_unusual


@pytest.mark.django_db
@pytest.mark.parametrize(
    "shown, surname", [("Sam Taylor, reception", "taylor"), ("Sam", ""), ("Li Xu", ""), ("Ana O’Brien", "obrien")]
)
def test_a_surname_is_the_last_word_unless_it_is_the_only_one_or_everybodys(shown, surname):
    assert access_patterns.surname(make_user("", display_name=shown)) == surname


def test_the_most_within_ten_minutes_counts_each_request_once():
    def at(*minutes):
        return [(NOON + minute * MINUTE, request) for minute, request in minutes]

    assert access_patterns.largest_burst([]) == 0
    assert access_patterns.largest_burst(at((0, 1), (1, 1), (2, 1))) == 1
    assert access_patterns.largest_burst(at((0, 1), (5, 2), (10, 3), (11, 4))) == 3
    assert access_patterns.largest_burst(at((0, 1), (20, 2), (40, 3))) == 1


@pytest.mark.django_db
def test_days_are_the_clinics_and_both_are_included(neighbour):
    curious = make_actor()
    looks.record_look(neighbour, by=curious, now=NOON - DAY)
    assert report() == ([], [])
    assert report(TODAY - DAY, TODAY)[0] and report(TODAY - DAY, TODAY - DAY)[0]


@pytest.mark.django_db
def test_it_costs_five_queries_however_many_looked(service, django_assert_max_num_queries):
    for _ in range(3):
        request, by = make_request(service), make_actor()
        looks.record_look(request, by=by, now=NOON)
    with django_assert_max_num_queries(5):
        assert len(report()[1]) == 3
