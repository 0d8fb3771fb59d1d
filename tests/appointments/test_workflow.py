"""The life of a request is one table: what is not written there does not happen."""

from itertools import product

import pytest

from appointments.workflow import TRANSITIONS, Role, Status, Step, StepNotAllowed, follow

ALLOWED = {  # once more, independently of the table, so that a slip there is seen here
    (Step.ASK, None, Role.PATIENT): Status.NEW,
    (Step.ASK, None, Role.RECEPTIONIST): Status.NEW,
    (Step.QUARANTINE, None, Role.SYSTEM): Status.QUARANTINED,
}


@pytest.mark.parametrize("step, before, role", list(product(Step, [None, *Status], Role)))
def test_every_step_from_every_status_in_every_role(step, before, role):
    expected = ALLOWED.get((step, before, role))
    if expected is None:
        with pytest.raises(StepNotAllowed):
            follow(step, before, role)
    else:
        assert follow(step, before, role) == expected


def test_no_two_rows_of_the_table_contradict_each_other():
    ways = [(row.step, row.before, role) for row in TRANSITIONS for role in row.roles]
    assert len(ways) == len(set(ways))


def test_every_status_and_every_step_is_in_the_table():
    assert {row.after for row in TRANSITIONS} == set(Status)
    assert {row.step for row in TRANSITIONS} == set(Step)


def test_a_refusal_names_role_step_and_status():
    with pytest.raises(StepNotAllowed, match=r"patient.*asked for an appointment.*new"):
        follow(Step.ASK, Status.NEW, Role.PATIENT)


def test_a_status_fits_its_column():
    assert max(len(value) for value in (*Status.values, *Step.values, *Role.values)) <= 16
