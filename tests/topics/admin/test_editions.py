"""What was published can be looked at, found and compared by its digest; nobody changes it."""

import pytest

from tests.builders import make_live, make_signed, make_user
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from tests.topics.rows import stored
from topics.actions.publishing import publish
from topics.models import Topic

LIST = "/admin/topics/edition/"


@pytest.fixture
def edition(db):
    return make_live(name="Sciatica").live_edition


@pytest.mark.parametrize("role", ["editor", "clinician", "admin", "superuser"])
def test_nobody_changes_adds_or_deletes_an_edition(client, log_in, edition, role):
    log_in(role)
    before = stored()
    assert client.post(f"{LIST}{edition.pk}/change/", {"name": "Other", "number": 7}).status_code == 403
    assert client.post(f"{LIST}add/", {"name": "Other"}).status_code == 403
    assert client.post(f"{LIST}{edition.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": edition.pk, "post": "yes"})
    assert stored() == before


def test_an_edition_says_who_published_what_and_when(client, log_in, edition):
    Topic.objects.filter(pk=edition.topic_id).update(summary="New words.", state="draft")
    topic = make_signed(Topic.objects.get(pk=edition.topic_id))
    second = publish(
        topic=topic, by=make_user("admin", display_name="Alex"), now=edition.published_at, change_note="Why"
    )
    log_in("clinician")
    shown = text(page_of(client.get(f"{LIST}{second.pk}/change/")).root)
    for words in ("Sciatica", "Alex", "Why", second.sha256):
        assert words in shown


def test_editions_are_found_by_name_and_digest(client, log_in, edition):
    make_live(name="Myositis")
    log_in("editor")
    for words in ("sciatica", edition.sha256[:12]):
        listed = text(page_of(client.get(LIST, {"q": words})).query_one("#result_list"))
        assert "Sciatica" in listed and "Myositis" not in listed


def test_a_long_list_costs_no_more_than_a_short_one(client, log_in, db, django_assert_max_num_queries):
    for _ in range(12):
        make_live()
    log_in("editor")
    with django_assert_max_num_queries(10):
        client.get(LIST)
