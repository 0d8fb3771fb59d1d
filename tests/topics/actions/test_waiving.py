"""A reviewer lets a finding pass: with a reason, never on their own change, only while it is the same finding."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import (
    NOW,
    make_contribution,
    make_ready,
    make_region,
    make_section,
    make_topic,
    make_user,
    make_word_rule,
)
from tests.portal.threads import at_once
from tests.topics.rows import stored
from topics.actions import waiving
from topics.actions.saving import save_draft
from topics.compose import compose
from topics.gates.run import findings
from topics.models import Topic, Waiver

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def reviewer():
    return make_user("clinician")


@pytest.fixture
def editor():
    return make_user("editor")


@pytest.fixture
def topic(editor):
    """A page with one thing to waive (a word) and one thing to mend (an empty section)."""
    make_word_rule("guaranteed")
    topic = make_ready(make_topic(last_changed_by=editor))
    make_section(topic, body="Guaranteed to help.", stable_id="help")
    make_section(topic, body="", stable_id="empty")
    return topic


def found(topic, code="wording"):
    topic = Topic.objects.get(pk=topic.pk)
    return next(finding for finding in findings(topic, compose(topic)) if finding.code == code)


def waive(topic, by, finding=None, **changes) -> Waiver:
    finding = finding or found(topic)
    values = {"code": finding.code, "key": finding.key, "fingerprint": finding.fingerprint}
    values |= {"reason": "The law says it so.", "now": NOW}
    return waiving.waive(topic=topic, by=by, **values | changes)


def reword(topic, by, body):
    topic = Topic.objects.get(pk=topic.pk)
    draft = compose(topic)
    sections = tuple(replace(one, body=body) if one.id == "help" else one for one in draft.sections)
    changed = replace(draft, sections=sections)
    return save_draft(topic=topic, document=changed, based_on=topic.version, by=by, now=NOW)


def test_a_reviewer_lets_a_finding_pass_and_who_when_and_why_is_kept(topic, reviewer):
    waiver = waive(topic, reviewer, reason="  The law says it so. ")
    assert found(topic).waiver == waiver
    kept = Waiver.objects.living().get()
    assert (kept.topic, kept.by, kept.at, kept.reason) == (topic, reviewer, NOW, "The law says it so.")
    assert kept.finding == "“guaranteed” promises too much."


def test_waiving_twice_gives_the_waiver_that_holds(topic, reviewer):
    assert waive(topic, reviewer) == waive(topic, make_user("clinician"), now=LATER)
    assert Waiver.objects.count() == 1


@pytest.mark.parametrize("role", ["editor", "admin", "superuser", "receptionist", "lead", ""])
def test_nobody_else_lets_anything_pass_or_takes_it_back(topic, reviewer, role):
    waiver, before = waive(topic, reviewer), stored()
    with pytest.raises(waiving.NotYours):
        waive(topic, make_user(role))
    with pytest.raises(waiving.NotYours):
        waiving.take_back(waiver=waiver, by=make_user(role), now=LATER)
    assert stored() == before


def test_whoever_has_unsigned_words_in_the_text_cannot_let_anything_pass(topic, reviewer, editor):
    make_contribution(topic, reviewer, "section:help:body")
    make_contribution(topic, editor, "name")
    with pytest.raises(waiving.OwnChange, match="somebody else has to"):
        waive(topic, reviewer)
    assert waive(topic, make_user("clinician"))


def test_a_reason_has_to_be_given(topic, reviewer):
    with pytest.raises(waiving.WaiverRefused, match="Say why this may pass"):
        waive(topic, reviewer, reason=" \n")
    assert not Waiver.objects.exists()


def test_what_has_to_be_mended_cannot_be_waived(topic, reviewer):
    with pytest.raises(waiving.WaiverRefused, match="has to be mended"):
        waive(topic, reviewer, found(topic, "empty_section"))


@pytest.mark.parametrize("changes", [{"fingerprint": "0" * 64}, {"key": "sections-gone"}, {"code": "unheard"}])
def test_a_finding_that_is_not_the_one_on_the_screen_is_not_waived(topic, reviewer, changes):
    with pytest.raises(waiving.FindingChanged, match="Look again"):
        waive(topic, reviewer, **changes)
    assert not Waiver.objects.exists()


def test_a_waiver_ends_with_the_words_it_was_given_for_and_holds_again_when_they_come_back(topic, reviewer, editor):
    waive(topic, reviewer)
    reword(topic, editor, "It is guaranteed to help you.")
    assert found(topic).is_open
    reword(topic, editor, "Guaranteed to help.")
    assert not found(topic).is_open


def test_another_part_of_the_page_may_change_without_ending_it(topic, reviewer, editor):
    waive(topic, reviewer)
    draft = compose(Topic.objects.get(pk=topic.pk))
    save_draft(topic=topic, document=replace(draft, summary="New."), based_on=topic.version, by=editor, now=NOW)
    assert not found(topic).is_open


def test_waiving_the_changed_words_ends_the_waiver_of_the_old_ones(topic, reviewer, editor):
    first = waive(topic, reviewer)
    reword(topic, editor, "It is guaranteed to help you.")
    second = waive(topic, reviewer, now=LATER)
    first.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (LATER, reviewer)
    assert list(Waiver.objects.living()) == [second]


def test_a_reviewer_takes_it_back_and_it_stops_the_page_again(topic, reviewer):
    waiver, other = waive(topic, reviewer), make_user("clinician")
    waiving.take_back(waiver=waiver, by=other, now=LATER)
    waiving.take_back(waiver=waiver, by=reviewer, now=LATER + timedelta(hours=1))
    waiver.refresh_from_db()
    assert (waiver.ended_at, waiver.ended_by) == (LATER, other)
    assert found(topic).is_open
    assert waive(topic, reviewer, now=LATER).pk != waiver.pk


@pytest.mark.django_db(transaction=True)
def test_several_reviewers_at_once_leave_one_waiver():
    make_word_rule("guaranteed")
    topic = make_ready(make_topic())
    make_section(topic, body="Guaranteed to help.")
    finding = found(topic)
    reviewers = [make_user("clinician") for _ in range(4)]
    outcomes = at_once(*[lambda by=by: waive(topic, by, finding).pk for by in reviewers])
    assert set(outcomes) == {Waiver.objects.get().pk}


def test_a_page_let_pass_without_a_checklist_stops_again_when_its_cards_go_and_it_says_that_all_is_well(
    reviewer, editor
):
    article = make_ready(make_topic(kind="symptom", summary="Call us if you are worried."))
    article.body_regions.set([make_region(name="Elbow")])
    waive(article, reviewer, found(article, "red_flag"))
    assert not found(article, "red_flag").is_open
    draft = compose(article)
    calmed = replace(draft, care_cards=(), summary="It is never anything serious.")
    article = save_draft(topic=article, document=calmed, based_on=article.version, by=editor, now=NOW)
    assert found(article, "red_flag").is_open
    save_draft(topic=article, document=draft, based_on=article.version, by=editor, now=NOW)
    assert not found(article, "red_flag").is_open
