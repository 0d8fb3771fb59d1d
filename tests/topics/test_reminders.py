"""What somebody is reminded of: their own pages; and for reviewers what waits for them and what is nobody's."""

from datetime import timedelta

import pytest

from portal.roles import ROLES
from tests.builders import NOW, make_contribution, make_live, make_topic, make_user
from tests.topics.reviewed import make_reviewed
from topics.actions.change_requests import file_change_request
from topics.reminders import Reminder, reminder_for
from topics.workflow import State

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough
TODAY = NOW.date()
LATE, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=30)


def told(person) -> dict[str, list[str]]:
    parts = vars(reminder_for(person, TODAY)).items()
    return {part: [topic.name for topic in topics] for part, topics in parts if topics}


def owned(topic, owner):
    type(topic).objects.filter(pk=topic.pk).update(owner=owner)
    return topic


@pytest.fixture
def reviewer(db):
    return make_user("clinician")


def test_the_owner_is_told_of_their_pages_that_are_due_or_need_changing(reviewer):
    owner = make_user("editor")
    owned(make_reviewed(LATE, name="Late"), owner)
    owned(make_reviewed(SOON, name="Soon"), owner)
    file_change_request(topic=owned(make_live(name="Flagged"), owner), reason="Mend it.", by=reviewer, now=NOW)
    make_reviewed(LATE, name="Somebody else's")
    assert told(owner) == {"mine_overdue": ["Late"], "mine_soon": ["Soon"], "mine_to_change": ["Flagged"]}


def test_reviewers_are_told_what_waits_and_what_is_late_whoever_owns_it(reviewer):
    editor = make_user("editor")
    make_topic(name="Waiting", state=State.IN_REVIEW, last_changed_by=editor)
    make_contribution(make_topic(name="My own words", state=State.IN_REVIEW), reviewer, "name")
    owned(make_reviewed(LATE, name="The editor's"), editor)
    owned(make_reviewed(SOON, name="Not late yet"), editor)
    assert told(reviewer) == {"to_review": ["Waiting"], "overdue": ["The editor's"]}


@pytest.mark.parametrize("left", [None, {"is_active": False}, {"is_staff": False}, {"role": "receptionist"}])
def test_pages_of_nobody_or_of_somebody_who_left_are_the_reviewers(reviewer, left):
    gone = make_user(**left) if left else None
    owned(make_reviewed(SOON, name="Soon"), gone)
    file_change_request(topic=owned(make_live(name="Flagged"), gone), reason="Mend it.", by=reviewer, now=NOW)
    assert told(reviewer) == {"soon": ["Soon"], "to_change": ["Flagged"]}
    assert gone is None or told(gone) == {}


def test_where_there_is_no_reviewer_administrators_mind():
    boss, editor = make_user("admin"), make_user("editor")
    make_reviewed(LATE, name="Late")
    assert told(editor) == told(boss) == {}, "whoever signed it is still here"
    type(boss).objects.filter(groups__name="Clinical reviewer").update(is_active=False)
    assert told(boss) == {"overdue": ["Late"]}


@pytest.mark.parametrize("role", [role.slug for role in ROLES])
def test_nobody_is_told_anything_while_nothing_waits(role):
    make_live(), make_topic()
    assert reminder_for(make_user(role), TODAY) == Reminder()
    assert not Reminder()
