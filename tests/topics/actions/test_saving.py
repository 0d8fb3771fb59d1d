"""Saving a draft: two people lose nothing, concepts are made on the way, old editions come back."""

from dataclasses import replace

import pytest

from tests.builders import NOW, make_document, make_live, make_section, make_topic, make_user
from topics.actions.move import ChangedMeanwhile
from topics.actions.saving import AddressInUse, NewTopic, create_topic, restore, save_draft
from topics.compose import compose, compose_unlinked
from topics.models import Topic, TopicEvent
from topics.workflow import State, Step, StepNotAllowed

pytestmark = pytest.mark.django_db


def test_a_new_page_is_a_draft_that_nobody_outside_sees(client):
    topic = create_topic(document=make_document(), by=make_user("editor"), now=NOW)
    assert compose_unlinked(topic) == make_document()
    assert (topic.state, topic.events.get().step) == (State.DRAFT, Step.CREATE)
    assert client.get("/symptoms/back-pain/").status_code == 404


@pytest.mark.parametrize("role", ["clinician", "receptionist", "lead", ""])
def test_only_writers_begin_pages(role):
    with pytest.raises(StepNotAllowed):
        create_topic(document=make_document(), by=make_user(role), now=NOW)
    assert not Topic.objects.exists()


def test_two_pages_of_a_kind_cannot_share_an_address_and_nothing_is_half_saved():
    make_topic(kind="symptom", slug="back-pain", name="The first")
    with pytest.raises(AddressInUse):
        create_topic(document=make_document(), by=make_user("editor"), now=NOW)
    assert Topic.objects.get().name == "The first"
    other = make_topic(kind="symptom", slug="other", name="Other")
    with pytest.raises(AddressInUse):
        save_draft(topic=other, document=make_document(), based_on=other.version, by=make_user("editor"), now=NOW)
    assert Topic.objects.get(pk=other.pk).slug == "other"


def test_a_save_over_an_older_version_is_refused_and_hands_back_what_stands_there_now():
    topic, one, two = make_topic(), make_user("editor"), make_user("editor")
    opened = topic.version
    mine = replace(compose_unlinked(topic), summary="Mine.")
    theirs = replace(compose_unlinked(topic), summary="Theirs.")
    save_draft(topic=topic, document=theirs, based_on=opened, by=two, now=NOW)
    with pytest.raises(ChangedMeanwhile) as caught:
        save_draft(topic=topic, document=mine, based_on=opened, by=one, now=NOW)
    assert compose_unlinked(caught.value.topic).summary == "Theirs."
    kept = save_draft(topic=topic, document=mine, based_on=caught.value.topic.version, by=one, now=NOW)
    assert kept.summary == "Mine."


def test_saving_what_is_there_already_changes_nothing_and_keeps_the_signature_alive():
    topic = make_live()
    before = (topic.version, topic.state, TopicEvent.objects.count())
    save_draft(topic=topic, document=compose(topic), based_on=topic.version, by=make_user("editor"), now=NOW)
    topic.refresh_from_db()
    assert (topic.version, topic.state, TopicEvent.objects.count()) == before


def test_a_line_can_bring_its_concept_into_being():
    topic = make_topic(kind="symptom", slug="back-pain", name="Back pain")
    make_topic(name="Sciatica", slug="sciatica")
    document = make_document()
    saved = save_draft(
        topic=topic,
        document=document,
        based_on=topic.version,
        by=make_user("editor"),
        now=NOW,
        new_topics=[NewTopic("condition", "Sciatica", "line-2")],
    )
    made = Topic.objects.get(kind="condition", slug="sciatica-2")
    assert (made.name, made.state, made.is_live) == ("Sciatica", State.DRAFT, False)
    targets = [item.target for section in compose(saved).sections for item in section.items]
    assert targets == ["", "condition/sciatica-2"]


def test_an_earlier_edition_becomes_the_draft_and_readers_see_no_change(client):
    topic = make_live(summary="As it was.")
    edition, url = topic.live_edition, topic.get_absolute_url()
    page = client.get(url).content
    changed = replace(compose_unlinked(topic), summary="As it is.", name="New name")
    topic = save_draft(topic=topic, document=changed, based_on=topic.version, by=make_user("editor"), now=NOW)
    make_section(topic)
    topic = restore(topic=topic, edition=edition, by=make_user("editor"), now=NOW)
    assert compose(topic).sha256 == edition.sha256
    assert topic.state == State.DRAFT
    assert client.get(url).content == page


def test_reviewers_and_the_desk_cannot_restore():
    topic = make_live()
    for role in ("clinician", "receptionist", ""):
        with pytest.raises(StepNotAllowed):
            restore(topic=topic, edition=topic.live_edition, by=make_user(role), now=NOW)
