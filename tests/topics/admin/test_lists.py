"""The lists of pages: found by any name, each kind in its own place, and no slower when there are many."""

import pytest

from tests.builders import make_live, make_other_name, make_topic
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from topics.kinds import TopicKind

pytestmark = pytest.mark.both_databases

LIST = "/admin/topics/condition/"
QUERIES = 8


@pytest.fixture(autouse=True)
def editor(log_in):
    return log_in("editor")


def listed(response) -> str:
    assert response.status_code == 200
    return text(page_of(response).query_one("#result_list") or page_of(response).root)


def test_the_list_finds_pages_by_any_name_and_shows_what_is_live(client):
    make_other_name(make_live(name="Herniated disc"), "Slipped disc")
    make_topic(name="Sciatica")
    assert "Herniated disc" in listed(client.get(f"{LIST}?q=slipped"))
    live, drafts = listed(client.get(f"{LIST}?live=yes")), listed(client.get(f"{LIST}?live=no"))
    assert "Herniated disc" in live and "edition 1" in live and "Sciatica" not in live
    assert "Sciatica" in drafts and "not live" in drafts and "Herniated" not in drafts


def test_the_list_says_where_each_draft_stands(client):
    make_topic(name="Sciatica", state="in_review")
    make_topic(name="Myositis")
    assert "in review" in listed(client.get(f"{LIST}?q=sciatica"))
    waiting = listed(client.get(f"{LIST}?state__exact=in_review"))
    assert "Sciatica" in waiting and "Myositis" not in waiting


def test_only_pages_of_this_kind_are_listed(client):
    make_topic(name="MRI", kind=TopicKind.TEST)
    make_topic(name="Sciatica")
    assert "MRI" not in listed(client.get(LIST))


@pytest.mark.parametrize("pages", [2, 12])
def test_a_long_list_costs_no_more_than_a_short_one(client, django_assert_num_queries, pages):
    for _ in range(pages):
        make_live()
    with django_assert_num_queries(QUERIES):
        assert client.get(LIST).status_code == 200


def test_nothing_is_done_to_many_pages_at_once(client):
    """Publishing asks for a signature, page by page; the list has no such choice, and posting one does nothing."""
    topic = make_topic()
    page = client.get(LIST)
    assert "publish" not in page.content.decode().lower()
    client.post(LIST, {"action": "publish_drafts", "_selected_action": [topic.pk]}, follow=True)
    client.post(LIST, {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}, follow=True)
    topic.refresh_from_db()
    assert not topic.is_live


def test_the_way_to_the_page_is_shown_once_readers_can_open_it(client):
    live, draft = make_live(slug="live-page"), make_topic(slug="a-draft")
    assert 'href="/conditions/live-page/"' in client.get(f"{LIST}{live.pk}/change/").content.decode()
    assert "/conditions/a-draft/" not in client.get(f"{LIST}{draft.pk}/change/").content.decode()
