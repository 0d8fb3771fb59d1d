"""Steps out of turn: skipped, too late, at a wrong address, or overtaken by what happened since."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appointments import link_secrets
from appointments.models import AppointmentRequest, HealthcareService, RequestDraft
from tests.appointments.builders import STEPS, TYPED, Patient, day_in, everything_stored, make_service
from tests.appointments.pages import Page
from tests.builders import make_practitioner
from topics.models import Practitioner

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough


# --- no step is skipped ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", STEPS[:-1])
def test_a_step_that_is_not_due_leads_to_the_one_that_is(patient, done):
    patient.fill(upto=done)
    for later in STEPS[STEPS.index(done) + 1 :]:
        for answer in (patient.open(later), patient.send(later)):
            assert (answer.status_code, answer.url) == (302, patient.url(done))
    assert not AppointmentRequest.objects.exists()
    assert set(patient.draft.answers) == set(STEPS[: STEPS.index(done)])


def test_a_step_that_does_not_exist_is_a_404(patient):
    for step in ("who2", "sent", "status", "CHECK", "0"):
        assert patient.client.get(patient.url(step)).status_code == 404, step
        assert patient.client.post(patient.url(step), {"consent": "on"}).status_code == 404, step


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(posted=st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), max_size=12))
def test_in_whatever_order_steps_are_sent_nothing_is_asked_before_all_are_answered(service, posted):
    patient, answered = Patient().start(), set()
    for step, is_right in posted:
        due = all(earlier in answered for earlier in STEPS[: STEPS.index(step)])
        answer = patient.send(step) if is_right else patient.client.post(patient.url(step), {})
        if step == "check" and due and is_right:
            assert answer.url == patient.status_url
            assert AppointmentRequest.objects.filter(idempotency_key=link_secrets.digest(patient.secret)).count() == 1
            return
        if due and (is_right or step == "more"):  # nothing in the fourth step is needed
            answered.add(step)
        assert not AppointmentRequest.objects.filter(idempotency_key=link_secrets.digest(patient.secret)).exists()


# --- drafts that are gone, or somebody else's ------------------------------------------------------------------------


def assert_not_sent(response, again):
    """The page is read as a whole by the test below."""
    assert response.status_code == 410
    html = response.content.decode()
    assert "This request was not sent." in html and f'href="{again}"' in html


def test_after_a_day_the_answers_are_gone_and_the_page_says_that_nothing_was_sent(patient):
    patient.fill()
    with time_machine.travel(patient.draft.expires_at):
        before = everything_stored()
        for step in STEPS:
            for answer in (patient.open(step), patient.send(step)):
                assert_not_sent(answer, "/appointments/request/neurologist/")
        assert everything_stored() == before


def test_the_page_that_says_so_leads_on(patient):
    with time_machine.travel(patient.draft.expires_at):
        page = Page(patient.open("who"))
    assert "This request was not sent." in page.main
    assert page.link("Start again") == "/appointments/request/neurologist/"
    assert "call 020 7946 0018" in page.main


def test_a_moment_before_the_day_is_over_everything_is_still_there(patient):
    patient.fill()
    with time_machine.travel(patient.draft.expires_at - timedelta(seconds=5)):
        assert patient.send("check").url == patient.status_url


def test_a_secret_nobody_has_opens_nothing(service, client):
    for secret in ("x" * 43, "0", "a%00b", "ключ", "%F0%9F%94%91"):
        for step in ("who", "check"):
            url = f"/appointments/request/neurologist/{secret}/{step}/"
            for answer in (client.get(url), client.post(url, TYPED[step])):
                assert_not_sent(answer, "/appointments/request/neurologist/")


def test_a_draft_works_at_its_own_specialists_address_only(patient):
    make_service("physiotherapist")
    patient.fill()
    before = everything_stored()
    stranger = Patient("physiotherapist")
    stranger.secret = patient.secret
    for step in STEPS:
        for answer in (stranger.open(step), stranger.send(step)):
            assert_not_sent(answer, "/appointments/request/physiotherapist/")
    assert everything_stored() == before
    assert patient.send("check").url == patient.status_url


# --- what has become wrong since it was typed ------------------------------------------------------------------------


def test_a_day_gone_by_since_it_was_typed_leads_back_to_its_question(patient):
    patient.fill(when={"when": "days", "day_1": day_in(0).isoformat(), "part_1": "day", "day_2": day_in(5).isoformat()})
    tomorrow = timezone.localtime().replace(hour=0, minute=5) + timedelta(days=1)
    with time_machine.travel(tomorrow):
        RequestDraft.objects.update(expires_at=tomorrow + timedelta(hours=1))
        sent = patient.send("check")
        assert (sent.status_code, sent.url) == (302, patient.url("when"))
        page = Page(patient.client.get(sent.url))
        assert "This day has passed." in page.errors["day_1"]
        assert page.form()["day_2"] == [day_in(4).isoformat()]
    assert not AppointmentRequest.objects.exists()


def test_a_person_who_left_since_they_were_chosen_leads_back_to_the_question(service):
    leaving, staying = (make_practitioner(service.specialty) for _ in range(2))
    patient = Patient().start().fill(when={"practitioner": str(leaving.pk)})
    Practitioner.objects.filter(pk=leaving.pk).update(active=False)
    assert patient.send("check").url == patient.url("when")
    assert "practitioner" in Page(patient.open("when")).errors
    assert patient.send("when", "?change=1", practitioner=str(staying.pk)).url == patient.url("check")
    patient.send("check")
    assert AppointmentRequest.objects.get().preferred_practitioner == staying


def test_a_service_closed_before_sending_says_why_and_keeps_the_answers(patient):
    patient.fill()
    HealthcareService.objects.update(is_open=False, closed_reason="Full until January.")
    page = Page(patient.client.get(patient.send("check").url))
    assert "Full until January." in page.main
    assert not AppointmentRequest.objects.exists()
    HealthcareService.objects.update(is_open=True)
    assert patient.send("check").url == patient.status_url
