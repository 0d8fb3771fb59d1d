"""Pages to look at again in the admin: the sentences, and who says that they are still right."""

import pytest

from tests.builders import NOW, make_live, make_user
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from topics.actions.change_requests import file_change_request
from topics.models import NeedsChange, ReReview

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    places = [
        {"section": "a", "heading": "Causes", "text": "Worn discs are common.", "how": "words"},
        {"section": "", "heading": "", "text": "It may be sciatica.", "how": "words"},
    ]
    cause, page = make_live(name="Sciatica"), make_live(name="Back pain")
    return ReReview.objects.create(page=page, cause=cause, why="changed", passages=places, at=NOW)


def test_the_sentences_to_look_at_again_are_shown_and_a_clinician_says_that_they_are_right(client, log_in, row):
    address = f"/admin/topics/rereview/{row.pk}/look/"
    reviewer = log_in("clinician")
    page = client.get(address)
    words = text(page_of(page).query_one("#content"))
    assert "“Sciatica” has changed" in words
    assert "Causes: “Worn discs are common.”" in words and "In short: “It may be sciatica.”" in words
    assert client.post(address, {"at": "2026-11-01T00:00:00+00:00"}).status_code == 409, "other sentences"
    shown = page_of(page).query_one("input[name=at]").attrs["value"]
    assert client.post(address, {"at": shown}).status_code == 302
    row.refresh_from_db()
    assert (row.how, row.settled_by) == ("still_right", reviewer)
    assert client.post(address).status_code == 409
    assert "still right" in client.get(address).content.decode()


@pytest.mark.parametrize("role", ["editor", "admin", "receptionist", "lead"])
def test_nobody_else_says_that_a_page_is_still_right(client, log_in, row, role):
    log_in(role)
    address = f"/admin/topics/rereview/{row.pk}/look/"
    assert client.get(address).status_code == (200 if role in {"editor", "admin"} else 403)
    assert client.post(address).status_code == 403
    assert ReReview.objects.still_open().exists()


def test_nothing_is_added_changed_or_deleted_in_these_lists(client, log_in, row):
    log_in("superuser")
    change_request = file_change_request(topic=row.page, reason="Mend it.", by=make_user("editor"), now=NOW)
    for model, pk in (("needschange", change_request.pk), ("rereview", row.pk)):
        for page in ("add/", f"{pk}/delete/"):
            assert client.post(f"/admin/topics/{model}/{page}", {"post": "yes"}).status_code == 403
        client.post(f"/admin/topics/{model}/{pk}/change/", {"reason": "Otherwise"})
    assert NeedsChange.objects.get().reason == "Mend it." and ReReview.objects.still_open().exists()


MOMENTS = [
    "2026-13-45T25:61",
    "2026-11-01T00:00:00",
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59+00:00",
    "x",
    "\x00",
]
MOMENTS += [
    "9" * 5000,
    "2026-11-01",
    "2026-02-30T10:00:00+00:00",
    "2026-11-01T00:00:00+99:99",
    "٢٠٢٦-١١-٠١T00:00:00Z",
    "",
]


@pytest.mark.parametrize("typed", MOMENTS)
def test_a_moment_that_nobody_could_have_seen_is_no_fault(client, log_in, row, typed):
    log_in("clinician")
    answer = client.post(f"/admin/topics/rereview/{row.pk}/look/", {"at": typed})
    assert answer.status_code in (302, 409)
