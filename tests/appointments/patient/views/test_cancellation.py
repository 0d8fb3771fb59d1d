"""Cancelling takes a choice, and knowing the patient; it can be undone; too late for it is no dead end."""

from datetime import timedelta

import pytest
import time_machine

from appointments.booking.actions import booking, offers
from appointments.models import PhoneTask, SpentTry
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import NOON, everything_stored, make_request
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.pages import Page

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "1957", "1958"


@pytest.fixture
def clinic():
    return kept_clinic()


@pytest.fixture
def visitor(clinic) -> Visitor:
    """Booked on Monday at nine."""
    return Visitor(clinic.booked(at(9)).request)


def errors_of(response) -> str:
    assert response.status_code == 200
    return " ".join(Page(response).errors.values())


def test_the_page_says_what_is_cancelled_and_chooses_nothing(visitor):
    page = visitor.open("cancel")
    assert page.heading == "Cancel your appointment?"
    assert page.answers["Day"] == "Monday 30 November 2026"
    assert "choice" not in visitor.form(page, "cancel") and visitor.form(page, "cancel")["digits"] == ""
    assert "Olena" not in page.html and "7946 0123" not in page.html


def test_pressing_the_button_alone_cancels_nothing(visitor):
    """Some scanners press the first button they find."""
    before = everything_stored()
    assert "Choose one of these." in errors_of(visitor.send("cancel"))
    assert everything_stored() == before


def test_who_does_not_know_the_patient_cancels_nothing_and_has_five_tries(visitor):
    for _try in range(5):
        assert "This does not fit what we hold." in errors_of(visitor.send("cancel", choice="cancel", digits=WRONG))
    assert "tried too often" in errors_of(visitor.send("cancel", choice="cancel", digits=RIGHT))
    assert visitor.stored().status == "booked"
    with time_machine.travel(NOON + timedelta(minutes=61)):
        assert visitor.send("cancel", choice="cancel", digits=RIGHT).status_code == 302


def test_what_cannot_be_right_is_said_and_costs_no_try(visitor):
    page = visitor.open("cancel")
    for digits in ("", "57", "19570", "year", "１９５"):
        assert "Enter" in errors_of(visitor.send("cancel", on=page, choice="cancel", digits=digits)), digits
    assert not SpentTry.objects.exists()


@pytest.mark.parametrize("digits", ["1957", "0123", " 19 57 ", "١٩٥٧"])
def test_a_cancelled_appointment_can_be_kept_for_a_quarter_of_an_hour(visitor, digits):
    assert visitor.send("cancel", choice="cancel", digits=digits).url == visitor.url()
    page = visitor.open()
    assert page.heading == "Your appointment is being cancelled"
    assert "Until Wednesday 25 November, 12:15 (GMT) you can still keep your appointment." in page.main
    answer = visitor.send("keep", on=page)
    assert "Your appointment is kept." in Page(visitor.client.get(answer.url)).main
    assert visitor.stored().status == "booked"


def test_who_says_no_need_not_show_who_they_are_and_nothing_happens(visitor):
    before = everything_stored()
    assert visitor.send("cancel", choice="no").url == visitor.url()
    assert everything_stored() == before


def test_after_that_it_is_cancelled_and_pressing_keep_on_the_old_page_tells_so(visitor):
    visitor.send("cancel", choice="cancel", digits=RIGHT)
    page = visitor.open()
    booking.finish_cancels(now=NOON + timedelta(minutes=16))
    refused = visitor.send("keep", on=page)
    assert refused.refused
    assert Page(refused).heading == "Your appointment is cancelled"


def test_cancelling_again_from_the_old_page_shows_how_it_stands_and_cancels_once(visitor):
    page = visitor.open("cancel")
    visitor.send("cancel", on=page, choice="cancel", digits=RIGHT)
    again = visitor.send("cancel", on=page, choice="cancel", digits=RIGHT)
    assert (again.refused, Page(again).heading) == (True, "Your appointment is being cancelled")
    assert visitor.steps().count("ask_cancel") == 1


def test_an_appointment_moved_meanwhile_is_not_cancelled_unseen(visitor, clinic):
    page = visitor.open("cancel")
    appointment = visitor.request.appointments.select_related("request__service").get()
    booking.move_appointment(appointment, **clinic.place(at(15)), by=clinic.desk, now=NOON)
    refused = visitor.send("cancel", on=page, choice="cancel", digits=RIGHT)
    assert refused.refused
    assert Page(refused).answers["Time"] == "15:00 to 15:30 (GMT)"
    assert visitor.stored().status == "booked"
    assert visitor.send("cancel", choice="cancel", digits=RIGHT).status_code == 302


# --- too late --------------------------------------------------------------------------------------------------------


def test_too_near_to_the_start_the_patient_is_told_to_call_and_can_tell_the_desk(visitor):
    with time_machine.travel(at(7)):
        page = visitor.open("cancel")
        assert page.heading == "You cannot come?"
        assert "Please call us" in page.main and 'href="tel:+442079460018"' in page.html
        assert "choice" not in visitor.form(page, "cancel")
        assert "Choose one of these." in errors_of(visitor.send("cancel"))
        assert not PhoneTask.objects.exists()
        answer = visitor.send("cancel", choice="tell")
        told = Page(visitor.client.get(answer.url))
        assert "Reception knows that you cannot come." in told.main
        assert "You told us that you cannot come. Please call us: until" in told.main
        assert visitor.open("cancel").heading == "Your appointment is booked"
    assert PhoneTask.objects.get().kind == PhoneTask.Kind.CANCELLING
    assert visitor.stored().status == "booked"


def test_a_page_opened_in_time_and_sent_too_late_asks_again(visitor):
    page = visitor.open("cancel")
    with time_machine.travel(at(7)):
        late = visitor.send("cancel", on=page, choice="cancel", digits=RIGHT)
        assert Page(late).heading == "You cannot come?"
        assert not PhoneTask.objects.exists()
    with time_machine.travel(at(9)):
        over = visitor.send("cancel", on=page, choice="cancel", digits=RIGHT)
        assert over.refused
    assert visitor.stored().status == "booked"


# --- withdrawing -----------------------------------------------------------------------------------------------------


def test_an_open_request_is_withdrawn_by_who_knows_the_patient(service):
    visitor = Visitor(make_request(service))
    before = everything_stored()
    assert "Choose one of these." in errors_of(visitor.send("withdraw"))
    assert visitor.send("withdraw", choice="no").url == visitor.url()
    assert everything_stored() == before
    assert "does not fit" in errors_of(visitor.send("withdraw", choice="withdraw", digits=WRONG))
    assert visitor.send("withdraw", choice="withdraw", digits=RIGHT).url == visitor.url()
    assert visitor.open().heading == "This request was withdrawn"


def test_times_offered_meanwhile_are_shown_before_anything_is_withdrawn(clinic):
    request = clinic.request()
    visitor = Visitor(request)
    page = visitor.open("withdraw")
    offers.offer(request, times=[clinic.time(at(9))], lasts=timedelta(days=1), by=clinic.desk, now=NOON)
    refused = visitor.send("withdraw", on=page, choice="withdraw", digits=RIGHT)
    assert (refused.refused, Page(refused).heading) == (True, "Choose a time – not booked yet")
    assert "The times we hold for you become free for others." in visitor.open("withdraw").main


@pytest.mark.parametrize("situation", ["closed: cancelled", "erased", "arrived"])
def test_what_is_over_leads_back_to_how_it_stands(clinic, situation):
    """The other endings allow as little: ../test_allowed_actions.py."""
    visitor = Visitor(in_situation(situation, clinic))
    before = everything_stored()
    for page in ("cancel", "withdraw", "keep", "choose", "none-suits", "coming"):
        assert visitor.client.get(visitor.url(page)).url == visitor.url()
        assert visitor.client.post(visitor.url(page), {"choice": page, "digits": RIGHT}).refused
    assert everything_stored() == before
