"""Lies about reviews, editions and withdrawals, by the promise of the database that each would break."""

from datetime import date

from tests.builders import NOW, make_live, make_topic, make_user
from topics.models import (
    EditingSession,
    Edition,
    FormerAddress,
    NeedsChange,
    ReReview,
    SignOff,
    Topic,
    TopicEvent,
    Withdrawal,
)

DIGEST = "a" * 64


def sign_off(times=1, **changes):
    values = {
        "topic": make_topic(),
        "sha256": DIGEST,
        "reviewer": make_user("clinician"),
        "reviewer_name": "Dr Sample",
        "signed_at": NOW,
        "signed_on": date(2026, 11, 25),
        "next_review_on": date(2028, 11, 25),
    } | changes
    for _ in range(times):
        SignOff.objects.create(**values)


def withdrawal(**changes):
    topic = changes.pop("topic", None) or make_live()
    values = {"topic": topic, "edition": topic.live_edition, "at": NOW, "by": make_user("admin")}
    return Withdrawal.objects.create(**values | {"reason": "error", "public_note": "Wrong."} | changes)


def withdrawal_leading_to_itself():
    topic = make_live()
    withdrawal(topic=topic, reason="merged", redirect_to=topic)


def event(**changes):
    values = {"topic": make_topic(), "at": NOW, "step": "edit", "after": "draft", "sha256": DIGEST, "role": "system"}
    TopicEvent.objects.create(**values | changes)


def former_address(times=1, **changes):
    for _ in range(times):
        FormerAddress.objects.create(**{"kind": "condition", "slug": "old", "topic": make_topic()} | changes)


def live_edition_with(**changes):
    Edition.objects.filter(pk=make_live().live_edition_id).update(**changes)


def open_twice():
    topic, person = make_topic(), make_user()
    for _ in range(2):
        EditingSession.objects.create(topic=topic, user=person, seen_at=NOW)


def retired_but_live(**changes):
    Topic.objects.filter(pk=make_live().pk).update(**changes)


def merged_into_itself():
    topic = make_topic()
    Topic.objects.filter(pk=topic.pk).update(state="merged", merged_into=topic)


def change_request(times=1, **changes):
    values = {"topic": make_topic(), "by": make_user(), "reason": "Mend it.", "at": NOW} | changes
    for _ in range(times):
        NeedsChange.objects.create(**values)


def re_review(times=1, **changes):
    values = {"page": make_topic(), "cause": make_topic(), "why": "changed", "at": NOW} | changes
    for _ in range(times):
        ReReview.objects.create(**values)


def about_itself():
    topic = make_topic()
    re_review(page=topic, cause=topic)


PUBLISHING_LIES = {
    "topic_state_known": [lambda: Topic.objects.filter(pk=make_topic().pk).update(state="somewhere")],
    "topic_state_live_only_with_an_edition": [
        lambda: Topic.objects.filter(pk=make_topic().pk).update(state="live"),
    ],
    "sign_off_once_per_text_reviewer_and_day": [lambda: sign_off(times=2)],
    "sign_off_digest_is_sha256": [lambda: sign_off(sha256="not a digest"), lambda: sign_off(sha256="A" * 64)],
    "sign_off_signs_digest_is_sha256": [lambda: sign_off(signs_sha256="A" * 64), lambda: sign_off(signs_sha256="x")],
    "sign_off_names_the_reviewer": [lambda: sign_off(reviewer_name="")],
    "sign_off_next_review_later": [
        lambda: sign_off(next_review_on=date(2026, 11, 25)),
        lambda: sign_off(next_review_on=date(2020, 1, 1)),
    ],
    "withdrawal_merged_leads_somewhere": [lambda: withdrawal(reason="merged")],
    "withdrawal_tells_readers_why": [
        lambda: withdrawal(public_note=""),
        lambda: withdrawal(reason="outdated", public_note=""),
    ],
    "withdrawal_outdated_stays": [lambda: withdrawal(reason="outdated", redirect_to=make_live())],
    "withdrawal_not_to_itself": [withdrawal_leading_to_itself],
    "edition_signed_or_forced_with_a_reason": [lambda: live_edition_with(published_by=make_user("admin"))],
    "edition_major_change_has_a_note": [lambda: live_edition_with(significance="major", change_note="")],
    "former_address_leads_to_one_topic": [lambda: former_address(times=2)],
    "former_address_kind_known": [lambda: former_address(kind="planet")],
    "topic_event_step_known": [lambda: event(step="fly")],
    "topic_event_names_who_unless_the_system": [lambda: event(role="editor"), lambda: event(by=make_user())],
    "editing_session_once": [open_twice],
    "topic_merged_exactly_into_another": [
        lambda: make_topic(state="merged"),
        lambda: make_topic(merged_into=make_topic()),
    ],
    "topic_merged_not_into_itself": [merged_into_itself],
    "topic_retired_or_merged_is_not_live": [
        lambda: retired_but_live(state="retired"),
        lambda: retired_but_live(state="merged", merged_into=make_topic()),
    ],
    "needs_change_says_what": [lambda: change_request(reason="")],
    "needs_change_said_once": [lambda: change_request(times=2)],
    "needs_change_settled_whole": [
        lambda: change_request(settled_at=NOW),
        lambda: change_request(answer="Done."),
        lambda: change_request(settled_at=NOW, answer="Done."),
        lambda: change_request(settled_at=NOW, settled_by=make_user()),
    ],
    "re_review_why_known": [lambda: re_review(why="mood")],
    "re_review_not_because_of_itself": [about_itself],
    "re_review_one_open_per_cause": [lambda: re_review(times=2)],
    "re_review_settled_whole": [
        lambda: re_review(settled_at=NOW, settled_by=make_user()),
        lambda: re_review(how="still_right"),
        lambda: re_review(settled_at=NOW, settled_by=make_user(), how="guessed"),
        lambda: re_review(settled_at=NOW, how="published"),
    ],
}
