"""Anyone on staff says what should be changed; the page stays live; whoever mends it says how."""

import pytest

from portal.roles import ROLES
from tests.builders import NOW, make_live, make_user
from topics.actions.change_requests import ChangeRequestRefused, file_change_request, settle
from topics.models import NeedsChange, Topic
from topics.workflow import StepNotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_live()


@pytest.mark.parametrize("role", [role.slug for role in ROLES])
def test_everybody_on_staff_may_say_what_should_be_changed_and_the_page_stays_live(page, role):
    person = make_user(role)
    row = file_change_request(topic=page, reason="  Patients take it\nfor a stroke. ", by=person, now=NOW)
    assert (row.reason, row.by, row.at) == ("Patients take it for a stroke.", person, NOW)
    assert Topic.objects.get(pk=page.pk).live_edition == page.live_edition


def test_pressing_the_button_twice_is_one_change_request(page):
    person = make_user("receptionist")
    rows = [file_change_request(topic=page, reason="Mend it.", by=person, now=NOW) for _ in range(2)]
    assert rows[0] == rows[1]
    file_change_request(topic=page, reason="Mend it.", by=make_user("lead"), now=NOW)
    assert NeedsChange.objects.count() == 2


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 501])
def test_a_change_request_says_what_in_a_few_words(page, reason):
    with pytest.raises(ChangeRequestRefused):
        file_change_request(topic=page, reason=reason, by=make_user("receptionist"), now=NOW)
    assert not NeedsChange.objects.exists()


@pytest.mark.parametrize("gone", [{"is_active": False}, {"is_staff": False}])
def test_who_has_left_says_nothing(page, gone):
    with pytest.raises(StepNotAllowed):
        file_change_request(topic=page, reason="Mend it.", by=make_user("editor", **gone), now=NOW)


@pytest.mark.parametrize("role", ["editor", "clinician", "admin"])
def test_whoever_mends_it_says_how(page, role):
    person = make_user(role)
    row = file_change_request(topic=page, reason="Mend it.", by=make_user("receptionist"), now=NOW)
    row = settle(row=row, answer="Reworded.", by=person, now=NOW)
    assert (row.settled_at, row.settled_by, row.answer) == (NOW, person, "Reworded.")
    assert not NeedsChange.objects.still_open().exists()


def test_it_is_settled_once_and_with_a_sentence(page):
    editor = make_user("editor")
    row = file_change_request(topic=page, reason="Mend it.", by=editor, now=NOW)
    with pytest.raises(ChangeRequestRefused, match="what was done"):
        settle(row=row, answer=" ", by=editor, now=NOW)
    settle(row=row, answer="Reworded.", by=editor, now=NOW)
    with pytest.raises(ChangeRequestRefused, match="in the meantime"):
        settle(row=row, answer="Reworded again.", by=editor, now=NOW)
    assert NeedsChange.objects.get().answer == "Reworded."


@pytest.mark.parametrize("role", ["receptionist", "lead", ""])
def test_only_those_who_work_on_pages_settle(page, role):
    row = file_change_request(topic=page, reason="Mend it.", by=make_user("editor"), now=NOW)
    with pytest.raises(StepNotAllowed):
        settle(row=row, answer="Done.", by=make_user(role), now=NOW)
