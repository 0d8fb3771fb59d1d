"""The life of a request is one table: what is not written there does not happen."""

from itertools import product

import pytest

from appointments.workflow import (
    OPEN_STATUSES,
    REMARKS,
    TRANSITIONS,
    Holder,
    Outcome,
    Role,
    Status,
    Step,
    StepNotAllowed,
    follow,
    open_remarks,
    open_rows,
    open_steps,
    remark_for,
    row_for,
)

ROLES = dict(
    zip("PRLDAS", Role, strict=True)
)  # patient, receptionist, lead, practitioner (doctor), administrator, system
DESK_CLOSES = "decline closed:declined RL, withdraw closed:withdrawn PRL, merge closed:duplicate RL"
QUEUE = f"claim in_progress RL, wait waiting_list RL, give_up closed:unreachable RL, {DESK_CLOSES}"
CLOSED = "reopen in_progress L, erase erased AS"
MAY = (
    {  # the table once more, independently and the other way round, so that a slip there is seen here
        None: "ask new PRL, quarantine quarantined S",
        "quarantined": "release new RL, reject closed:spam L, withdraw closed:withdrawn P",
        "new": QUEUE,
        "in_progress": QUEUE
        + ", take_over in_progress RL, let_go new RLS, try_later new RL, offer awaiting_patient RL, "
        "book booked RL, wait_on waiting_list S",
        "awaiting_patient": "accept booked PRL, none_suits in_progress PRL, offer_ended in_progress S, "
        f"take_back_offer in_progress RL, wait waiting_list RL, {DESK_CLOSES}",
        "waiting_list": f"offer awaiting_patient RLS, call_up in_progress RLS, {DESK_CLOSES}",
        "booked": "move booked PRL, arrive booked RLD, not_arrived booked RLD, attend closed:attended RLD, "
        "miss closed:no_show RLD, ask_cancel cancel_pending P, cancel closed:cancelled RLS, "
        "cancel_by_clinic in_progress RLD",
        "cancel_pending": "keep booked PRL, cancel closed:cancelled RLS",
        "erased": "",
    }
    | {f"closed:{outcome}": CLOSED for outcome in Outcome}
)
MAY["closed:no_show"] += ", not_missed booked L"
REMARKED = {
    "look": ("RLD", set(Status)),
    "note": ("RLD", set(Status) - {"erased"}),
    "attempt": ("RL", {"in_progress", "awaiting_patient", "waiting_list", "booked", "cancel_pending"}),
    "late": ("S", {"new", "in_progress"}),
    "none_suits": ("PRL", {"booked"}),
    "want_earlier": ("PRL", {"booked"}),
    "not_earlier": ("PRL", {"booked"}),
    "correct": ("RL", {"new", "in_progress", "awaiting_patient", "waiting_list", "booked", "cancel_pending"}),
    "discretion": ("RL", {"new", "in_progress", "awaiting_patient", "waiting_list", "booked", "cancel_pending"}),
    "tell": ("RL", set(Status) - {"erased"}),
    "change": ("P", set(Status) - {"closed", "erased"}),
    "confirm": ("P", {"booked"}),
    "cannot_come": ("P", {"booked"}),
    "ask_erasure": ("P", set(Status) - {"erased"}),
    "no_erasure": ("P", set(Status) - {"erased"}),
}
REMARKED_TOO = {"correct": REMARKED["change"]}  # patients, also while set aside: they do not know that they are
STANDINGS = list(MAY)


def expected(step: Step, standing: str | None, role: Role) -> tuple[str, str] | None:
    """Where the step leads to and how it ends, as written above; None: nowhere."""
    for line in filter(None, MAY[standing].split(", ")):
        name, after, letters = line.split()
        if name == step and role in {ROLES[letter] for letter in letters}:
            status, _colon, outcome = after.partition(":")
            return status, outcome
    return None


def split(standing: str | None) -> tuple[Status | None, str]:
    status, _colon, outcome = (standing or "").partition(":")
    return (Status(status) if status else None), outcome


@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_status_in_every_role(step):
    for standing, role in product(STANDINGS, Role):
        before, outcome = split(standing)
        leads_to = expected(step, standing, role)
        if leads_to is None:
            with pytest.raises(StepNotAllowed):
                follow(step, before, role, outcome)
        else:
            row = row_for(step, before, role, outcome)
            assert (row.after, row.outcome or "") == leads_to, (step, standing, role)
            assert follow(step, before, role, outcome) == leads_to[0]


@pytest.mark.parametrize("standing", [standing for standing in STANDINGS if standing])
def test_the_open_steps_are_exactly_the_allowed_ones(standing):
    for role in Role:
        allowed = {step for step in Step if expected(step, standing, role)}
        found = open_steps(*split(standing)[:1], role, split(standing)[1])
        assert set(found) == allowed
        assert len(found) == len(allowed)


@pytest.mark.parametrize("standing", [standing for standing in STANDINGS if standing])
def test_the_open_rows_are_those_of_the_open_steps_and_remarks(standing):
    status, outcome = split(standing)
    for role in Role:
        steps = [row.step for row in open_rows(status, role, outcome)]
        assert steps == [*open_steps(status, role, outcome), *open_remarks(status, role)]


@pytest.mark.parametrize(
    "holder, colleague, lead",
    [(Holder.ANYONE, False, False), (Holder.CLAIMANT, True, False), (Holder.NOBODY, True, True)],
)
def test_whom_a_colleagues_claim_bars(holder, colleague, lead):
    assert (holder.bars(leads=False), holder.bars(leads=True)) == (colleague, lead)


@pytest.mark.parametrize("step", Step)
def test_every_remark_on_every_status_in_every_role(step):
    rows = [table[step] for table in (REMARKED, REMARKED_TOO) if step in table]
    may = {(status, ROLES[letter]) for letters, statuses in rows for status in statuses for letter in letters}
    for status, role in product(Status, Role):
        if (status, role) in may:
            row = remark_for(step, status, role)
            assert row.before == row.after == status
            assert step in open_remarks(status, role)
        else:
            assert step not in open_remarks(status, role)
            with pytest.raises(StepNotAllowed):
                remark_for(step, status, role)


def test_no_two_rows_of_the_table_contradict_each_other():
    ways = [(row.step, row.before, role) for row in TRANSITIONS + REMARKS for role in row.roles]
    assert len(ways) == len(set(ways))


def test_every_status_and_every_step_is_in_the_table():
    assert {row.after for row in TRANSITIONS} == set(Status)
    assert {row.step for row in TRANSITIONS + REMARKS} == set(Step)


def test_a_step_that_closes_says_how_and_no_other_does():
    for row in TRANSITIONS:
        assert (row.after == Status.CLOSED) == (row.outcome is not None), row
    assert {row.outcome for row in TRANSITIONS if row.outcome} == set(Outcome)


def test_no_request_is_ever_stuck():
    """From every status the desk, or the system, leads on; only what is erased is at its end."""
    for status in set(Status) - {Status.ERASED}:
        assert {row.after for row in TRANSITIONS if row.before == status} - {status}, status
    assert set(Status) - {"closed", "erased"} == OPEN_STATUSES


def test_a_refusal_names_role_step_and_status():
    with pytest.raises(StepNotAllowed, match=r"asked for an appointment.*patient.*new"):
        follow(Step.ASK, Status.NEW, Role.PATIENT)
    with pytest.raises(StepNotAllowed, match=r"note written.*patient.*new"):
        remark_for(Step.NOTE, Status.NEW, Role.PATIENT)


def test_a_status_fits_its_column():
    assert max(len(value) for value in (*Status.values, *Step.values, *Role.values)) <= 16
    assert max(len(value) for value in Outcome.values) <= 12
