"""The database refuses what can never be true of pages, drafts and editions, whoever writes it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from tests.builders import (
    make_card,
    make_code,
    make_contribution,
    make_edition,
    make_item,
    make_link,
    make_live,
    make_other_name,
    make_practitioner,
    make_region,
    make_section,
    make_source,
    make_topic,
    make_user,
)
from tests.portal.models.promises import is_refused, promises
from tests.topics.models.importing_lies import IMPORTING_LIES
from tests.topics.models.publishing_lies import PUBLISHING_LIES, change_request, re_review
from tests.topics.models.rule_lies import RULE_LIES
from topics.kinds import TopicKind
from topics.models import Edition, EditionLink, Item, Section, ShippedPage, Topic


def twice(make, *args, **same):
    make(*args, **same)
    make(*args, **same)


def edition(**changes):
    """Another edition of a topic that has its first, with these changes."""
    first = make_edition()
    values = {"topic": first.topic, "number": 2, "sha256": "0" * 64, "kind": "test", "published_at": first.published_at}
    return Edition.objects.create(**values | {"document": {}, "slug": "x", "name": "X"} | changes)


def link(times=1, **changes):
    values = {"edition": make_edition(), "topic": make_topic(), "section_kind": "causes"} | changes
    for _ in range(times):
        EditionLink.objects.create(**values)


def two_pages_live_at_one_address():
    make_live(slug="sciatica")
    Topic.objects.filter(pk=make_live().pk).update(live_slug="sciatica")


def shipped_page():
    ShippedPage.objects.create(key="conditions/sciatica", file_sha256="0" * 64)


LIES = {**PUBLISHING_LIES, **RULE_LIES, **IMPORTING_LIES} | {
    "topic_address_unique": [lambda: twice(make_topic, kind="condition", slug="sciatica")],
    "topic_live_address_unique": [two_pages_live_at_one_address],
    "topic_kind_known": [lambda: make_topic(kind="treatment"), lambda: make_topic(kind="")],
    "topic_has_a_name": [lambda: make_topic(name="", slug="x")],
    "topic_live_edition_and_address_together": [
        lambda: make_topic(live_slug="x"),
        lambda: make_topic(live_edition=make_edition()),
        lambda: Topic.objects.filter(pk=make_live().pk).update(live_slug=None),
        lambda: Topic.objects.filter(pk=make_live().pk).update(live_edition=None, state="draft"),
    ],
    "Topic.live_edition": [lambda: make_topic(live_edition=make_edition(), live_slug="another-place")],
    "section_stable_id_unique": [lambda: twice(make_section, make_topic(), stable_id="causes")],
    "section_has_a_heading": [lambda: make_section(make_topic(), heading="")],
    "section_kind_known": [lambda: make_section(make_topic(), kind="gossip")],
    "item_stable_id_unique": [lambda: twice(make_item, make_section(make_topic()), stable_id="line")],
    "item_has_a_label": [lambda: make_item(make_section(make_topic()), label="")],
    "item_linked_or_explained_not_both": [
        lambda: make_link(make_topic(), make_topic(), unlinked_reason="a habit"),
        lambda: Item.objects.filter(pk=make_link(make_topic(), make_topic()).pk).update(unlinked_reason="a habit"),
    ],
    "care_card_stable_id_unique": [lambda: twice(make_card, make_topic(), stable_id="emergency")],
    "care_card_says_something": [
        lambda: make_card(make_topic(), heading=""),
        lambda: make_card(make_topic(), points=""),
    ],
    "care_card_urgency_known": [lambda: make_card(make_topic(), urgency="soonish")],
    "source_stable_id_unique": [lambda: twice(make_source, make_topic(), stable_id="source")],
    "source_has_a_title": [lambda: make_source(make_topic(), title="")],
    "other_name_once_per_topic": [lambda: twice(make_other_name, make_topic(), "slipped disc")],
    "other_name_not_empty": [lambda: make_other_name(make_topic(), "")],
    "code_once_per_topic": [lambda: twice(make_code, make_topic(), code="M54.5")],
    "code_has_system_and_code": [lambda: make_code(make_topic(), system=""), lambda: make_code(make_topic(), code="")],
    "edition_number_unique": [lambda: edition(number=1)],
    "edition_numbers_start_at_one": [lambda: edition(number=0)],
    "edition_digest_is_sha256": [
        lambda: edition(sha256=""),
        lambda: edition(sha256="0" * 63),
        lambda: edition(sha256="G" * 64),
        lambda: edition(sha256="A" * 64),
    ],
    "edition_kind_known": [lambda: edition(kind="treatment")],
    "contribution_names_its_part": [lambda: make_contribution(make_topic(), make_user(), "")],
    "edition_link_once": [lambda: link(times=2)],
    "edition_link_kind_known": [lambda: link(section_kind="gossip")],
    "practitioner_has_a_name": [lambda: make_practitioner(name="")],
    "Practitioner.user": [lambda: twice(make_practitioner, user=make_user())],
    "body_region_has_a_name": [lambda: make_region(name="")],
    "BodyRegion.slug": [lambda: twice(make_region, slug="low-back")],
    "BodyRegion.name": [lambda: twice(make_region, name="Lower back")],
    "ShippedPage.key": [lambda: twice(shipped_page)],
}


def test_no_promise_is_untried():
    assert set(LIES) == set(promises("topics"))


@pytest.mark.parametrize(("promise", "lie"), [(promise, lie) for promise, lies in LIES.items() for lie in lies])
def test_a_lie_is_refused(db, promise, lie):
    is_refused(lie, promises("topics")[promise])


def test_the_truth_is_stored(db):
    topic = make_topic(slug="sciatica", kind=TopicKind.CONDITION)
    make_topic(slug="sciatica", kind=TopicKind.TEST)  # another kind, another address
    make_link(topic, make_topic())
    make_item(make_section(topic), unlinked_reason="a habit, not a disease")
    make_item(make_section(topic))  # not decided yet
    for urgency in ("emergency", "urgent", "nonurgent"):
        make_card(topic, urgency=urgency)
    make_source(topic, publisher="", url="", date="")
    make_code(topic, code="M54.5", version="2016")
    make_code(topic, code="M54.5", version="2019")
    make_live(topic)
    edition()
    link()
    shipped_page()
    person = make_user()
    change_request(topic=topic, by=person, settled_at=topic.created_at, settled_by=person, answer="Done.")
    change_request(times=1, topic=topic, by=person)  # said again after it was settled
    re_review(page=topic, settled_at=topic.created_at, settled_by=person, how="published")
    re_review(page=topic)
    make_topic(state="merged", merged_into=topic)
    make_practitioner(make_topic(kind=TopicKind.SPECIALTY), user=make_user())


@pytest.mark.parametrize("make", [make_section, make_card, make_source], ids=["section", "card", "source"])
def test_an_order_is_a_number_from_nought(db, make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(make_topic(), position=-1)


def test_a_row_that_points_at_nothing_is_refused(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.create(topic_id=999_999, kind="causes", heading="Causes")
        connection.check_constraints()  # both databases look at such rows when the transaction ends


# --- what must not disappear -----------------------------------------------------------------------------------------


def test_a_topic_that_a_draft_names_is_kept(db):
    named = make_topic()
    make_link(make_topic(), named)
    with pytest.raises(ProtectedError):
        named.delete()


def test_a_topic_that_was_published_is_kept_and_so_is_its_edition(db):
    topic = make_live()
    for row in (topic, topic.live_edition):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_draft_that_nobody_names_goes_with_all_its_parts(db):
    topic = make_topic()
    make_item(make_section(topic))
    make_card(topic)
    topic.delete()
    assert not Section.objects.exists() and not Item.objects.exists()


def test_whoever_published_something_is_kept(db):
    person = make_user("admin")
    edition(published_by=person, forced_reason="It could not wait.")
    with pytest.raises(ProtectedError):
        person.delete()
