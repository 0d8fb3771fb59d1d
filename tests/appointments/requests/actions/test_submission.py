"""A patient asks: request, wishes, event, link and message are stored together, once, or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError

from appointments import secrets
from appointments.messages.actions import links
from appointments.messages.content import MessageName
from appointments.models import AppointmentRequest, Event, HealthcareService, PreferredWindow, RequestDraft
from appointments.requests.actions import drafts, submission
from portal import outbox
from portal.models import OutboundMessage
from portal.privacy_notice import PRIVACY_NOTICE_VERSION
from tests.appointments.builders import NOON, day_in, everything_stored, make_answers, make_article, make_request
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db

PHISHING = "Your account was charged $499. Call +1 800 555 0199"


def test_everything_that_was_answered_is_stored(service):
    edition, person = make_article(), make_practitioner(service.specialty)
    secret = drafts.begin(service=service, edition=edition, now=NOON)
    answers = make_answers(
        for_whom="child",
        patient_name="Марʼяна Щур",
        patient_birth_year=2019,
        requester_name="Olena Example",
        email="Olena@Example.org",
        call_times=["morning", "midday"],
        windows=[(day_in(9), "evening"), (day_in(3), "morning")],
        practitioner=person,
        reason="Cramps\nat night",
        access_needs=["step_free"],
        access_note="a wide door",
        language="українська",
    )
    request = submission.submit_request(answers=answers, service=service, edition=edition, form_secret=secret, now=NOON)
    request.refresh_from_db()
    assert request.service == service
    assert request.preferred_practitioner == person
    assert (request.source_topic, request.source_edition) == (edition.topic, edition)
    assert (request.for_whom, request.patient_name, request.patient_birth_year) == ("child", "Марʼяна Щур", 2019)
    assert request.requester_name == "Olena Example"
    assert (request.phone_typed, request.phone_e164) == ("020 7946 0123", "+442079460123")
    assert request.email == "olena@example.org"
    assert (request.call_times, request.voicemail_ok) == (["morning", "midday"], True)
    assert (request.reason, request.access_note, request.language) == ("Cramps\nat night", "a wide door", "українська")
    assert request.access_needs == ["step_free"]
    assert (request.any_time, request.status, request.version) == (False, "new", 1)
    assert (request.created_at, request.consented_at) == (NOON, NOON)
    assert request.promise_at == NOON + timedelta(days=2)  # sixteen hours of Monday to Friday, nine to five
    assert request.privacy_version == PRIVACY_NOTICE_VERSION
    wishes = request.windows.order_by("rank").values_list("rank", "day", "part")
    assert list(wishes) == [(1, day_in(9), "evening"), (2, day_in(3), "morning")]


def test_each_request_has_its_event_its_link_and_its_message_and_the_draft_is_gone(service):
    secret = drafts.begin(service=service, edition=None, now=NOON)
    request = make_request(service, secret=secret)
    event = request.events.get()
    assert (event.at, event.step, event.before, event.after, event.role, event.by) == (
        NOON,
        "ask",
        "",
        "new",
        "patient",
        None,
    )
    assert request.link_tokens.get().digest == secrets.digest(secrets.status_secret(secret))
    message = OutboundMessage.objects.get()
    assert (message.name, message.to, message.subject_id) == (MessageName.RECEIVED, request.email, request.pk)
    assert message.state == "created"
    assert not RequestDraft.objects.exists()


def test_without_an_address_no_message_is_written(service):
    assert make_request(service, email="").email == ""
    assert not OutboundMessage.objects.exists()


def test_without_wishes_any_time_suits(service):
    request = make_request(service)
    assert request.any_time
    assert not request.windows.exists()


# --- once ------------------------------------------------------------------------------------------------------------


def test_the_same_form_sent_again_gives_the_first_request_and_changes_nothing(service):
    secret = secrets.new_secret()
    first = make_request(service, secret=secret)
    before = everything_stored()
    again = make_request(service, secret=secret, now=NOON + timedelta(hours=5), patient_name="Somebody Else")
    assert again == first
    assert again.patient_name == "Olena Example"
    assert everything_stored() == before


def test_two_forms_with_the_same_answers_are_two_requests(service):
    first, second = make_request(service), make_request(service)
    assert first.reference != second.reference


def test_another_tab_that_was_quicker_by_a_hair_wins(service, monkeypatch):
    """Between our look and our insert the other tab's row appears: its request is given, and nothing is added."""
    secret = secrets.new_secret()
    first = make_request(service, secret=secret)
    before = everything_stored()
    real, looks = AppointmentRequest.objects.filter, []

    def see_nothing_at_first(**by):
        looks.append(by)
        return AppointmentRequest.objects.none() if len(looks) == 1 else real(**by)

    monkeypatch.setattr(AppointmentRequest.objects, "filter", see_nothing_at_first)
    assert make_request(service, secret=secret, patient_name="Somebody Else") == first
    assert len(looks) == 2
    assert everything_stored() == before


def test_a_reference_that_is_taken_is_drawn_again(service, monkeypatch):
    taken = make_request(service).reference
    drawn = iter([taken, taken, "K7M4QX2P"])
    monkeypatch.setattr(secrets, "new_reference", lambda: next(drawn))
    assert make_request(service).reference == "K7M4QX2P"


def test_without_any_free_reference_nothing_is_stored(service, monkeypatch):
    taken = make_request(service).reference
    before = everything_stored()
    monkeypatch.setattr(secrets, "new_reference", lambda: taken)
    with pytest.raises(RuntimeError, match="No free reference"):
        make_request(service)
    assert everything_stored() == before


def test_a_row_the_database_refuses_is_not_tried_for_ever(service):
    before = everything_stored()
    with pytest.raises((RuntimeError, IntegrityError)):
        make_request(service, for_whom="child", requester_name="")
    assert everything_stored() == before


# --- closed ----------------------------------------------------------------------------------------------------------


def test_a_service_closed_meanwhile_takes_nothing_and_says_why(service):
    secret = drafts.begin(service=service, edition=None, now=NOON)
    HealthcareService.objects.update(is_open=False, closed_reason="Full until January.")
    before = everything_stored()
    with pytest.raises(submission.NotOpen, match=r"Full until January\."):
        make_request(service, secret=secret)  # `service` as it was read while still open
    assert everything_stored() == before


def test_a_request_that_is_stored_is_given_even_if_the_service_closed_since(service):
    secret = secrets.new_secret()
    first = make_request(service, secret=secret)
    HealthcareService.objects.update(is_open=False, closed_reason="Full until January.")
    assert make_request(service, secret=secret) == first


# --- all or nothing --------------------------------------------------------------------------------------------------

FOLLOW_UPS = {
    "wishes": (PreferredWindow.objects, "bulk_create"),
    "event": (Event.objects, "create"),
    "link": (links, "store"),
    "message": (outbox, "queue"),
    "draft": (RequestDraft.objects, "filter"),
}


@pytest.mark.parametrize("error", [RuntimeError, OperationalError, MemoryError])
@pytest.mark.parametrize("step", FOLLOW_UPS)
def test_an_error_anywhere_leaves_nothing_but_the_draft(service, monkeypatch, step, error):
    def fail(*args, **kwargs):
        raise error("broken on purpose")

    secret = drafts.begin(service=service, edition=None, now=NOON)
    before = everything_stored()
    with monkeypatch.context() as broken:
        broken.setattr(*FOLLOW_UPS[step], fail)
        with pytest.raises(error, match="broken on purpose"):
            make_request(service, secret=secret, windows=[(day_in(3), "morning")])
    assert everything_stored() == before
    assert make_request(service, secret=secret, windows=[(day_in(3), "morning")]).events.count() == 1


def test_nothing_waits_for_the_commit_so_nothing_can_be_lost_after_it(service, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        make_request(service, windows=[(day_in(3), "morning")])
    assert callbacks == []


# --- names that are messages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["patient_name", "requester_name"])
def test_a_message_in_a_name_is_set_aside_and_no_mail_leaves(service, field):
    request = make_request(service, for_whom="other", **{"requester_name": "Ivan Example", field: PHISHING})
    assert request.status == "quarantined"
    assert getattr(request, field) == PHISHING
    assert request.reference and request.link_tokens.count() == 1
    event = request.events.get()
    assert (event.step, event.after, event.role) == ("quarantine", "quarantined", "system")
    assert not OutboundMessage.objects.exists()


def test_web_addresses_and_money_in_the_reason_are_nobodys_business(service):
    assert make_request(service, reason=PHISHING, access_note="see https://example.org").status == "new"


def test_one_address_gets_three_mails_a_day_and_every_request_is_stored(service):
    for hour in range(6):
        make_request(service, email="Victim@Example.org", now=NOON + timedelta(hours=hour))
    make_request(service, email="somebody-else@example.org")
    assert AppointmentRequest.objects.filter(status="new").count() == 7
    to_victim = OutboundMessage.objects.filter(to="victim@example.org")
    assert to_victim.filter(state="created").count() == 3
    assert to_victim.filter(state="cancelled").count() == 3
    make_request(service, email="victim@example.org", now=NOON + timedelta(hours=25))
    assert to_victim.filter(state="created").count() == 4  # the next day
