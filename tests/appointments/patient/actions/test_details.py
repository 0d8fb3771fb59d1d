"""A patient changes what they told us; the desk sees that they did, and nothing else changes."""

from dataclasses import replace

import pytest

from appointments.booking.actions import claims
from appointments.lifecycle.actions.transitions import ChangedMeanwhile
from appointments.lifecycle.actor import PATIENT
from appointments.models import AppointmentRequest, LinkToken
from appointments.patient.actions import details
from appointments.patient.actions.details import ContactDetails
from appointments.phones import Phone
from appointments.workflow import StepNotAllowed
from tests.appointments.builders import NOON, day_in, make_request
from tests.appointments.clinic import make_actor, refused
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.situations import SITUATIONS
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db
HELD = ContactDetails(
    phone=Phone("020 7946 0123", "+442079460123"),
    email="olena@example.org",
    call_times=["morning"],
    voicemail_ok=True,
    discreet=False,
)
CLOSED = [name for name in SITUATIONS if name.startswith(("closed", "erased"))]


@pytest.fixture
def asked(service) -> AppointmentRequest:
    return make_request(service)


def change(request, **changes) -> AppointmentRequest:
    return details.change_contact(request, contact=replace(HELD, **changes), by=PATIENT, now=NOON)


def steps_of(request) -> list[tuple[str, str]]:
    return list(request.events.order_by("pk").values_list("step", "role"))[1:]


def test_a_new_number_is_a_corrected_number(asked):
    changed = change(asked, phone=Phone("07700 900123", "+447700900123"))
    assert (changed.phone_typed, changed.phone_e164) == ("07700 900123", "+447700900123")
    assert steps_of(asked) == [("correct", "patient")]


def test_everything_else_is_a_change_and_all_of_it_one(asked):
    changed = change(
        asked, email="New@Example.org", call_times=["midday", "morning"], voicemail_ok=False, discreet=True
    )
    assert (changed.email, changed.call_times) == ("new@example.org", ["morning", "midday"])
    assert (changed.voicemail_ok, changed.discreet) == (False, True)
    assert steps_of(asked) == [("change", "patient")]
    assert changed.version == asked.version + 1


def test_who_changes_nothing_leaves_no_trace(asked):
    change(asked)
    assert steps_of(asked) == []
    assert AppointmentRequest.objects.get().version == asked.version


def test_links_sent_to_the_old_address_stay_good(asked):
    change(asked, email="new@example.org")
    assert LinkToken.objects.get(request=asked).revoked_at is None


def test_a_colleague_who_has_the_request_does_not_stand_in_the_way_and_keeps_it(asked):
    desk = make_actor()
    taken = claims.claim(asked, by=desk, now=NOON)
    changed = change(taken, email="new@example.org")
    assert changed.claimed_by == desk.user
    refused(ChangedMeanwhile, claims.let_go, taken, by=desk, now=NOON, based_on=taken.version)


@pytest.mark.parametrize("situation", CLOSED)
def test_what_is_closed_is_not_changed(situation):
    request = in_situation(situation, kept_clinic())
    refused(StepNotAllowed, change, request, email="new@example.org")
    refused(StepNotAllowed, change, request, phone=Phone("07700 900123", "+447700900123"))


# --- wishes ----------------------------------------------------------------------------------------------------------


def wish(request, *windows, practitioner=None) -> AppointmentRequest:
    return details.change_wishes(request, windows=windows, practitioner=practitioner, by=PATIENT, now=NOON)


def wishes_of(request) -> list[tuple]:
    return list(request.windows.order_by("rank").values_list("rank", "day", "part"))


def test_new_wishes_replace_the_old_ones(service):
    request = make_request(service, windows=[(day_in(3), "morning"), (day_in(4), "day")])
    person = make_practitioner(service.specialty)
    changed = wish(request, (day_in(4), "evening"), practitioner=person)
    assert wishes_of(request) == [(1, day_in(4), "evening")]
    assert (changed.any_time, changed.preferred_practitioner) == (False, person)
    assert steps_of(request) == [("change", "patient")]
    assert wish(request).any_time
    assert wishes_of(request) == []
    assert AppointmentRequest.objects.get(pk=request.pk).preferred_practitioner is None


@pytest.mark.parametrize("situation", ["awaiting_patient", "booked", "cancel_pending", *CLOSED])
def test_there_is_nothing_to_wish_for_once_a_time_is_found_or_nobody_looks(situation):
    request = in_situation(situation, kept_clinic())
    refused(StepNotAllowed, wish, request, (day_in(4), "evening"))
