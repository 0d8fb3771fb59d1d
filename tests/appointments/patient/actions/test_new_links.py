"""A new link leaves for the address we hold and nowhere else; whoever asks learns nothing from it."""

from datetime import timedelta

import pytest

from appointments.booking.actions import closing
from appointments.lifecycle.actor import PATIENT
from appointments.messages.actions import outgoing
from appointments.models import AppointmentRequest, LinkToken
from appointments.patient.actions import new_links
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import make_actor, make_clinic
from tests.appointments.situations import erased

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch) -> list[AppointmentRequest]:
    """The requests for which a new link was queued; the outbox itself has tests of its own."""
    queued = []
    monkeypatch.setattr(outgoing, "new_link", lambda request, now: queued.append(request))
    return queued


def send(request, now=NOON) -> bool:
    return new_links.send_new_link(LinkToken.objects.filter(request=request).first(), now=now)


def test_it_leaves_three_times_a_day_at_most(service, told):
    request, hour = make_request(service), timedelta(hours=1)
    assert [send(request, NOON + number * hour) for number in range(5)] == [True, True, True, False, False]
    assert send(request, NOON + 24 * hour)
    assert told == [request] * 4


def test_none_leaves_where_we_hold_no_address(service, told):
    assert not send(make_request(service, email=""))
    assert told == []


def test_none_leaves_for_an_erased_request(told):
    request = erased(make_clinic())
    assert not send(request)
    assert told == []


def test_none_leaves_for_what_was_never_found_genuine_whatever_became_of_it(service, told):
    suspicious = make_request(service, patient_name="Call +1 800 555 0199")
    assert not send(suspicious)
    closing.withdraw(suspicious, by=PATIENT, now=NOON)
    assert not send(suspicious)
    genuine = make_request(service, patient_name="Call +1 800 555 0198")
    closing.release(genuine, by=make_actor(), now=NOON)
    assert send(genuine)
    assert told == [genuine]
