"""What a desk lead sees of looks at requests, of exports and of erasures that wait."""

from datetime import timedelta

import pytest

from appointments.booking.actions import looks
from appointments.lifecycle.actor import SYSTEM
from appointments.models import AppointmentRequest
from appointments.privacy.actions import erasure
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import make_actor
from tests.appointments.desk.builders import at_desk

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def lead(service):
    return at_desk("lead", display_name="Lena Example, desk lead")


def text(answer) -> str:
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


def test_the_report_names_who_looked_at_what_they_never_worked_on(lead, service):
    _actor, client = lead
    request, curious = make_request(service), make_actor()
    looks.record_look(request, by=curious, now=NOON)
    page = text(client.get("/desk/access/"))
    assert str(curious.user) in page and request.spoken_reference in page
    assert "Olena" not in page
    kept = client.get("/desk/access/?first_day=2026-11-25&last_day=2026-11-25&as=csv")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="looks-2026-11-25-to-2026-11-25.csv"'
    assert f'"2026-11-25 12:00:00","{curious.user}","{request.spoken_reference}"' in text(kept)


def test_other_days_are_asked_for_and_impossible_ones_explained(lead, service):
    _actor, client = lead
    looks.record_look(make_request(service), by=make_actor(), now=NOON)
    assert client.get("/desk/access/?first_day=2026-11-01&last_day=2026-11-02").context["people"] == []
    for query in ("first_day=2026-11-26&last_day=2026-11-25", "first_day=2026-01-01&last_day=2026-11-25",
                  "first_day=x", "first_day=0001-01-01&last_day=0001-01-02"):  # fmt: skip
        answer = client.get(f"/desk/access/?{query}")
        assert answer.status_code == 422 and len(answer.context["people"]) == 1, query


def test_the_report_shows_exports_and_who_waits_to_be_erased(lead, service):
    _actor, client = lead
    request = make_request(service)
    client.post(
        "/desk/export/", {"first_day": "25/11/2026", "last_day": "2026-11-25", "format": "csv", "why": "Monthly count"}
    )
    AppointmentRequest.objects.filter(pk=request.pk).update(erasure_asked_at=NOON)
    page = text(client.get("/desk/access/"))
    assert "Monthly count" in page and "asked to be erased" in page and request.spoken_reference in page
    erasure.erase(request, by=SYSTEM, now=NOON)
    assert "asked to be erased" not in text(client.get("/desk/access/"))


def test_the_report_costs_the_same_for_many_looks(lead, service, django_assert_max_num_queries):
    _actor, client = lead
    client.get("/desk/access/")
    with django_assert_max_num_queries(13):
        client.get("/desk/access/")
    for number in range(12):
        looks.record_look(make_request(service), by=make_actor(), now=NOON + timedelta(seconds=number))
    with django_assert_max_num_queries(14):
        assert len(client.get("/desk/access/").context["looks"]) == 12
