"""What becomes of a live page by steps in the admin, and what readers meet then: every page as it is shown to them."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.builders import confirmed, make_live, make_ready, make_topic, make_user
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from topics.compose import compose
from topics.models import Topic

pytestmark = pytest.mark.django_db
NO_SIGNATURE = "Live without a clinician’s signature"


@pytest.fixture
def people():
    """A client for each role."""
    made = {role: Client() for role in ("editor", "clinician", "admin")}
    for role, client in made.items():
        client.force_login(make_user(role, display_name=f"Dr {role.capitalize()} Sample"))
    return made


@pytest.fixture
def article() -> Topic:
    """A symptom article that is live as edition 1, whose draft has been changed since."""
    topic = make_live(make_ready(make_topic(kind="symptom", slug="back-cramps", name="Back cramps")))
    Topic.objects.filter(pk=topic.pk).update(summary="Only in the draft.", state="draft")
    return Topic.objects.get(pk=topic.pk)


def take(client, topic, step: str, **answers):
    """Answers what the page of the step asks, and is led back to the page about the topic, which is given in words."""
    response = client.post(f"/admin/topics/{model(topic)}/{topic.pk}/step/{step}/", answers, follow=True)
    assert response.redirect_chain, text(page_of(response).root)
    return shown(client, f"/admin/topics/{model(topic)}/{topic.pk}/change/")


def model(topic) -> str:
    return {"test": "medicaltest"}.get(topic.kind, topic.kind)


def shown(client, path: str, status=200) -> str:
    """What somebody reads at this address."""
    response = client.get(path)
    assert response.status_code == status
    return " ".join(text(page_of(response).root).split())


def signed(topic) -> dict:
    return {"sha256": compose(topic).sha256, "read": "on", "signs": confirmed(topic)}


def test_readers_of_a_withdrawn_page_are_told_led_on_or_warned_as_its_reason_says(people, client):
    wrong, merged, outdated, other = (make_live(name=f"Page {n}", slug=f"page-{n}") for n in range(4))
    gone = take(people["clinician"], wrong, "withdraw", reason="error", public_note="It named the wrong exercise.")
    take(people["clinician"], merged, "withdraw", reason="merged", redirect_to=other.pk)
    stays = take(people["admin"], outdated, "withdraw", reason="outdated", public_note="We are rewriting it. Ask us.")
    assert "Withdrawn" in gone and "readers cannot see it" in gone
    assert "Withdrawn" in stays and "readers see edition 1" in stays

    told = shown(client, "/conditions/page-0/", status=410)
    assert "This page was withdrawn" in told and "It named the wrong exercise." in told
    assert client.get("/conditions/page-1/").headers["Location"] == "/conditions/page-3/"
    warned = shown(client, "/conditions/page-2/")
    assert "This page is out of date" in warned and "We are rewriting it. Ask us." in warned and "Page 2" in warned
    listed = shown(client, "/conditions/")
    assert [n for n in range(4) if f"Page {n}" in listed] == [2, 3]


def test_a_new_address_leaves_the_printed_one_working(people, article, client):
    Topic.objects.filter(pk=article.pk).update(slug="lumbar-cramps")
    article.refresh_from_db()
    assert client.get("/symptoms/back-cramps/").status_code == 200
    take(people["editor"], article, "submit")
    take(people["clinician"], article, "sign_off", **signed(article))
    published = take(people["editor"], article, "publish", significance="minor")
    assert "Live" in published and "readers see edition 2" in published
    moved = client.get("/symptoms/back-cramps/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/symptoms/lumbar-cramps/")
    assert client.get("/symptoms/lumbar-cramps/").status_code == 200


def test_an_emergency_is_flagged_for_everybody_until_a_clinician_signs(people, article, client):
    published = take(people["admin"], article, "force_publish", reason="The number was wrong.")
    assert "Live" in published and "readers see edition 2" in published
    read = shown(client, "/symptoms/back-cramps/")
    assert "has not been reviewed by a clinician" in read and "Only in the draft." in read
    for role in ("editor", "clinician"):
        first_page = shown(people[role], "/admin/")
        assert NO_SIGNATURE in first_page and "The number was wrong." in first_page
    take(people["clinician"], article, "sign_afterwards", **signed(Topic.objects.get(pk=article.pk)))
    assert NO_SIGNATURE not in shown(people["editor"], "/admin/")
    assert "Reviewed by Dr Clinician Sample" in shown(client, "/symptoms/back-cramps/")


def test_a_link_to_the_draft_needs_no_account_and_ends(people, article, client):
    answer = people["editor"].post(f"/admin/topics/symptom/{article.pk}/share/", follow=True)
    (said,) = [str(message) for message in answer.context["messages"]]
    words, _blank, link = said.rpartition(" ")
    assert words == "Anyone with this link can read the draft for seven days:"
    response = client.get(urlsplit(link).path)
    assert (response.status_code, response.headers["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "no-store" in response.headers["Cache-Control"]
    read = text(page_of(response).root)
    assert "Draft: readers cannot see this yet." in read and "Only in the draft." in read
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        assert client.get(urlsplit(link).path).status_code == 410
