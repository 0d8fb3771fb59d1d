"""Staff publish what a clinician has signed; readers see who answers for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import NOW, make_link, make_live, make_section, make_signed, make_topic, make_user
from topics.actions import publishing, reviewing, saving
from topics.compose import compose_unlinked
from topics.models import Edition, FormerAddress, Topic
from topics.workflow import State, StepNotAllowed

pytestmark = pytest.mark.django_db


def signed_topic(**changes) -> Topic:
    """A draft with a section that went through review."""
    topic = make_topic(last_changed_by=make_user("editor"), **changes)
    make_section(topic)
    return make_signed(topic)


def test_an_editor_publishes_what_is_signed_and_the_page_names_the_reviewer(client):
    topic = signed_topic()
    edition = publishing.publish(topic=topic, by=make_user("editor"), now=NOW)
    topic.refresh_from_db()
    assert (topic.state, topic.live_edition, edition.number) == (State.LIVE, edition, 1)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f"Reviewed by <strong>{edition.sign_off.reviewer_name}</strong> on 25 November 2026" in page
    assert "Next review due by 25 November 2028" in page
    assert "has not been reviewed" not in page


def test_a_live_page_is_reviewed_again_without_a_word_changed(client):
    topic = signed_topic()
    first = publishing.publish(topic=topic, by=make_user("editor"), now=NOW)
    later = NOW + timedelta(days=700)
    topic = reviewing.submit(topic=topic, by=make_user("editor"), now=later)
    reviewing.sign_off(topic=topic, sha256=first.sha256, by=make_user("clinician"), now=later)
    second = publishing.publish(topic=topic, by=make_user("editor"), now=later)
    assert (second.number, second.document, second.sha256) == (2, first.document, first.sha256)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "on 25 October 2028" in page
    first.refresh_from_db()
    assert first.sign_off.signed_on.isoformat() == "2026-11-25"


def test_what_is_signed_and_live_is_not_published_again():
    topic = signed_topic()
    publishing.publish(topic=topic, by=make_user("editor"), now=NOW)
    reviewing.submit(topic=topic, by=make_user("editor"), now=NOW)
    Topic.objects.filter(pk=topic.pk).update(state=State.SIGNED_OFF)
    with pytest.raises(publishing.NothingChanged):
        publishing.publish(topic=topic, by=make_user("editor"), now=NOW)


def test_a_signed_page_goes_to_review_again_if_a_page_it_links_to_has_changed_since():
    topic = signed_topic()
    assert reviewing.submit(topic=topic, by=make_user("editor"), now=NOW).state == State.IN_REVIEW


def test_an_unsigned_draft_does_not_go_live():
    topic = make_topic()
    with pytest.raises(publishing.NotSigned):
        publishing.publish(topic=_with_signature_of_another_text(topic), by=make_user("editor"), now=NOW)
    assert not Edition.objects.exists()


def _with_signature_of_another_text(topic):
    saved = make_signed(topic)
    document = replace(compose_unlinked(saved), summary="Different.")
    return saving.save_draft(topic=saved, document=document, based_on=saved.version, by=make_user("editor"), now=NOW)


def test_a_signature_does_not_cover_what_a_linked_page_says_since():
    linked = make_live()
    topic = make_topic()
    make_link(topic, linked)
    topic = make_signed(topic)
    linked.description = "Something else entirely."
    linked.save()
    publishing.publish(topic=_edited(linked), by=None, now=NOW)
    with pytest.raises(publishing.NotSigned):
        publishing.publish(topic=topic, by=make_user("editor"), now=NOW)
    assert Topic.objects.get(pk=topic.pk).live_edition is None


def _edited(topic):
    Topic.objects.filter(pk=topic.pk).update(state=State.DRAFT)
    return Topic.objects.get(pk=topic.pk)


@pytest.mark.parametrize("role", ["receptionist", "lead", ""])
def test_nobody_else_publishes(role):
    with pytest.raises(StepNotAllowed):
        publishing.publish(topic=signed_topic(), by=make_user(role), now=NOW)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("role", ["editor", "clinician", "receptionist", "lead", ""])
def test_only_administrators_publish_without_a_sign_off(role):
    with pytest.raises(StepNotAllowed):
        publishing.force_publish(topic=make_topic(), by=make_user(role), now=NOW, reason="It burns.")
    assert not Edition.objects.exists()


def test_publishing_without_a_sign_off_needs_a_reason_and_the_page_says_it_is_not_reviewed(client):
    topic, admin = make_topic(), make_user("admin")
    with pytest.raises(publishing.NoReason):
        publishing.force_publish(topic=topic, by=admin, now=NOW, reason=" ")
    publishing.force_publish(topic=topic, by=admin, now=NOW, reason="A wrong number.")
    topic.refresh_from_db()
    assert "has not been reviewed by a clinician" in client.get(topic.get_absolute_url()).content.decode()


def test_a_major_change_says_what_it_is():
    with pytest.raises(publishing.NoReason):
        publishing.publish(topic=signed_topic(), by=make_user("editor"), now=NOW, significance="major")
    assert not Edition.objects.exists()


def test_editing_the_draft_leaves_the_live_page_alone(client):
    topic = signed_topic(summary="As signed.")
    publishing.publish(topic=topic, by=make_user("editor"), now=NOW)
    topic.refresh_from_db()
    before = client.get(topic.get_absolute_url()).content
    document = replace(compose_unlinked(topic), summary="Not seen by anybody yet.", name="Half a na")
    saving.save_draft(topic=topic, document=document, based_on=topic.version, by=make_user("editor"), now=NOW)
    topic.refresh_from_db()
    assert topic.state == State.DRAFT
    assert client.get(topic.get_absolute_url()).content == before


def test_a_new_address_leaves_a_permanent_redirect_and_old_ones_keep_working(client):
    topic = signed_topic(slug="first")
    editor = make_user("editor")
    publishing.publish(topic=topic, by=editor, now=NOW)
    for slug in ("second", "third"):
        topic = Topic.objects.get(pk=topic.pk)
        document = replace(compose_unlinked(topic), slug=slug)
        topic = saving.save_draft(topic=topic, document=document, based_on=topic.version, by=editor, now=NOW)
        publishing.publish(topic=make_signed(topic), by=editor, now=NOW)
    for former in ("first", "second"):
        response = client.get(f"/conditions/{former}/")
        assert (response.status_code, response["Location"]) == (301, "/conditions/third/")
    assert client.get("/conditions/third/").status_code == 200


def test_going_back_to_a_former_address_makes_it_the_page_again(client):
    topic = signed_topic(slug="first")
    editor = make_user("editor")
    publishing.publish(topic=topic, by=editor, now=NOW)
    for slug in ("second", "first"):
        topic = Topic.objects.get(pk=topic.pk)
        document = replace(compose_unlinked(topic), slug=slug)
        topic = saving.save_draft(topic=topic, document=document, based_on=topic.version, by=editor, now=NOW)
        publishing.publish(topic=make_signed(topic), by=editor, now=NOW)
    assert client.get("/conditions/first/").status_code == 200
    assert client.get("/conditions/second/")["Location"] == "/conditions/first/"
    assert FormerAddress.objects.count() == 1
