"""A topic's page: read from its live edition with one query, kept by caches until the next edition."""

import pytest

from appointments.models import HealthcareService
from tests.builders import NOW, make_card, make_link, make_live, make_section, make_topic
from tests.portal.valid_html import faults
from topics.actions.publishing import publish
from topics.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """An article that names a specialist, a condition that names the article's specialist too."""
    specialist = make_live(kind="specialty", name="Neurologist", slug="neurologist", plain_name="Nerve doctor")
    HealthcareService.objects.create(specialty=specialist)
    condition = make_topic(kind="condition", name="Sciatica", slug="sciatica")
    make_link(condition, specialist, kind="who_to_see")
    condition = make_live(condition)
    topic = make_topic(kind="symptom", name="Back pain", slug="back-pain", summary="See **someone**.")
    make_card(topic)
    make_section(topic, heading="About it")
    make_link(topic, condition, kind="possible_conditions")
    make_link(topic, specialist, kind="who_to_see")
    return make_live(topic)


def test_an_article_costs_two_queries_itself_and_which_forms_are_closed(client, article, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert client.get("/symptoms/back-pain/").status_code == 200


@pytest.mark.parametrize("path", ["/conditions/sciatica/", "/specialists/neurologist/"])
def test_other_pages_cost_one_query_more_to_know_who_names_them(client, article, django_assert_num_queries, path):
    with django_assert_num_queries(3):
        assert client.get(path).status_code == 200


def test_each_kind_of_page_is_valid_and_links_both_ways(client, article):
    pages = {path: client.get(path).content.decode() for path in ("/symptoms/back-pain/", "/conditions/sciatica/")}
    assert [faults(page) for page in pages.values()] == [[], []]
    assert "/conditions/sciatica/" in pages["/symptoms/back-pain/"]
    assert "/symptoms/back-pain/" in pages["/conditions/sciatica/"]
    assert "/appointments/request/neurologist/?article=back-pain" in pages["/symptoms/back-pain/"]
    assert "/appointments/request/neurologist/" in pages["/conditions/sciatica/"]


def test_a_specialists_own_page_leads_to_the_form(client, article):
    page = client.get("/specialists/neurologist/").content.decode()
    assert 'href="/appointments/request/neurologist/"' in page
    assert "Nerve doctor" in page and "/conditions/sciatica/" in page


def test_the_emergency_card_stands_above_everything_else(client, article):
    page = client.get("/symptoms/back-pain/").content.decode()
    assert page.index("<h1") < page.index("care-card--emergency") < page.index("In short") < page.index("About it")


@pytest.mark.parametrize(
    "path", ["/symptoms/unknown-words-here/", "/conditions/back-pain/", "/symptoms/Back-Pain/", "/planets/mars/"]
)
def test_an_unknown_address_is_a_404_that_helps(client, article, path):
    response = client.get(path)
    assert response.status_code == 404
    page = response.content.decode()
    assert faults(page) == []
    assert 'action="/search/"' in page and "/symptoms/" in page


def test_the_words_of_an_unknown_address_are_offered_as_a_search(client, article):
    assert 'value="unknown words here"' in client.get("/symptoms/unknown-words-here/").content.decode()


def test_an_unpublished_page_is_not_there(client):
    make_topic(kind="symptom", slug="draft")
    assert client.get("/symptoms/draft/").status_code == 404


def test_changing_a_draft_leaves_the_page_as_it_is_to_the_byte(client, article):
    before = client.get("/symptoms/back-pain/").content
    Topic.objects.filter(pk=article.pk).update(name="Half a na", slug="elsewhere", summary="Unfinished")
    article.sections.all().delete()
    assert client.get("/symptoms/back-pain/").content == before
    assert client.get("/symptoms/elsewhere/").status_code == 404


def test_a_linked_topics_draft_does_not_leak_into_a_new_edition(client, article):
    Topic.objects.filter(slug="sciatica").update(name="Unreviewed name", description="Unreviewed words")
    article.summary = "New."
    article.save()
    publish(topic=article, by=None, now=NOW)
    page = client.get("/symptoms/back-pain/").content.decode()
    assert "New." in page and "Unreviewed" not in page


def test_a_link_to_a_page_that_is_not_live_is_shown_as_text(client):
    draft = make_topic(name="Not live", slug="not-live")
    topic = make_topic(kind="symptom", slug="back-pain")
    make_link(topic, draft)
    make_live(topic)
    page = client.get("/symptoms/back-pain/").content.decode()
    assert "Not live" in page and "/conditions/not-live/" not in page


def test_a_copy_is_confirmed_until_there_is_a_new_edition(client, article):
    first = client.get("/symptoms/back-pain/")
    again = client.get("/symptoms/back-pain/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    article.summary = "Changed."
    article.save()
    publish(topic=article, by=None, now=NOW)
    renewed = client.get("/symptoms/back-pain/", headers={"if-none-match": first["ETag"]})
    assert renewed.status_code == 200
    assert renewed["Cache-Control"] == "public, no-cache"
    assert not renewed.cookies
