"""How we reach a patient is shown to nobody who cannot show that they know them, and changed by nobody else."""

from datetime import timedelta

import pytest
import time_machine

from appointments.models import SpentTry
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import NOON, day_in, everything_stored, make_request
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.pages import Page

pytestmark = pytest.mark.django_db
RIGHT = "1957"


@pytest.fixture
def visitor(service) -> Visitor:
    return Visitor(make_request(service, windows=[(day_in(3), "evening")]))


def proven(visitor) -> Page:
    """The form with what we hold."""
    response = visitor.send("details", digits=RIGHT)
    assert response.status_code == 200
    return Page(response)


def test_nothing_is_shown_before_one_has_shown_who_one_is(visitor):
    page = visitor.open("details")
    for told in ("7946 0123", "olena@", "Olena", "1957"):
        assert told not in page.html
    assert page.controls == {"digits"}
    wrong = Page(visitor.send("details", digits="1958"))
    assert "does not fit" in " ".join(wrong.errors.values())
    for told in ("7946 0123", "olena@", "Olena", "1957"):
        assert told not in wrong.html


def test_then_what_we_hold_can_be_changed(visitor):
    page = proven(visitor)
    kept = visitor.form(page, "details")
    assert (kept["phone"], kept["email"], kept["voicemail"]) == ("020 7946 0123", "olena@example.org", "yes")
    answer = visitor.send("details", on=page, phone="07700 900123", email="new@example.org", discreet="on")
    assert answer.url == visitor.url() + "?done=details"
    assert "We have your changes." in Page(visitor.client.get(answer.url)).main
    stored = visitor.stored()
    assert (stored.phone_e164, stored.email, stored.discreet) == ("+447700900123", "new@example.org", True)
    assert "You changed the phone number" in visitor.open().main


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(visitor):
    page = Page(visitor.send("details", on=proven(visitor), phone="call me", email="new@example.org"))
    assert "Enter a phone number with digits" in " ".join(page.errors.values())
    assert visitor.form(page, "details")["email"] == "new@example.org"
    assert visitor.send("details", on=page, phone="07700 900123").status_code == 302


def test_a_form_without_its_proof_or_with_one_for_another_link_changes_nothing(visitor, service):
    page = proven(visitor)
    other = Visitor(make_request(service))
    foreign = other.form(proven(other), "details")["proof"]
    before = everything_stored()
    for proof in (None, "", "x", foreign):
        asked = Page(visitor.send("details", on=page, email="new@example.org", proof=proof))
        assert list(asked.errors) == ["digits"]
    assert everything_stored() == before


def test_a_proof_too_old_is_asked_for_again_and_nothing_typed_is_lost(visitor):
    page = proven(visitor)
    with time_machine.travel(NOON + timedelta(minutes=16)):
        again = Page(visitor.send("details", on=page, email="new@example.org"))
        assert list(again.errors) == ["digits"]
        assert "does not fit" in " ".join(Page(visitor.send("details", on=again, digits="1958")).errors.values())
        assert visitor.stored().email == "olena@example.org"
        assert visitor.send("details", on=again, digits=RIGHT).status_code == 302
    assert visitor.stored().email == "new@example.org"
    assert {row.scope for row in SpentTry.objects.all()} == {SpentTry.Scope.LINK, SpentTry.Scope.REQUEST}
    assert SpentTry.objects.count() == 2, "one wrong answer counts once for the link and once for the request"


def test_wishes_are_replaced_unseen_while_we_look_for_a_time(visitor):
    page = visitor.open("wishes")
    assert day_in(3).isoformat() not in page.html.replace(f'min="{day_in(0).isoformat()}"', "")
    assert "when" not in visitor.form(page, "wishes")
    answer = visitor.send("wishes", on=page, when="days", day_1=day_in(9).isoformat(), part_1="morning")
    assert "We have your wishes." in Page(visitor.client.get(answer.url)).main
    assert [(window.day, window.part) for window in visitor.request.windows.all()] == [(day_in(9), "morning")]
    before = everything_stored()
    assert Page(visitor.send("wishes", when="days", day_1="2020-02-29")).errors
    assert everything_stored() == before


@pytest.mark.parametrize("situation", ["awaiting_patient", "booked", "closed: withdrawn", "erased"])
def test_where_nothing_can_be_wished_or_changed_the_pages_lead_back(situation):
    visitor = Visitor(in_situation(situation, kept_clinic()))
    before = everything_stored()
    assert visitor.client.get(visitor.url("wishes")).url == visitor.url()
    assert visitor.client.post(visitor.url("wishes"), {"when": "any"}).refused
    if situation.startswith(("closed", "erased")):
        assert visitor.client.get(visitor.url("details")).url == visitor.url()
        assert visitor.client.post(visitor.url("details"), {"digits": RIGHT}).refused
    assert everything_stored() == before
