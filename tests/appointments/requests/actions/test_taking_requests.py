"""Staff take a request down for a patient: stored like any other, claimed by whoever talks to them, once."""

import pytest
from django.db import OperationalError

from appointments import link_secrets
from appointments.lifecycle.actions.transitions import LEASE
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.messages import content
from appointments.messages.actions import links
from appointments.messages.content import MessageName
from appointments.models import AppointmentRequest, HealthcareService
from appointments.requests.actions import submission
from appointments.workflow import Role, StepNotAllowed
from portal.models import OutboundMessage
from portal.privacy_notice import PRIVACY_NOTICE_VERSION
from tests.appointments.builders import NOON, at_once, day_in, make_answers, make_request, make_service
from tests.appointments.clinic import make_actor, refused

pytestmark = pytest.mark.django_db


def take(service, by, *, channel="phone", secret=None, **answers):
    secret = secret or link_secrets.new_secret()
    return submission.take_request(make_answers(**answers), service, channel, by=by, now=NOON, form_secret=secret)


def test_it_is_stored_claimed_and_acknowledged(service):
    by = make_actor()
    request = take(service, by, windows=[(day_in(3), "morning")])
    assert (request.status, request.claimed_by, request.channel) == ("in_progress", by.user, "phone")
    assert request.claim_expires_at == NOON + LEASE
    assert (request.privacy_version, request.consented_at) == (PRIVACY_NOTICE_VERSION, NOON)
    assert (request.created_at, request.promise_at) == (NOON, make_request(service).promise_at)
    assert request.windows.get().day == day_in(3)
    events = request.events.order_by("pk").values_list("step", "before", "after", "role", "by")
    assert list(events) == [
        ("ask", "", "new", "receptionist", by.user.pk),
        ("claim", "new", "in_progress", "receptionist", by.user.pk),
    ]
    message = OutboundMessage.objects.get(subject_id=request.pk)
    assert (message.name, message.to) == (MessageName.RECEIVED, request.email)


def test_the_acknowledgement_holds_while_the_desk_works_on_it_and_no_longer(service):
    request = take(service, make_actor())
    acknowledgement = content.received(request.pk, NOON)
    assert acknowledgement.context["reference"] == request.spoken_reference
    AppointmentRequest.objects.filter(pk=request.pk).update(
        status="waiting_list", owed_since=None, claimed_by=None, claimed_at=None, claim_expires_at=None
    )
    assert content.received(request.pk, NOON) is None


def test_without_an_address_no_mail_is_written_and_no_link_made(service):
    request = take(service, make_actor(), email="")
    assert not OutboundMessage.objects.exists()
    assert not request.link_tokens.exists()


def test_a_lead_takes_one_down_at_the_desk_while_the_form_is_closed_to_patients(service):
    HealthcareService.objects.update(is_open=False, closed_reason="Full until January.")
    request = take(service, make_actor(Role.LEAD), channel="desk")
    assert (request.channel, request.events.first().role) == ("desk", "lead")


def test_nobody_else_takes_requests(service):
    for by in (PATIENT, SYSTEM, make_actor(Role.PRACTITIONER), make_actor(Role.ADMINISTRATOR)):
        refused(StepNotAllowed, take, service, by)


def test_an_unknown_channel_is_refused(service):
    refused(ValueError, take, service, make_actor(), channel="pigeon")


def test_sent_twice_it_is_one_request(service):
    by, secret = make_actor(), link_secrets.new_secret()
    first = take(service, by, secret=secret)
    assert take(service, by, secret=secret, patient_name="Somebody Else") == first
    assert AppointmentRequest.objects.get().patient_name == "Olena Example"


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one_request():
    service, by, secret = make_service(), make_actor(), link_secrets.new_secret()
    taken = at_once([lambda: take(service, by, secret=secret) for _ in range(4)])
    assert {request.pk for request in taken} == {AppointmentRequest.objects.get().pk}


def test_when_it_cannot_be_claimed_nothing_is_stored(service, monkeypatch):
    def fail(*args, **given):
        raise OperationalError

    monkeypatch.setattr(submission, "move", fail)
    refused(OperationalError, take, service, make_actor())


def test_a_name_that_looks_like_a_message_is_taken_down_all_the_same(service):
    assert take(service, make_actor(), patient_name="Dr Invoice Payment").status == "in_progress"


# --- what every request keeps for the desk's search and queue ---------------------------------------------------------


@pytest.mark.parametrize(
    "name, folded",
    [("Zoë  O’Brien-Núñez", "zoe obrien nunez"), ("Марʼяна ЩУР", "маряна щур"), ("Straße", "strasse")],
)
def test_names_are_kept_as_the_desk_searches_them(service, name, folded):
    assert make_request(service, patient_name=name).patient_name_folded == folded
    assert take(service, make_actor(), patient_name=name).patient_name_folded == folded


def test_a_folded_name_fits_its_column_however_long_its_letters_become(service):
    request = make_request(service, patient_name="ﷺ" * 200)  # one letter that folds to eighteen
    request.refresh_from_db()
    assert len(request.patient_name_folded) == 400


def test_call_times_are_kept_in_one_order_each_once(service):
    wished = ["afternoon", "morning", "afternoon"]
    assert make_request(service, call_times=wished).call_times == ["morning", "afternoon"]


def test_a_patients_link_belongs_to_the_patients_form_alone(service):
    secret = link_secrets.new_secret()
    request = make_request(service, secret=secret)
    assert request.link_tokens.get().digest == link_secrets.digest(link_secrets.status_secret(secret))
    assert links.mint(request=take(service, make_actor()), now=NOON)
