"""What the patient reads about the request's way: in clinic time, with roles and never with names."""

import pytest

from appointments.timeline import timeline
from tests.appointments.builders import NOON, make_request

pytestmark = pytest.mark.django_db


def test_it_tells_what_happened_what_comes_and_by_when_in_clinic_time(service):
    steps = timeline(make_request(service, now=NOON.replace(month=7, day=1)))
    assert [step["state"] for step in steps] == ["done", "now", "next"]
    assert steps[0]["when"] == "Wednesday 1 July, 13:00"  # noon UTC is one o'clock in London's summer
    assert steps[1]["when"] == "By Friday 3 July, 17:00"
    assert "Nothing is booked until then." in steps[1]["text"]


def test_it_repeats_nothing_the_patient_typed(service):
    words = repr(timeline(make_request(service)))
    assert not [typed for typed in ("Olena", "7946", "olena@", "Cramps") if typed in words]
