"""What is always or never so of promises, of time that became free, and of why it went past somebody."""

from datetime import timedelta

import pytest

from appointments.models import AppointmentRequest, FreedTime, TimeOffer, WaitlistEntry, WaitlistSkip
from tests.appointments.builders import NOON, make_request, request_values
from tests.appointments.clinic import make_location
from tests.appointments.models.test_constraints import refused
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LIES_ABOUT_PROMISES = [
    ("request_first_promise_after_asking", {"first_promise_at": NOON}),
    ("request_answered_after_asking", {"answered_at": NOON - HOUR}),
    ("request_answer_owed_only_while_waiting", {"owed_since": NOON, "status": "booked"}),
    ("request_answer_owed_only_while_waiting", {"owed_since": NOON, "status": "quarantined"}),
    ("request_late_only_while_an_answer_is_owed", {"late_since": NOON, "owed_since": None}),
    ("request_late_only_while_an_answer_is_owed", {"late_since": NOON + 50 * HOUR, "owed_since": NOON}),
]
LIES_ABOUT_FREED_TIME = [
    ("freed_time_ends_after_it_starts", {"ends_at": NOON}),
    ("freed_time_because_known", {"because": "luck"}),
    ("freed_time_state_known", {"state": "lost"}),
    ("freed_time_names_its_offer", {"state": "offered"}),
]
TRIED = {name for name, _lie in LIES_ABOUT_PROMISES + LIES_ABOUT_FREED_TIME} | {
    "waitlist_skip_once",
    "waitlist_skip_reason_known",
}


def freed_time(**changes) -> dict:
    plain = {
        "practitioner": make_practitioner(),
        "location": make_location(),
        "starts_at": NOON,
        "ends_at": NOON + HOUR,
        "freed_at": NOON,
        "because": "cancelled",
    }
    return plain | changes


@pytest.mark.parametrize("constraint, lie", LIES_ABOUT_PROMISES)
def test_a_promise_cannot_lie(service, constraint, lie):
    assert refused(lambda: AppointmentRequest.objects.create(**request_values(service, **lie)), constraint)


@pytest.mark.parametrize(
    "truth", [{"first_promise_at": NOON + HOUR, "owed_since": NOON}, {"answered_at": NOON, "status": "closed"}]
)
def test_what_is_true_of_a_promise_is_stored(service, truth):
    if truth.get("status") == "closed":
        truth |= {"outcome": "withdrawn", "closed_at": NOON}
    assert AppointmentRequest.objects.create(**request_values(service, **truth)).pk


@pytest.mark.parametrize("constraint, lie", LIES_ABOUT_FREED_TIME)
def test_freed_time_cannot_lie(constraint, lie):
    assert refused(lambda: FreedTime.objects.create(**freed_time(**lie)), constraint)


def test_freed_time_names_the_offer_it_went_into_and_only_then():
    offer = TimeOffer.objects.create(request=make_request(), made_at=NOON, expires_at=NOON + HOUR)
    assert refused(lambda: FreedTime.objects.create(**freed_time(offer=offer)), "freed_time_names_its_offer")
    assert FreedTime.objects.create(**freed_time(state="offered", offer=offer)).pk


def test_a_time_went_past_somebody_once_and_for_a_reason_that_is_known():
    freed = FreedTime.objects.create(**freed_time())
    entry = WaitlistEntry.objects.create(request=make_request(), since=NOON, review_on=NOON.date())
    skip = {"entry": entry, "freed_time": freed, "at": NOON}
    assert refused(lambda: WaitlistSkip.objects.create(**skip, reason="dislike"), "waitlist_skip_reason_known")
    WaitlistSkip.objects.create(**skip, reason="wishes")
    assert refused(lambda: WaitlistSkip.objects.create(**skip, reason="notice"))
