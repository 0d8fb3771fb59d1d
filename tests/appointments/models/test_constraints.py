"""What is always or never so is held by the database: each rule is broken on purpose here, and the database refuses."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from appointments.models import AppointmentRequest, Event, HealthcareService, LinkToken, PreferredWindow, RequestDraft
from tests.appointments.builders import (
    NOON,
    day_in,
    make_article,
    make_request,
    make_service,
    request_values,
)

pytestmark = pytest.mark.django_db

LIES_ABOUT_REQUESTS = [
    ("request_set_aside_only_from_the_form", {"channel": "phone", "set_aside_because": ["trap"]}),
    ("request_status_known", {"status": "lost"}),
    ("request_status_known", {"status": ""}),
    ("request_for_whom_known", {"for_whom": "robot", "requester_name": "Ivan Example"}),
    ("request_names_who_asked_for_another", {"for_whom": "child", "requester_name": ""}),
    ("request_names_who_asked_for_another", {"for_whom": "self", "requester_name": "Ivan Example"}),
    ("request_has_name_and_phone", {"patient_name": ""}),
    ("request_has_name_and_phone", {"phone_typed": ""}),
    ("request_birth_year_sane", {"patient_birth_year": 1899}),
    ("request_birth_year_sane", {"patient_birth_year": 2201}),
    ("request_promise_after_asking", {"promise_at": NOON}),
    ("request_promise_after_asking", {"promise_at": NOON - timedelta(days=1)}),
    ("request_reference_base32", {"reference": "K7M4QX2U"}),  # U is not among the letters
    ("request_reference_base32", {"reference": "K7M4QX2"}),
    ("request_reference_base32", {"reference": "k7m4qx2p"}),
    ("request_reference_base32", {"reference": ""}),
]
TESTED_BELOW = {
    "request_source_topic_and_edition_together",
    "service_closed_with_a_reason",
    "service_appointment_5_to_240_minutes",
    "event_names_staff_and_only_staff",
    "event_step_known",
    "link_ends_after_it_begins",
    "window_rank_once",
    "window_once",
    "window_three_at_most",
    "window_part_known",
}


def refused(make, naming: str = "") -> bool:
    """Whether the database refuses what this stores, naming the constraint if it is a check."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make()
    assert naming in str(refusal.value)
    return True


def each_is_refused(lies, service, subtests, **truth) -> None:
    """Tries each of the lies about a request, pairs of a constraint and values, beside what is true."""
    for constraint, lie in lies:
        with subtests.test(constraint, lie=lie):
            row = AppointmentRequest(**request_values(service, **truth | lie))
            assert refused(lambda row=row: row.save(force_insert=True), constraint)


def test_a_request_cannot_lie(service, subtests):
    each_is_refused(LIES_ABOUT_REQUESTS, service, subtests)


def test_a_request_that_keeps_every_rule_is_stored(service):
    edition = make_article()
    assert AppointmentRequest.objects.create(**request_values(service)).pk
    values = request_values(service, source_topic=edition.topic, source_edition=edition)
    assert AppointmentRequest.objects.create(**values | {"for_whom": "child", "requester_name": "Ivan"}).pk


def test_where_a_request_came_from_is_known_wholly_or_not_at_all(service):
    edition = make_article()
    for half in ({"source_topic": edition.topic}, {"source_edition": edition}):
        values = request_values(service, **half)
        assert refused(
            lambda values=values: AppointmentRequest.objects.create(**values),
            "request_source_topic_and_edition_together",
        )


@pytest.mark.parametrize("column", ["reference", "idempotency_key"])
def test_two_requests_never_share_a_reference_or_a_form(service, column):
    first = AppointmentRequest.objects.create(**request_values(service))
    values = request_values(service, **{column: getattr(first, column)})
    assert refused(lambda: AppointmentRequest.objects.create(**values), column)


def test_a_service_is_closed_with_a_reason_only(service):
    closing = HealthcareService.objects.filter(pk=service.pk)
    assert refused(lambda: closing.update(is_open=False), "service_closed_with_a_reason")
    assert closing.update(is_open=False, closed_reason="We are full until 3 January.") == 1


@pytest.mark.parametrize("minutes", [4, 241])
def test_an_appointment_lasts_5_to_240_minutes(service, minutes):
    changing = HealthcareService.objects.filter(pk=service.pk)
    assert refused(lambda: changing.update(appointment_minutes=minutes), "service_appointment_5_to_240_minutes")
    assert changing.update(appointment_minutes=5) and changing.update(appointment_minutes=240)


def test_a_specialist_has_one_service(service):
    assert refused(lambda: HealthcareService.objects.create(specialty=service.specialty))


def test_an_event_names_staff_and_only_staff(service, staff):
    request, person = make_request(service), staff("receptionist")
    event = {"request": request, "at": NOON, "step": "ask", "after": "new", "prev_hash": "b" * 64, "hash": "a" * 64}
    for lie in (
        {"role": "receptionist", "by": None},
        {"role": "patient", "by": person},
        {"role": "system", "by": person},
    ):
        assert refused(lambda lie=lie: Event.objects.create(**event, **lie), "event_names_staff_and_only_staff")
    assert Event.objects.create(**event, role="receptionist", by=person).pk


def test_an_event_tells_a_step_of_the_workflow(service):
    request = make_request(service)
    assert refused(
        lambda: Event.objects.create(
            request=request, at=NOON, step="vanish", after="new", role="system", prev_hash="b" * 64, hash="a" * 64
        ),
        "event_step_known",
    )


def test_a_link_ends_after_it_begins_and_its_secret_is_its_own(service):
    request = make_request(service)
    link = {"request": request, "purpose": "status", "created_at": NOON}
    assert refused(
        lambda: LinkToken.objects.create(**link, digest="d" * 64, expires_at=NOON), "link_ends_after_it_begins"
    )
    LinkToken.objects.create(**link, digest="d" * 64, expires_at=NOON + timedelta(days=1))
    assert refused(lambda: LinkToken.objects.create(**link, digest="d" * 64, expires_at=NOON + timedelta(days=2)))


@pytest.mark.parametrize(
    "constraint, lie",
    [
        ("window_three_at_most", {"rank": 0}),
        ("window_three_at_most", {"rank": 4}),
        ("window_part_known", {"part": "night"}),
        ("", {"rank": 1, "part": "evening"}),  # window_rank_once
        ("", {"rank": 2, "part": "morning"}),  # window_once
    ],
)
def test_wishes_are_three_at_most_each_once(service, constraint, lie):
    request = make_request(service, windows=[(day_in(3), "morning")])
    window = {"request": request, "rank": 2, "day": day_in(3), "part": "evening"}
    assert refused(lambda: PreferredWindow.objects.create(**window | lie), constraint)
    assert PreferredWindow.objects.create(**window).pk


def test_two_drafts_never_share_a_secret(service):
    draft = {"key_digest": "d" * 64, "service": service, "expires_at": NOON}
    RequestDraft.objects.create(**draft)
    assert refused(lambda: RequestDraft.objects.create(**draft))


def test_every_named_constraint_is_tried_here_or_beside():
    """The modules of this folder say in TRIED which they try."""
    named = {
        constraint.name
        for model in apps.get_app_config("appointments").get_models()
        for constraint in model._meta.constraints
    }
    beside = [import_module(f"{__package__}.{module.name}") for module in iter_modules([str(Path(__file__).parent)])]
    tried = set().union(*(getattr(module, "TRIED", set()) for module in beside))
    assert named == tried | TESTED_BELOW | {constraint for constraint, _lie in LIES_ABOUT_REQUESTS}


# --- what is kept, and whom it takes along ---------------------------------------------------------------------------


def test_what_a_request_points_to_cannot_be_deleted(service):
    request = make_request(service, edition=make_article())
    for kept in (request.service, request.source_edition, request.source_topic, request):  # its events keep the request
        with pytest.raises(models.ProtectedError), transaction.atomic():
            kept.delete()


def test_a_page_with_an_open_form_cannot_be_deleted():
    service = make_service("physiotherapist")
    with pytest.raises(models.ProtectedError):
        service.specialty.delete()


def test_two_requests_from_one_address_stay_two_people(service):
    mother = make_request(service, patient_name="Olena Example", email="family@example.org")
    make_request(service, patient_name="Petro Example", email="family@example.org")
    mother.refresh_from_db()
    assert mother.patient_name == "Olena Example"


# --- words -----------------------------------------------------------------------------------------------------------


def test_a_request_is_called_by_its_reference_in_two_groups(service):
    request = AppointmentRequest(reference="K7M4QX2P")
    assert request.spoken_reference == str(request) == "K7M-4QX2P"


def test_rows_are_named_without_giving_anything_personal_away(service):
    request = make_request(service, windows=[(day_in(3), "morning")])
    link, event = request.link_tokens.get(), request.events.get()
    draft = RequestDraft.objects.create(key_digest="d" * 64, service=service, expires_at=NOON)
    names = " ".join(map(str, (request, link, event, draft, request.windows.get())))
    assert not [word for word in ("Olena", "7946", "olena@", "Cramps", link.digest) if word in names]
    assert str(event) == "asked for an appointment 2026-11-25 12:00 UTC"
