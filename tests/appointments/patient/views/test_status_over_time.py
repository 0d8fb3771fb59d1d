"""The page behind a patient's link follows the request through its whole life, as discreet as on the first day."""

import pytest

from appointments.booking.actions import closing
from appointments.messages.actions import links
from appointments.models import Location
from tests.appointments.builders import NOON, everything_stored
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.pages import Page
from tests.appointments.patient.test_status_summary import HEADINGS
from tests.appointments.situations import SITUATIONS
from tests.builders import make_live
from topics.kinds import TopicKind

pytestmark = pytest.mark.django_db


def open_page(client, request) -> Page:
    response = client.get(f"/appointments/{links.mint(request=request, now=NOON)}/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return Page(response)


ENDED = [name for name in SITUATIONS if name.startswith("closed")]  # one page: what it says is in HEADINGS


@pytest.mark.parametrize("situation", [name for name in SITUATIONS if name not in ENDED[1:]])
def test_in_every_status_the_heading_is_true_and_the_phone_number_is_there(client, situation):
    clinic = kept_clinic()
    request = in_situation(situation, clinic)
    page = open_page(client, request)
    assert page.heading == HEADINGS[situation]
    assert page.title.startswith(HEADINGS[situation])
    assert request.spoken_reference in page.main
    assert "Call 020 7946 0018 and give your reference." in page.main
    assert ("ask for another appointment" in page.main) == situation.startswith(("closed", "erased"))
    for word in ("Olena", "7946 0123", "olena@", "Cramps", "1957", str(clinic.desk.user), str(clinic.lead.user)):
        assert word not in page.html


def test_reading_changes_nothing_in_any_status(client):
    clinic = kept_clinic()
    request = clinic.booked(at(9)).request
    url = f"/appointments/{links.mint(request=request, now=NOON)}/"
    before = everything_stored()
    client.get(url)
    client.head(url)
    assert everything_stored() == before


def test_a_booked_appointment_is_shown_with_day_time_zone_place_and_person(client):
    clinic = kept_clinic()
    Location.objects.update(address="1 Example Street", step_free=False)
    page = open_page(client, clinic.booked(at(9)).request)
    for fact in (
        "Monday 30 November 2026",
        "09:00 to 09:30 (GMT)",
        "Main house",
        "1 Example Street",
        clinic.doctor.name,
    ):
        assert fact in page.main
    assert "without steps" not in page.main
    assert "not booked" not in page.main.lower()
    assert "We also send you a short e-mail" not in page.main


def test_our_words_to_somebody_declined_are_text_and_nothing_else(client):
    clinic = kept_clinic()
    request = closing.decline(
        clinic.request(),
        because="other",
        public_answer="Call <b>the</b> hospital\n\nor your own doctor.",
        by=clinic.desk,
        now=NOON,
    )
    page = open_page(client, request)
    assert "What you can do instead" in page.main
    assert "Call &lt;b&gt;the&lt;/b&gt; hospital" in page.html
    assert "or your own doctor." in page.main


def test_the_way_to_ask_again_leads_to_the_same_specialist_under_todays_address(client):
    clinic = kept_clinic()
    request = closing.withdraw(clinic.request(), by=clinic.desk, now=NOON)
    specialist = clinic.service.specialty
    specialist.slug = "nerve-doctor"
    specialist.save()
    make_live(specialist)
    assert specialist.kind == TopicKind.SPECIALTY
    assert 'href="/appointments/request/nerve-doctor/"' in open_page(client, request).html
