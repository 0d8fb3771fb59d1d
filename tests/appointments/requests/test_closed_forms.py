"""Where a form is closed, what leads to it says so, with whom to call: on articles, specialists' pages and at home."""

import pytest
from justhtml import JustHTML

from appointments.models import HealthcareService
from appointments.requests.closed_forms import closed_forms
from tests.appointments.builders import make_specialist
from tests.builders import make_link, make_live, make_topic
from tests.portal.valid_html import faults, text
from topics.kinds import TopicKind

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough

CALL = "Please call 020 7946 0018"
CLOSED = "No requests online at the moment."


@pytest.fixture
def three():
    """Three specialists: one open, one closed with a reason, one without a service."""
    pages = [make_specialist(slug) for slug in ("neurologist", "surgeon", "therapist")]
    HealthcareService.objects.create(specialty=pages[0])
    HealthcareService.objects.create(specialty=pages[1], is_open=False, closed_reason="Back on 7 December <soon>.")
    return pages


def test_open_closed_and_missing_are_told_apart_with_one_query(three, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = closed_forms({"neurologist", "surgeon", "therapist", "nobody"})
    assert found == {"surgeon": "Back on 7 December <soon>.", "therapist": "", "nobody": ""}


def test_on_an_article_the_button_in_sight_leads_to_the_cards_and_closed_ones_say_whom_to_call(three, client):
    article = make_topic(kind="symptom", name="Back pain", slug="back-pain")
    for page in three:
        make_link(article, page, kind="who_to_see")
    make_live(article)
    html = client.get("/symptoms/back-pain/").content.decode()
    tree = JustHTML(html, sanitize=False)
    [bar] = tree.query(".request-bar a")
    [cards] = tree.query(bar.attrs["href"])
    buttons = cards.query("a.button")
    assert [button.attrs["href"] for button in buttons] == ["/appointments/request/neurologist/?article=back-pain"]
    words = text_of(html)
    assert words.count(CLOSED) == words.count(CALL) == 2 and "Back on 7 December <soon>." in words


def test_at_home_the_closed_ones_have_no_button(three, client):
    make_live(kind=TopicKind.SYMPTOM, name="Cough")
    html = client.get("/").content.decode()
    assert "/appointments/request/neurologist/" in html
    assert "/appointments/request/surgeon/" not in html and "/appointments/request/therapist/" not in html
    words = text_of(html)
    assert words.count(CLOSED) == words.count(CALL) == 2
    assert "Back on 7 December <soon>." in words


def test_a_closed_specialists_own_page_calls_instead(three, client):
    for slug, why in (("surgeon", "Back on 7 December"), ("therapist", CALL)):
        html = client.get(f"/specialists/{slug}/").content.decode()
        assert "/appointments/request/" not in html
        assert CLOSED in text_of(html) and why in text_of(html)
        assert '<p class="request-bar"><a class="button" href="tel:+442079460018">Call 020 7946 0018</a></p>' in html
    html = client.get("/specialists/neurologist/").content.decode()
    assert html.count("/appointments/request/neurologist/") == 2 and CLOSED not in html


def test_it_opens_and_closes_at_once(three, client):
    HealthcareService.objects.update(is_open=True, closed_reason="")
    first = client.get("/specialists/surgeon/")
    assert CLOSED not in first.content.decode()
    HealthcareService.objects.filter(specialty__slug="surgeon").update(is_open=False, closed_reason="Today.")
    again = client.get("/specialists/surgeon/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200 and "Today." in again.content.decode()


def test_pages_that_name_no_specialist_ask_nothing(client, django_assert_num_queries):
    make_live(kind=TopicKind.SYMPTOM, name="Cough", slug="cough")
    with django_assert_num_queries(1):
        assert client.get("/symptoms/cough/").status_code == 200


def text_of(html: str) -> str:
    assert faults(html) == []
    return text(JustHTML(html, sanitize=False).query("body")[0])
