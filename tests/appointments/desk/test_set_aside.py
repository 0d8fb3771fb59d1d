"""“To check” says in words why each request waits for a person; once it is real, it goes on like any other."""

from datetime import timedelta

import pytest

from appointments import link_secrets
from appointments.booking.actions import closing
from appointments.choices import SetAsideBecause
from appointments.lifecycle.actor import SYSTEM
from appointments.models import AppointmentRequest
from appointments.privacy.actions import erasure
from appointments.requests.abuse import SubmissionTrace
from appointments.requests.actions import submission
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, make_answers
from tests.appointments.desk.builders import at_desk

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
WHY = str(SetAsideBecause.QUICK.label)


@pytest.fixture
def aside(service):
    """A machine sent the whole form within a second."""
    return submission.submit_request(
        answers=make_answers(patient_name="Robot Example"),
        service=service,
        edition=None,
        form_secret=link_secrets.new_secret(),
        now=NOON,
        trace=SubmissionTrace("192.0.2.0/24", time_taken=timedelta(seconds=1)),
    )


def test_the_list_and_the_page_say_why_and_the_queue_does_not_hold_it(aside):
    _actor, desk = at_desk()
    listed = desk.get("/desk/?tab=quarantine").content.decode()
    assert f"Set aside: {WHY}" in listed and "Robot Example" in listed
    assert "Robot Example" not in desk.get("/desk/").content.decode()
    page = desk.get(f"/desk/{aside.reference}/").content.decode()
    assert "Why it was set aside" in page and WHY in page and "It is a real request" in page


def test_once_it_is_real_the_promise_starts_anew_the_mail_leaves_and_it_is_like_any_other(aside):
    AppointmentRequest.objects.update(promise_at=NOON.replace(hour=13))
    _actor, desk = at_desk()
    assert desk.post(f"/desk/{aside.reference}/release/", {"version": aside.version}).status_code == 302
    stored = AppointmentRequest.objects.get()
    assert (stored.status, stored.set_aside_because) == ("new", ["quick"])  # why stays known
    assert stored.promise_at > NOON.replace(hour=13)
    assert OutboundMessage.objects.get().to == aside.email
    assert "Why it was set aside" not in desk.get(f"/desk/{aside.reference}/").content.decode()
    assert WHY not in desk.get("/desk/").content.decode()


def test_erased_on_their_wish_it_still_sends_nothing_to_an_address_that_may_be_a_strangers(aside):
    AppointmentRequest.objects.update(erasure_asked_at=NOON)
    erasure.erase(aside, by=SYSTEM, now=NOON, asked_by_patient=True)
    assert not OutboundMessage.objects.exists()


def test_erased_after_it_was_found_real_it_sends_the_receipt(aside):
    actor, _desk = at_desk()
    closing.release(aside, by=actor, now=NOON)
    AppointmentRequest.objects.update(erasure_asked_at=NOON)
    erasure.erase(aside, by=SYSTEM, now=NOON, asked_by_patient=True)
    assert OutboundMessage.objects.filter(state="created").values_list("name", flat=True).get() == "appointments.erased"
