"""An address that another page had once: one is told while editing, and gives it to a page knowingly."""

import pytest
from django.test import Client

from tests.builders import NOW, make_live, make_signed, make_topic, make_user
from topics.actions.publishing import publish
from topics.actions.withdrawing import withdraw
from topics.models import FormerAddress, Topic, Withdrawal

pytestmark = pytest.mark.django_db

WAS = "“sciatica” was the address of “Nerve pain”."
LED = "Readers who come for it are led to /conditions/nerve-pain/ today."
GONE = "Readers who come for it are told that the page is gone."


@pytest.fixture
def former():
    """A page that was live at /conditions/sciatica/ and moved to /conditions/nerve-pain/."""
    topic = make_live(name="Nerve pain", slug="sciatica")
    Topic.objects.filter(pk=topic.pk).update(slug="nerve-pain")
    publish(topic=Topic.objects.get(pk=topic.pk), by=None, now=NOW)
    return Topic.objects.get(pk=topic.pk)


def browser(role) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_one_is_told_while_editing_where_the_address_leads_today(former):
    editor, topic = browser("editor"), make_topic(slug="sciatica")
    page = words(editor.get(f"/admin/topics/condition/{topic.pk}/change/"))
    assert f"{WAS} {LED} You can keep the address: publishing asks whether this page is to have it." in page
    other = make_topic(slug="something-else")
    assert "was the address of" not in words(editor.get(f"/admin/topics/condition/{other.pk}/change/"))
    withdraw(topic=former, by=make_user("admin"), now=NOW, reason=Withdrawal.Reason.ERROR, public_note="It was wrong.")
    assert f"{WAS} {GONE}" in words(editor.get(f"/admin/topics/condition/{topic.pk}/change/"))


def test_one_is_told_while_typing_a_new_page_that_is_not_saved_yet(former):
    typed = {"name": "Sciatica", "slug": "sciatica", "_arrange": "x"}
    assert WAS in words(browser("editor").post("/admin/topics/condition/add/", typed))


def test_publishing_asks_and_the_page_gets_the_address_once_the_box_is_ticked(former, client):
    editor, topic = browser("editor"), make_signed(slug="sciatica", name="Sciatica")
    address = f"/admin/topics/condition/{topic.pk}/step/publish/"
    assert f"{WAS} {LED}" in words(editor.get(address))
    typed = {"significance": "minor", "change_note": "Kept."}
    refused = editor.post(address, typed)
    assert "Tick the box if this page is to have the address, or choose another one." in words(refused)
    assert 'value="Kept."' in words(refused) and not Topic.objects.get(pk=topic.pk).is_live
    assert editor.post(address, typed | {"take_over": "on"}).status_code == 302
    assert client.get("/conditions/sciatica/").status_code == 200
    assert not FormerAddress.objects.filter(slug="sciatica").exists()


def test_so_does_publishing_in_an_emergency(former, client):
    admin, topic = browser("admin"), make_topic(slug="sciatica")
    address = f"/admin/topics/condition/{topic.pk}/step/force_publish/"
    assert f"{WAS} {LED}" in words(admin.get(address))
    assert "Tick the box" in words(admin.post(address, {"reason": "A dose was wrong."}))


def test_renaming_asks_too_and_only_where_it_has_to(former):
    editor, topic = browser("editor"), make_topic(name="Leg pain", slug="leg-pain")
    address = f"/admin/topics/condition/{topic.pk}/step/rename/"
    assert "take_over" not in words(editor.get(address))
    for typed in ("", "leg-pain", "free"):
        assert "take_over" not in words(editor.post(address, {"name": "", "slug": typed}))
    assert f"{WAS} {LED}" in words(editor.post(address, {"name": "Pain of the leg", "slug": "sciatica"}))
    assert Topic.objects.get(pk=topic.pk).slug == "leg-pain"
    answer = editor.post(address, {"name": "Pain of the leg", "slug": "sciatica", "take_over": "on"})
    assert answer.status_code == 302 and Topic.objects.get(pk=topic.pk).slug == "sciatica"


@pytest.mark.parametrize("slug", ["a\0b", "x" * 5000, "🙂", "../..", "%00", " "])
def test_what_is_no_address_is_told_at_its_field(former, slug):
    topic = make_topic(name="Leg pain", slug="leg-pain")
    address = f"/admin/topics/condition/{topic.pk}/step/rename/"
    answer = browser("editor").post(address, {"name": "Leg", "slug": slug})
    assert answer.status_code in (200, 302) and Topic.objects.get(pk=topic.pk).slug == "leg-pain"


@pytest.mark.parametrize("query", ["?q=1", "?from=a&from=b", "?x=%E2%82%AC&y", "?article=back-pain"])
def test_former_addresses_keep_what_is_asked_for(former, client, query):
    answer = client.get(f"/conditions/sciatica/{query}")
    assert answer.status_code == 301
    assert answer.url.startswith("/conditions/nerve-pain/?")
    assert client.get(answer.url).wsgi_request.GET == answer.wsgi_request.GET


def test_without_a_question_none_is_added(former, client):
    assert client.get("/conditions/sciatica/").url == "/conditions/nerve-pain/"
