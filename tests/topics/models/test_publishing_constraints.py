"""What must never be stored about reviews, editions and withdrawals: each test tries to store the lie."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.builders import NOW, make_live, make_topic, make_user
from topics.models import EditingSession, Edition, FormerAddress, SignOff, Topic, TopicEvent, Withdrawal

pytestmark = pytest.mark.django_db
DIGEST = "a" * 64


def refused(store, *args, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        store(*args, **values)


def sign_off(**changes):
    values = {
        "topic": changes.pop("topic", None) or make_topic(),
        "sha256": DIGEST,
        "reviewer": changes.pop("reviewer", None) or make_user("clinician"),
        "reviewer_name": "Dr Sample",
        "signed_at": NOW,
        "signed_on": date(2026, 11, 25),
        "next_review_on": date(2028, 11, 25),
    }
    return SignOff.objects.create(**values | changes)


@pytest.mark.parametrize(
    "lie",
    [
        {"sha256": "not a digest"},
        {"sha256": "A" * 64},
        {"reviewer_name": ""},
        {"next_review_on": date(2026, 11, 25)},
        {"next_review_on": date(2020, 1, 1)},
    ],
)
def test_a_signature_names_its_reviewer_its_text_and_a_later_review(lie):
    refused(sign_off, **lie)


def test_one_reviewer_signs_one_text_once():
    first = sign_off()
    refused(sign_off, topic=first.topic, reviewer=first.reviewer)


def withdrawal(**changes):
    topic = changes.pop("topic", None) or make_live()
    values = {"topic": topic, "edition": topic.live_edition, "at": NOW, "by": make_user("admin")}
    return Withdrawal.objects.create(**values | {"reason": "error", "public_note": "Wrong."} | changes)


@pytest.mark.parametrize(
    "lie",
    [{"reason": "merged"}, {"public_note": ""}, {"reason": "outdated", "public_note": ""}],
)
def test_a_withdrawal_always_tells_readers_something(lie):
    refused(withdrawal, **lie)


def test_an_outdated_page_does_not_lead_elsewhere_and_no_page_leads_to_itself():
    refused(withdrawal, reason="outdated", redirect_to=make_live())
    topic = make_live()
    refused(withdrawal, topic=topic, reason="merged", redirect_to=topic)


def test_staff_publish_nothing_without_a_signature_or_a_reason():
    edition = make_live().live_edition
    refused(Edition.objects.filter(pk=edition.pk).update, published_by=make_user("admin"))
    refused(Edition.objects.filter(pk=edition.pk).update, significance="major", change_note="")


def test_a_topic_is_not_live_without_an_edition_nor_in_an_unknown_state():
    topic = make_topic()
    refused(Topic.objects.filter(pk=topic.pk).update, state="live")
    refused(Topic.objects.filter(pk=topic.pk).update, state="somewhere")


def test_an_address_leads_to_one_topic():
    FormerAddress.objects.create(kind="condition", slug="old", topic=make_topic())
    refused(FormerAddress.objects.create, kind="condition", slug="old", topic=make_topic())
    refused(FormerAddress.objects.create, kind="planet", slug="old", topic=make_topic())


def test_an_event_names_who_acted_unless_it_was_the_portal_itself():
    values = {"topic": make_topic(), "at": NOW, "step": "edit", "after": "draft", "sha256": DIGEST}
    refused(TopicEvent.objects.create, **values, role="editor")
    refused(TopicEvent.objects.create, **values, role="system", by=make_user())
    refused(TopicEvent.objects.create, **values | {"step": "fly"}, role="system")


def test_one_person_has_one_page_open_once():
    topic, person = make_topic(), make_user()
    EditingSession.objects.create(topic=topic, user=person, seen_at=NOW)
    refused(EditingSession.objects.create, topic=topic, user=person, seen_at=NOW)
