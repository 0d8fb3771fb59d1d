"""Without a link that works: three things only the patient and we know, or a mail to the address we hold."""

from datetime import timedelta

import pytest
import time_machine

from appointments.messages.actions import links, outgoing
from appointments.models import LinkToken, SpentTry
from appointments.patient.actions import identity
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import NOON, everything_stored, make_request, problems
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.pages import Page
from tests.client import Client

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
FIND = "/appointments/find/"
NOT_FOUND = "We found no request with these three. Check them and try again, or call us."


@pytest.fixture
def asked(service):
    return make_request(service)


def find(request=None, address="192.0.2.7", **typed):
    right = {"reference": request.spoken_reference if request else "", "phone_digits": "0123", "birth_year": "1957"}
    return Client(REMOTE_ADDR=address).post(FIND, right | typed)


def test_the_three_lead_to_the_page_by_a_link_for_two_hours(asked):
    answer = find(asked)
    assert answer.status_code == 302
    secret = answer.url.split("/")[2]
    assert Visitor(asked, secret=secret).open().heading == "Request sent – not booked yet"
    with time_machine.travel(NOON + identity.FOUND_LINK_VALID_FOR + timedelta(minutes=1)):
        assert Client().get(answer.url).status_code == 410


@pytest.mark.parametrize("typed", ["k7m-4qx2p", "K7M4 QX2P", "K7M-4QX2P "])
def test_a_reference_is_understood_as_people_read_it(service, typed):
    request = make_request(service)
    type(request).objects.filter(pk=request.pk).update(reference="K7M4QX2P")
    assert find(request, reference=typed).status_code == 302


def test_unknown_wrong_and_erased_are_answered_with_the_same_page():
    clinic = kept_clinic()
    gone, there = in_situation("erased", clinic), make_request(clinic.service)
    pages = set()
    for request, wrong in [(there, {"phone_digits": "0124"}), (there, {"birth_year": "1958"}), (gone, {})]:
        typed = {"reference": "ZZZ-ZZZZ2", "phone_digits": "0123", "birth_year": "1957"}
        answer = find(request, **wrong)
        unknown = find(address="198.51.100.7", **typed | wrong)
        assert answer.status_code == unknown.status_code == 200
        assert problems(answer) == {"__all__": [NOT_FOUND]}
        pages |= {
            _without_token(answer).replace(request.spoken_reference, "REFERENCE"),
            _without_token(unknown).replace("ZZZ-ZZZZ2", "REFERENCE"),
        }
        pages = {page.replace('value="0124"', 'value="0123"').replace('value="1958"', 'value="1957"') for page in pages}
    assert len(pages) == 1


def _without_token(response) -> str:
    token = Page(response).one("main form input[name=csrfmiddlewaretoken]").attrs["value"]
    return response.content.decode().replace(token, "TOKEN")


def test_after_five_wrong_tries_from_one_network_or_for_one_reference_all_wait_an_hour(asked):
    for last in range(5):
        assert problems(find(asked, address=f"192.0.2.{last}", birth_year="1958"))
    assert "tried too often" in str(problems(find(asked, address="192.0.2.200")))
    assert "tried too often" in str(problems(find(asked, address="198.51.100.1")))
    assert LinkToken.objects.count() == 1
    with time_machine.travel(NOON + timedelta(minutes=61)):
        assert find(asked).status_code == 302


def test_what_cannot_be_is_said_at_its_field_and_costs_no_try(asked):
    answer = find(asked, reference="my reference", phone_digits="12", birth_year="57")
    assert set(problems(answer)) == {"reference", "phone_digits", "birth_year"}
    assert Page(answer).title.startswith("Error: ")
    assert not SpentTry.objects.exists()


def test_reading_the_page_changes_nothing_and_its_address_is_no_secret(client, db):
    before = everything_stored()
    page = Page(client.get(FIND))
    assert page.heading == "See where your request stands"
    assert client.head(FIND).status_code == 200
    assert page.one("meta[name=robots]").attrs["content"] == "noindex"
    assert everything_stored() == before


# --- a link that has ended -------------------------------------------------------------------------------------------


@pytest.fixture
def queued(monkeypatch) -> list:
    """The requests for which a new link was queued; the outbox itself has tests of its own."""
    requests = []
    monkeypatch.setattr(outgoing, "new_link", lambda request, now: requests.append(request))
    return requests


@pytest.fixture
def ended(asked) -> Visitor:
    """Somebody whose link ended a moment ago."""
    visitor = Visitor(asked)
    LinkToken.objects.update(created_at=NOON - timedelta(days=1), expires_at=NOON)
    return visitor


def test_an_ended_link_explains_and_leads_on_from_every_page(ended):
    for page in ("", "cancel", "details", "choose", "calendar.ics", "new-link"):
        response = ended.client.get(ended.url(page))
        assert response.status_code == 410
        shown = Page(response)
        assert shown.heading == "This link has ended"
        assert shown.link("Find your request with your reference") == FIND
        assert list(ended.forms(shown)) == [ended.url("new-link")]


def test_nothing_can_be_done_through_an_ended_link(ended):
    before = everything_stored()
    for page in ("cancel", "withdraw", "details", "wishes", "erase", "keep", "coming", "choose", "none-suits"):
        sent = {"choice": page, "digits": "1957", "when": "any"}
        assert ended.client.post(ended.url(page), sent).status_code == 410
    assert everything_stored() == before


def test_a_new_link_is_sent_to_the_address_we_hold_and_the_answer_is_always_the_same(ended, service, queued):
    phone_only = Visitor(make_request(service, email=""))
    LinkToken.objects.update(created_at=NOON - timedelta(days=1), expires_at=NOON)
    pages = {
        visitor.client.post(visitor.url("new-link")).content for visitor in (ended, phone_only, ended, ended, ended)
    }
    assert len(pages) == 1
    assert "a new link is on its way there" in pages.pop().decode()
    assert queued == [ended.request] * 3


def test_a_link_that_works_needs_no_new_one_and_an_unknown_one_gets_none(asked, queued):
    visitor = Visitor(asked)
    assert visitor.client.post(visitor.url("new-link")).url == visitor.url()
    assert visitor.client.post("/appointments/" + "x" * 43 + "/new-link/").status_code == 404
    assert queued == []


def test_a_revoked_link_leads_on_likewise(asked, queued):
    visitor = Visitor(asked, secret=links.mint(request=asked, now=NOON))
    LinkToken.objects.update(revoked_at=NOON)
    assert Page(visitor.client.post(visitor.url("new-link"))).heading == "Look into your e-mail"
    assert queued == [asked]
