"""A patient wants what they told us erased: what that means is said before, and it can be taken back."""

import pytest
import time_machine

from appointments.booking.actions import booking
from appointments.desk import flags
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import NOON, everything_stored, make_request
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.pages import Page

pytestmark = pytest.mark.django_db
RIGHT = "1957"


@pytest.fixture
def clinic():
    return kept_clinic()


def choices_on(page) -> set[str]:
    return {control.attrs["value"] for control in page.tree.query("main input[type=radio]")}


def test_asking_takes_a_choice_and_knowing_the_patient(service):
    visitor = Visitor(make_request(service))
    before = everything_stored()
    assert "Choose one of these." in " ".join(Page(visitor.send("erase")).errors.values())
    assert visitor.send("erase", choice="no").url == visitor.url()
    assert everything_stored() == before
    assert "does not fit" in " ".join(Page(visitor.send("erase", choice="erase", digits="1958")).errors.values())
    assert visitor.stored().erasure_asked_at is None


def test_an_open_request_is_withdrawn_and_the_desk_sees_why(service):
    visitor = Visitor(make_request(service))
    page = visitor.open("erase")
    assert "Your request is still open. We withdraw it" in page.main and "within two days" in page.main
    visitor.send("erase", on=page, choice="erase", digits=RIGHT)
    page = visitor.open()
    assert page.heading == "This request was withdrawn"
    assert "You asked us to erase what you told us. We do so within two days." in page.main
    assert "Asked us to erase their data" in [flag.words for flag in flags.flags_of(visitor.stored())]


def test_it_can_be_taken_back(service):
    visitor = Visitor(make_request(service))
    visitor.send("erase", choice="erase", digits=RIGHT)
    answer = visitor.send("keep-data", on=visitor.open())
    page = Page(visitor.client.get(answer.url))
    assert "We keep what you told us." in page.main and "within two days" not in page.main
    assert visitor.stored().erasure_asked_at is None


def test_with_an_appointment_ahead_the_patient_says_whether_it_is_cancelled_first(clinic):
    visitor = Visitor(clinic.booked(at(9)).request)
    page = visitor.open("erase")
    assert "You have an appointment. We need what you told us until it is over." in page.main
    assert choices_on(page) == {"cancel", "after", "no"}
    visitor.send("erase", on=page, choice="after", digits=RIGHT)
    page = visitor.open()
    assert page.heading == "Your appointment is booked"
    assert "We do so within two days after your appointment." in page.main
    other = Visitor(clinic.booked(at(11)).request)
    other.send("erase", choice="cancel", digits=RIGHT)
    assert other.open().heading == "Your appointment is being cancelled"
    assert "within two days after your appointment is cancelled" in other.open().main


def test_too_near_to_the_appointment_it_comes_first(clinic):
    visitor = Visitor(clinic.booked(at(9)).request)
    with time_machine.travel(at(7)):
        assert choices_on(visitor.open("erase")) == {"after", "no"}


def test_a_page_of_another_standing_is_asked_again(clinic):
    request = clinic.request()
    visitor = Visitor(request)
    page = visitor.open("erase")
    booking.book(request, **clinic.place(at(9)), by=clinic.desk, now=NOON)
    asked = Page(visitor.send("erase", on=page, choice="erase", digits=RIGHT))
    assert list(asked.errors) == ["choice"] and choices_on(asked) == {"cancel", "after", "no"}
    assert visitor.stored().erasure_asked_at is None


def test_what_is_erased_says_so_at_the_same_link_and_offers_nothing_more(clinic):
    visitor = Visitor(in_situation("erased", clinic))
    page = visitor.open("erase")
    assert page.heading == "This request was erased"
    assert visitor.forms(page) == {}
    assert visitor.client.post(visitor.url("erase"), {"choice": "erase", "digits": RIGHT}).refused
