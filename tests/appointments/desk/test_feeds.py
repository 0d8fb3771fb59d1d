"""The page of calendar feeds, for desk leads and for practitioners."""

import pytest

from appointments.models import CalendarFeed
from appointments.workflow import Role
from tests.appointments.desk.builders import at_desk, open_clinic
from tests.appointments.desk.test_access import logged_in, make_doctor
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(service):
    return at_desk("lead", display_name="Lena Example, desk lead")


def text(answer) -> str:
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


def test_a_practitioner_makes_and_revokes_their_own_feed(service):
    person, _place = open_clinic(service)
    doctor = logged_in(make_doctor(person))
    other = make_practitioner()
    answer = doctor.post("/desk/feeds/", {"practitioner": person.pk, "do": "make"})
    address = answer.context["made"]["address"].removeprefix("http://testserver")
    assert doctor.get(address).status_code == 200
    page = text(doctor.get("/desk/feeds/"))
    assert address not in page and "There is a feed since" in page and other.name not in page
    assert doctor.post("/desk/feeds/", {"practitioner": person.pk, "do": "revoke"}).status_code == 302
    assert doctor.get(address).status_code == 404
    assert doctor.post("/desk/feeds/", {"practitioner": other.pk, "do": "make"}).status_code == 404
    assert not CalendarFeed.objects.filter(practitioner=other).exists()


@pytest.mark.parametrize("typed", [{}, {"practitioner": "x"}, {"practitioner": "9" * 30}, {"do": "explode"}])
def test_nonsense_finds_nothing(lead, service, typed):
    person, _place = open_clinic(service)
    assert lead[1].post("/desk/feeds/", {"practitioner": person.pk, "do": "make"} | typed).status_code in (200, 404)
    if typed:
        assert not CalendarFeed.objects.exists()


def test_the_menu_leads_to_these_pages_whom_they_open_to(lead, service):
    person, _place = open_clinic(service)
    assert all(f'href="/desk/{page}/"' in text(lead[1].get("/desk/")) for page in ("access", "export", "feeds"))
    assert 'href="/desk/feeds/"' in text(logged_in(make_doctor(person)).get("/desk/today/"))
    receptionist = text(at_desk(Role.RECEPTIONIST.value)[1].get("/desk/"))
    assert not any(f'href="/desk/{page}/"' in receptionist for page in ("access", "export", "feeds"))
