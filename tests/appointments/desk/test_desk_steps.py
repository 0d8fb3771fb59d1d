"""The table of the desk's steps agrees with the tables of the workflow, and each row can be shown."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from appointments.desk.access import DESK_ROLES
from appointments.desk.desk_steps import BY_STEP, DESK_STEPS, OF_THE_DAY, Placement
from appointments.desk.forms.requests import DeskForm
from appointments.workflow import REMARKS, TRANSITIONS, Role, Step

WITHOUT_A_ROW = {
    Step.ASK,  # taken down on a page of its own
    Step.LOOK,  # noted when the page of a request is opened
    Step.TRY_LATER,  # follows from a call that was not answered
}


def opened_to(*roles: Role) -> set[Step]:
    return {row.step for row in (*TRANSITIONS, *REMARKS) if row.roles & set(roles)}


def statuses_before(step: Step) -> set:
    return {row.before for row in TRANSITIONS if row.step == step}


def test_every_step_that_the_workflow_opens_to_the_desk_has_a_row_and_no_other_step_has_one():
    assert {row.step for row in DESK_STEPS} == opened_to(*DESK_ROLES) - WITHOUT_A_ROW


def test_no_step_has_two_rows():
    assert len(BY_STEP) == len(DESK_STEPS)


def test_every_step_of_a_practitioner_but_the_look_can_be_taken_at_the_desk():
    assert opened_to(Role.PRACTITIONER) - {Step.LOOK} <= set(BY_STEP)


@pytest.mark.parametrize("row", DESK_STEPS, ids=lambda row: row.step.value)
def test_a_row_can_be_shown(row):
    assert reverse("desk:step", args=["K7M4QX2P", row.step.value])
    assert issubclass(row.form, DeskForm)
    assert row.label or row.placement == Placement.OWN, "a step without a label has buttons of its own somewhere"
    if row.placement in (Placement.FIRST, Placement.AT_ONCE):
        assert not row.form.base_fields, "one press is enough"
    if row.ends:
        assert row.placement == Placement.UNFOLDS, "what ends something takes a second press"


def test_the_buttons_of_the_day_stand_in_the_order_of_their_rank():
    assert [row.step for row in OF_THE_DAY] == [
        Step.ARRIVE,
        Step.ATTEND,
        Step.MISS,
        Step.NOT_ARRIVED,
        Step.NOT_MISSED,
    ]


def test_the_list_of_keys_names_the_key_of_every_row():
    listed = re.findall(r"<kbd>(.)</kbd>", (Path(settings.BASE_DIR) / "templates/desk/parts/keys.html").read_text())
    assert {row.key for row in DESK_STEPS if row.key} <= set(listed)


def test_one_key_never_presses_two_buttons_of_one_page():
    """The two steps that share a key are open in different statuses."""
    for first in DESK_STEPS:
        for second in DESK_STEPS:
            if first.step != second.step and first.key and first.key == second.key:
                befores = [
                    {row.before for row in TRANSITIONS if row.step == step} for step in (first.step, second.step)
                ]
                assert not befores[0] & befores[1], (first.step, second.step)
