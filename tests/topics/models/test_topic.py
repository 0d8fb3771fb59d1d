"""What readers can open, where they find it, and that each kind has its own place."""

import pytest
from django.core.exceptions import ValidationError

from tests.builders import make_edition, make_live, make_topic
from topics.kinds import TopicKind
from topics.models import Condition, Edition, MedicalTest, Specialty, Symptom, Topic
from topics.models.stable_id import new_stable_id


def test_a_draft_is_not_live_until_it_is_published(db):
    topic = make_topic()
    assert not topic.is_live and not Topic.objects.live().exists()
    topic = make_live(topic)
    assert topic.is_live and list(Topic.objects.live()) == [topic]


def test_a_page_is_found_by_its_published_address_only(db):
    topic = make_live(kind=TopicKind.SYMPTOM, slug="back-cramps")
    Topic.objects.filter(pk=topic.pk).update(slug="lower-back-cramps")
    assert list(Topic.objects.at("symptom", "back-cramps")) == [topic]
    assert not Topic.objects.at("symptom", "lower-back-cramps").exists()
    assert not Topic.objects.at("condition", "back-cramps").exists()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (TopicKind.SYMPTOM, "/symptoms/x/"),
        (TopicKind.CONDITION, "/conditions/x/"),
        (TopicKind.TEST, "/tests/x/"),
        (TopicKind.SPECIALTY, "/specialists/x/"),
    ],
)
def test_each_kind_has_its_own_folder(db, kind, address):
    assert make_topic(kind=kind, slug="x").get_absolute_url() == address


def test_while_a_draft_is_renamed_the_address_stays_that_of_the_live_page(db):
    topic = make_live(slug="old")
    topic.slug = "new"
    assert topic.get_absolute_url() == "/conditions/old/"


@pytest.mark.parametrize(
    ("proxy", "kind"),
    [
        (Symptom, TopicKind.SYMPTOM),
        (Condition, TopicKind.CONDITION),
        (MedicalTest, TopicKind.TEST),
        (Specialty, TopicKind.SPECIALTY),
    ],
)
def test_each_kind_sees_its_own_topics_only(db, proxy, kind):
    topics = {each: make_topic(kind=each) for each in TopicKind}
    assert [topic.pk for topic in proxy.objects.all()] == [topics[kind].pk]
    assert kind == proxy.KIND


def test_for_public_pages_nothing_of_the_draft_is_loaded(db):
    make_live()
    topic = Topic.objects.editions_only().get()
    draft = {"name", "plain_name", "slug", "title", "description", "summary"}
    assert draft <= topic.get_deferred_fields()


@pytest.mark.parametrize("slug", ["back-pain", "mri", "l5-s1", "2"])
def test_a_good_address(db, slug):
    Topic(kind="condition", name="X", slug=slug).full_clean()


@pytest.mark.parametrize("slug", ["Back-pain", "back_pain", "back--pain", "-back", "back-", "біль", "a b", "a/b", ""])
def test_an_address_that_would_be_hard_to_type_is_refused(db, slug):
    with pytest.raises(ValidationError) as refusal:
        Topic(kind="condition", name="X", slug=slug).full_clean()
    assert set(refusal.value.error_dict) == {"slug"}


def test_editions_know_what_is_live_today(db):
    live = make_edition()
    before = Edition.objects.create(
        topic=live.topic, number=2, document={}, sha256="0" * 64, kind=live.kind, published_at=live.published_at
    )
    assert list(Edition.objects.live()) == [live]
    assert list(Edition.objects.of("condition").order_by("pk")) == [live, before]
    assert Edition.objects.entries().first().get_deferred_fields() == {"document"}


def test_a_stable_name_is_new_each_time_and_good_for_an_html_id():
    names = {new_stable_id() for _ in range(200)}
    assert len(names) == 200
    assert all(name.isalnum() and name[0] == "p" and len(name) == 10 for name in names)
