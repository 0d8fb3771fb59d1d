"""What a receptionist should notice: computed from the request, shown to staff alone, no answer to the patient."""

from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from appointments import migrations
from appointments.desk import flags
from appointments.lifecycle.actor import PATIENT
from appointments.models import AppointmentRequest, ContactAttempt
from appointments.patient.actions import details
from appointments.phones import Phone
from appointments.warning_words import names_something_serious
from tests.appointments.builders import NOON, Patient, make_request
from tests.builders import make_user
from tests.client import Client

NOT_ALIKE = {"phone": Phone("0113 496 0999", "+441134960999"), "email": "somebody@example.net"}


def codes(request) -> list[str]:
    return [flag.code for flag in flags.flags_of(request)]


@pytest.mark.parametrize(
    "reason",
    [
        "chest pain",
        "I have CHEST PAIN now!",
        "Chest-pain since noon",
        "… chest\npain …",
        "I can't breathe",
        "i cant breathe",
        "I can’t breathe well",
        "he collapsed yesterday",
        "I want to kill myself",
        "suicidal thoughts",
        "my bottom is numb: numb bottom",
        "I CANNOT PEE",
        "had a stroke?",
    ],
)
def test_words_that_a_person_should_read_at_once_are_seen(reason):
    assert names_something_serious(reason)


@pytest.mark.parametrize(
    "reason", ["", "a chest of drawers", "backstroke hurts", "pain in the chestnut", "stroked a cat"]
)
def test_parts_of_other_words_are_not(reason):
    assert not names_something_serious(reason)


@pytest.mark.django_db
def test_serious_words_raise_a_flag_and_change_nothing_for_the_patient(service):
    """No automatic clinical answer: same status, same promise, same page, same message."""
    calm = make_request(service, reason="Cramps since Sunday")
    serious = make_request(service, reason="chest pain now", **NOT_ALIKE)
    assert codes(calm) == []
    assert codes(serious) == ["read_reason_now"]
    assert (serious.status, serious.promise_at) == (calm.status, calm.promise_at)
    pages = []
    for reason in ("Cramps since Sunday", "chest pain now"):
        patient = Patient()
        page = patient.client.get(patient.ask(more={"reason": reason}).url)
        reference = AppointmentRequest.objects.order_by("pk").last().spoken_reference
        pages.append(page.content.decode().replace(reference, "REFERENCE"))
    assert pages[0] == pages[1]


@pytest.mark.django_db
def test_requests_from_one_phone_or_address_within_a_week_are_perhaps_one_wish(service):
    first = make_request(service)
    same_phone = make_request(service, email="", now=NOON + timedelta(days=1))
    same_address = make_request(service, phone=NOT_ALIKE["phone"], now=NOON + timedelta(days=2))
    stranger = make_request(service, **NOT_ALIKE | {"email": "", "phone": Phone("1", "+441134960111")})
    week_later = make_request(service, now=NOON + timedelta(days=7, seconds=1))
    assert codes(stranger) == []
    assert list(flags.possible_duplicates(same_phone)) == [week_later, first]
    assert first not in flags.possible_duplicates(week_later)
    assert list(flags.possible_duplicates(same_address)) == [week_later, first]
    assert "possible_duplicate" in codes(first)
    assert AppointmentRequest.objects.count() == 5  # every one of them was taken


@pytest.mark.django_db
def test_two_people_without_an_address_are_not_taken_for_one(service):
    make_request(service, email="")
    other = make_request(service, email="", phone=NOT_ALIKE["phone"])
    assert codes(other) == []


@pytest.mark.django_db
def test_five_requests_in_a_week_are_five_requests_each_flagged(service):
    requests = [make_request(service, now=NOON + timedelta(days=day)) for day in range(5)]
    assert len({request.reference for request in requests}) == 5
    assert all("possible_duplicate" in codes(request) for request in requests)


@pytest.mark.django_db
def test_a_number_that_is_merely_possible_is_flagged(service):
    assert codes(make_request(service, phone=Phone("06 1234 5678", "+44612345678"))) == ["doubtful_phone"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "for_whom, year, flagged",
    [("self", 2011, True), ("self", 2010, False), ("child", 2020, False), ("self", 1957, False)],
)
def test_somebody_under_age_who_asks_alone_is_flagged(service, for_whom, year, flagged):
    requester = "" if for_whom == "self" else "Olena Example"
    request = make_request(service, for_whom=for_whom, patient_birth_year=year, requester_name=requester)
    assert codes(request) == (["under_age"] if flagged else [])


@pytest.mark.django_db
def test_who_wants_no_message_left_is_flagged(service):
    assert codes(make_request(service, voicemail_ok=False)) == ["no_voicemail"]


@pytest.mark.django_db
def test_everything_to_notice_is_told_in_words_for_two_queries(service, django_assert_num_queries):
    make_request(service)
    request = make_request(
        service,
        reason="stroke",
        patient_birth_year=2020,
        phone=Phone("06 1234 5678", "+44612345678"),
        voicemail_ok=False,
    )
    ContactAttempt.objects.create(request=request, by=make_user(), at=NOON, outcome="wrong_number")
    with django_assert_num_queries(2):
        found = flags.flags_of(request)
    assert [flag.code for flag in found] == [
        "read_reason_now",
        "possible_duplicate",
        "wrong_number",
        "doubtful_phone",
        "no_voicemail",
        "under_age",
    ]
    assert all(flag.words for flag in found)


@pytest.mark.django_db
def test_a_whole_page_of_requests_is_looked_through_for_two_queries(service, django_assert_num_queries):
    family = [make_request(service, now=NOON + timedelta(days=day)) for day in (0, 1, 9)]
    stranger = make_request(service, **NOT_ALIKE | {"email": "", "phone": Phone("1", "+441134960111")})
    with django_assert_num_queries(2):
        found = flags.flags_of_each([*family, stranger])
    for request in (*family, stranger):
        assert found[request.pk] == flags.flags_of(request)
    assert [len(found[request.pk]) for request in (*family, stranger)] == [1, 1, 0, 0]
    assert flags.flags_of_each([]) == {}


@pytest.mark.django_db
def test_what_is_to_be_read_at_once_has_a_list_of_its_own_until_it_is_booked_or_closed(service):
    client = Client()
    client.force_login(make_user("receptionist"))
    make_request(service, reason="Cramps since Sunday")
    serious = make_request(service, reason="I can no longer control my pee", **NOT_ALIKE)
    page = client.get("/desk/?tab=read")
    assert [row.pk for row in page.context["rows"]] == [serious.pk]
    assert [tab["count"] for tab in page.context["tabs"] if tab["label"] == "Read at once"] == ["1"]
    order = [row.pk for row in client.get("/desk/").context["rows"]]
    AppointmentRequest.objects.update(names_warning=False)
    assert [row.pk for row in client.get("/desk/").context["rows"]] == order, "the queue stays in its order"
    AppointmentRequest.objects.filter(pk=serious.pk).update(names_warning=True, status="quarantined", owed_since=None)
    assert [row.pk for row in client.get("/desk/?tab=read").context["rows"]] == [serious.pk], "also what was set aside"
    AppointmentRequest.objects.filter(pk=serious.pk).update(status="booked")
    assert client.get("/desk/?tab=read").context["rows"] == []


@pytest.mark.parametrize(
    ("note", "serious"),
    [
        ("I want to die", True),
        ("Wheelchair. Since today I cannot control my bladder", True),
        ("chest pains on stairs, please a room downstairs", True),
        ("No chest pain, only a wheelchair", False),
        ("Ring twice, I walk slowly", False),
    ],
)
def test_a_note_on_access_is_read_for_the_same_words(service, note, serious):
    asked = make_request(service, reason="Cramps since Sunday", access_note=note)
    assert asked.names_warning is serious
    assert ("read_note_now" in [flag.code for flag in flags.flags_of(asked)]) is serious
    assert "read_reason_now" not in [flag.code for flag in flags.flags_of(asked)]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("language", "English, I want to die", "read_language_now"),
        ("phone", Phone("020 7946 0018 I cannot breathe", "+442079460018"), "read_phone_now"),
    ],
)
def test_whatever_else_was_typed_is_read_for_the_same_words(service, field, value, code):
    asked = make_request(service, reason="Cramps since Sunday", **{field: value})
    assert asked.names_warning
    assert [flag.code for flag in flags.flags_of(asked)] == [code]


def test_a_phone_number_that_is_changed_later_is_read_too(service):
    asked = make_request(service, reason="Cramps since Sunday")
    contact = details.ContactDetails(Phone("020 7946 0999 please, chest pain", "+442079460999"), "", [], True, False)
    details.change_contact(asked, contact=contact, by=PATIENT, now=NOON)
    asked.refresh_from_db()
    assert asked.names_warning


def test_what_was_stored_before_is_read_again_by_a_migration(service):
    asked = [make_request(service, reason=reason, **NOT_ALIKE) for reason in ("Me duele el pecho", "Dolor de espalda")]
    AppointmentRequest.objects.update(names_warning=False)
    (name,) = [module.name for module in iter_modules(migrations.__path__) if module.name.endswith("_words_read_again")]
    step = import_module(f"{migrations.__name__}.{name}")
    step.read_again(apps, SimpleNamespace(connection=connection))
    assert list(AppointmentRequest.objects.filter(names_warning=True)) == asked[:1]


def test_notes_that_were_stored_before_are_read_by_the_migration(service):
    asked = [make_request(service, access_note=note, **NOT_ALIKE) for note in ("I want to die", "Wheelchair", "")]
    AppointmentRequest.objects.update(names_warning=False)
    (name,) = [module.name for module in iter_modules(migrations.__path__) if module.name.endswith("_notes_on_access")]
    step = import_module(f"{migrations.__name__}.{name}")
    step.read_notes_on_access(apps, SimpleNamespace(connection=connection))
    assert list(AppointmentRequest.objects.filter(names_warning=True)) == asked[:1]
