"""A concept gets another name: the former one is kept, and the address goes on leading there."""

import pytest

from tests.builders import NOW, make_link, make_live, make_other_name, make_topic, make_user
from topics.actions.publishing import publish
from topics.actions.renaming import NameRefused, rename
from topics.actions.reviewing import submit
from topics.actions.saving import AddressInUse
from topics.models import OtherName, Topic
from topics.workflow import State, Step, StepNotAllowed

pytestmark = pytest.mark.django_db


def renamed(topic, name="Herniated disc", role="editor", **changes) -> Topic:
    return rename(topic=topic, name=name, by=make_user(role), now=NOW, **changes)


def test_the_former_name_stays_as_another_name():
    topic = make_topic(name="Slipped disc", state=State.SIGNED_OFF)
    make_other_name(topic, "herniated disc")
    topic = renamed(topic)
    assert (topic.name, topic.slug, topic.state) == ("Herniated disc", "slipped-disc", State.DRAFT)
    assert list(OtherName.objects.filter(topic=topic).values_list("name", flat=True)) == ["Slipped disc"]
    event = topic.events.get()
    assert (event.step, event.note, event.by) == (Step.RENAME, "Slipped disc → Herniated disc", topic.last_changed_by)


def test_a_live_page_that_links_to_it_leads_to_the_new_address_from_publishing_on(client):
    disc = make_live(name="Slipped disc", slug="slipped-disc")
    article = make_topic(kind="symptom", slug="back-pain")
    make_link(article, disc)
    digest = make_live(article).live_edition.sha256
    topic = renamed(disc, slug="herniated-disc")
    assert 'href="/conditions/slipped-disc/"' in client.get("/symptoms/back-pain/").content.decode()
    publish(topic=topic, by=None, now=NOW)
    page = client.get("/symptoms/back-pain/").content.decode()
    assert 'href="/conditions/herniated-disc/"' in page and "/conditions/slipped-disc/" not in page
    assert "Slipped disc" in page, "the words are those that were signed"
    assert Topic.objects.get(pk=article.pk).live_edition.sha256 == digest
    assert client.get("/conditions/slipped-disc/")["Location"] == "/conditions/herniated-disc/"
    assert "/symptoms/back-pain/" in client.get("/conditions/herniated-disc/").content.decode()


def test_renamed_back_the_links_are_as_they_were_written(client):
    disc = make_live(name="Slipped disc", slug="slipped-disc")
    article = make_topic(kind="symptom", slug="back-pain")
    make_link(article, disc)
    make_live(article)
    for slug in ("herniated-disc", "worn-disc", "slipped-disc"):
        disc = renamed(disc, name=slug.replace("-", " ").capitalize(), slug=slug)
        publish(topic=disc, by=None, now=NOW)
        assert f'href="/conditions/{slug}/"' in client.get("/symptoms/back-pain/").content.decode()
    assert Topic.objects.get(pk=article.pk).live_edition.link_overrides == {}


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 121, "Slipped disc"])
def test_a_name_that_says_nothing_new_is_refused(name):
    topic = make_topic(name="Slipped disc")
    with pytest.raises(NameRefused):
        renamed(topic, name)
    assert not topic.events.exists()


def test_two_concepts_of_one_name_are_merged_rather_than_renamed():
    make_topic(name="Herniated disc")
    with pytest.raises(NameRefused, match="Merge the two instead"):
        renamed(make_topic(), name="HERNIATED DISC")
    make_topic(kind="test", name="Scan")
    assert renamed(make_topic(), name="Scan").name == "Scan"  # another kind, another thing


def test_an_address_that_another_page_has_or_had_is_refused():
    other = make_live(name="Sciatica", slug="sciatica")
    with pytest.raises(AddressInUse):
        renamed(make_topic(), slug="sciatica")
    publish(topic=renamed(other, name="Sciatic pain", slug="sciatic-pain"), by=None, now=NOW)
    with pytest.raises(NameRefused, match=r"was the address of “.*led to /conditions/sciatic-pain/ today"):
        renamed(make_topic(), name="Nerve pain", slug="sciatica")
    assert renamed(make_topic(), name="Nerve pain", slug="sciatica", take_over=True).slug == "sciatica"


def test_an_address_that_is_hard_to_type_is_refused():
    with pytest.raises(NameRefused, match="small letters"):
        renamed(make_topic(), slug="Herniated Disc")


@pytest.mark.parametrize("role", ["clinician", "receptionist", "lead", ""])
def test_only_those_who_write_rename(role):
    topic = make_topic(name="Slipped disc")
    with pytest.raises(StepNotAllowed):
        renamed(topic, role=role)
    assert Topic.objects.get(pk=topic.pk).name == "Slipped disc" and not OtherName.objects.exists()


def test_what_is_in_review_keeps_its_name():
    topic = make_topic(name="Slipped disc")
    submit(topic=topic, by=make_user("editor"), now=NOW)
    with pytest.raises(StepNotAllowed):
        renamed(topic)
