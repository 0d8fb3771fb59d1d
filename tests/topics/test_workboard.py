"""The lists of the admin's first page: which pages, for whom, and how many."""

from datetime import timedelta

import pytest

from tests.builders import (
    NOW,
    make_contribution,
    make_item,
    make_link,
    make_live,
    make_section,
    make_signed,
    make_topic,
    make_user,
)
from tests.topics.reviewed import make_reviewed
from tests.topics.rows import make_waiver
from topics.actions import reviewing
from topics.actions.change_requests import file_change_request, settle
from topics.actions.publishing import force_publish
from topics.models import ReReview, Topic
from topics.workboard import LONGEST, samples, topics_on, workboard
from topics.workflow import State

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def on(heading, person) -> list[str]:
    """The names on the person's list with this heading."""
    found = [one for one in workboard(person, TODAY) if one.heading == heading]
    return [page.name for one in found for page in one.pages]


def details(heading, person) -> list[str]:
    return [page.detail for one in workboard(person, TODAY) if one.heading == heading for page in one.pages]


def test_a_reviewer_sees_what_waits_but_not_what_holds_words_of_theirs():
    reviewer, editor = make_user("clinician"), make_user("editor")
    for name, last in (("Theirs", editor), ("Mine", reviewer), ("Shipped", None)):
        topic = make_topic(name=name, state=State.IN_REVIEW, last_changed_by=editor if last else None)
        if last:
            make_contribution(topic, last, "name")
    assert on("Waiting for review", reviewer) == ["Theirs", "Shipped"]
    assert on("Waiting for review", editor) == []


def test_what_was_sent_back_is_on_the_list_of_whom_it_concerns():
    me, colleague = make_user("editor"), make_user("editor")
    gone = make_user("editor", is_active=False)
    back = {"state": State.CHANGES_REQUESTED}
    make_topic(name="I own it", owner=me, last_changed_by=colleague, **back)
    make_topic(name="I wrote it", owner=colleague, last_changed_by=me, **back)
    make_topic(name="Nobody's", **back)
    make_topic(name="Of one who left", owner=gone, last_changed_by=gone, **back)
    make_topic(name="Theirs", owner=colleague, last_changed_by=colleague, **back)
    assert on("Sent back to you", me) == ["I own it", "I wrote it", "Nobody's", "Of one who left"]
    assert on("Sent back to you", make_user("clinician")) == []


def test_drafts_i_look_after_are_mine():
    me = make_user("editor")
    make_topic(name="Mine", owner=me)
    make_topic(name="Mine and ready", owner=me, state=State.SIGNED_OFF)
    make_topic(name="Theirs", owner=make_user("editor"))
    assert on("Drafts you look after", me) == ["Mine"]
    assert on("Signed off, ready to publish", me) == ["Mine and ready"]


def test_what_is_due_counts_from_the_last_review_by_a_clinician_the_most_urgent_first():
    editor = make_user("editor")
    days = {"Late": -40, "Just late": -1, "Today": 0, "In 60 days": 60, "In 61 days": 61}
    for name, distance in reversed(days.items()):
        make_reviewed(TODAY + timedelta(days=distance), name=name)
    assert on("Overdue for review", editor) == ["Late", "Just late"]
    assert on("Soon due for review", editor) == ["Today", "In 60 days"]
    assert details("Overdue for review", editor)[1] == "due on 24 Nov 2026"


def test_an_old_edition_or_a_signature_over_a_draft_is_not_due():
    topic = make_reviewed(TODAY - timedelta(days=1))
    Topic.objects.filter(pk=topic.pk).update(live_edition=None, live_slug=None, state="withdrawn")
    make_signed()
    assert on("Overdue for review", make_user("editor")) == []


def test_change_requests_stand_there_with_their_reason_until_they_are_settled():
    editor, receptionist = make_user("editor"), make_user("receptionist")
    row = file_change_request(topic=make_live(name="Back pain"), reason="Says 3 weeks twice.", by=receptionist, now=NOW)
    assert on("Needs changing", editor) == ["Back pain"]
    assert "Says 3 weeks twice." in details("Needs changing", editor)[0]
    settle(row=row, answer="Once now.", by=editor, now=NOW)
    assert on("Needs changing", editor) == []


def test_pages_to_look_at_again_say_which_sentence():
    places = [{"section": "", "heading": "", "text": text, "how": "words"} for text in ("It is worn.", "More.")]
    page, cause = make_live(name="Back pain"), make_live(name="Sciatica")
    ReReview.objects.create(page=page, cause=cause, why="changed", passages=places, at=NOW)
    reviewer = make_user("clinician")
    assert on("To look at again", reviewer) == ["Back pain"]
    assert details("To look at again", reviewer) == ["“Sciatica” has changed: “It is worn.” and 1 more"]


def test_what_was_published_without_a_signature_alarms_until_a_clinician_signs():
    boss, reviewer = make_user("admin"), make_user("clinician")
    edition = force_publish(topic=make_topic(name="In haste"), by=boss, now=NOW, reason="A wrong number.")
    (found,) = [one for one in workboard(reviewer, TODAY) if one.alarming]
    assert [(page.name, page.detail) for page in found.pages] == [("In haste", "A wrong number.")]
    reviewing.sign_afterwards(topic=edition.topic, sha256=edition.sha256, by=reviewer, now=NOW)
    assert not any(one.alarming for one in workboard(reviewer, TODAY))


def test_lines_nobody_has_decided_on_are_counted_by_page():
    one, two = make_topic(name="One"), make_live(name="Two")
    for topic, lines in ((one, 1), (two, 3)):
        section = make_section(topic)
        for _ in range(lines):
            make_item(section)
        make_item(section, unlinked_reason="a habit")
        make_link(topic, one if topic == two else two)
    retired = make_topic(state=State.RETIRED)
    make_item(make_section(retired))
    editor = make_user("editor")
    assert on("Lines to decide on", editor) == ["Two", "One"]
    assert details("Lines to decide on", editor) == ["3 lines to decide, and readers see the page", "1 line to decide"]


def test_what_a_reviewer_let_pass_is_listed_with_the_latest_reason():
    topic, reviewer = make_topic(name="Lower back cramps"), make_user("clinician")
    for key, reason, ended in (("1", "Said in the text.", None), ("2", "Not for adults.", None), ("3", "Old.", NOW)):
        make_waiver(topic, reviewer, key=key, reason=reason, ended_at=ended).save()
    assert on("Let pass by a reviewer", reviewer) == on("Let pass by a reviewer", make_user("editor")) == [topic.name]
    assert details("Let pass by a reviewer", reviewer) == ["“Not for adults.” and 1 more"]


def test_samples_are_told_by_their_number_only():
    editor = make_user("editor")
    make_live(), make_live(), make_reviewed(TODAY + timedelta(days=500))
    assert samples(Topic.objects.all(), editor, TODAY).count() == 2
    assert workboard(editor, TODAY) == []


@pytest.mark.parametrize("role", ["receptionist", "lead", ""])
def test_who_does_not_work_on_pages_has_no_list(role):
    make_topic(state=State.IN_REVIEW)
    make_topic(state=State.CHANGES_REQUESTED)
    assert workboard(make_user(role), TODAY) == []


def test_a_long_list_shows_its_first_pages_and_how_many_there_are():
    Topic.objects.bulk_create(
        Topic(kind="condition", name=f"Page {n:02}", slug=f"page-{n}", state=State.SIGNED_OFF)
        for n in range(LONGEST + 3)
    )
    editor, topics = make_user("editor"), Topic.objects.all()
    (found,) = workboard(editor, TODAY)
    assert (len(found.pages), found.total) == (LONGEST, LONGEST + 3)
    assert found.all_url == "/admin/topics/topic/?work=ready"
    assert topics_on("ready", topics, editor, TODAY).count() == LONGEST + 3
    assert (
        topics_on("change_requests", topics, editor, TODAY) is None
        and topics_on("nonsense", topics, editor, TODAY) is None
    )
