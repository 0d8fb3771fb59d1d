"""The life of a draft, walked through completely: every state, every step, every role."""

from topics.workflow import TRANSITIONS, Role, State, Step, StepNotAllowed, follow, open_steps

WRITERS, REVIEWERS, SHIPPED = {Role.EDITOR, Role.ADMIN}, {Role.CLINICIAN}, {Role.SYSTEM}
EVERY_WALK = [(state, step, role) for state in State for step in Step for role in Role]

# The table once more, written the other way round, by hand: (step, role) -> {from: to}.
ALLOWED = {
    (Step.EDIT, Role.EDITOR): {"draft": "draft", "signed_off": "draft", "live": "draft", "withdrawn": "draft"}
    | {"changes_requested": "changes_requested"},
    (Step.EDIT, Role.CLINICIAN): {"in_review": "in_review"},
    (Step.RESTORE, Role.EDITOR): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "draft"
    ),
    (Step.IMPORT, Role.EDITOR): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "draft"
    ),
    (Step.SUBMIT, Role.EDITOR): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "in_review"
    ),
    (Step.TAKE_BACK, Role.EDITOR): {"in_review": "draft"},
    (Step.REQUEST_CHANGES, Role.CLINICIAN): {"in_review": "changes_requested"},
    (Step.SIGN_OFF, Role.CLINICIAN): {"in_review": "signed_off"},
    (Step.PUBLISH, Role.EDITOR): {"signed_off": "live"},
    (Step.PUBLISH, Role.CLINICIAN): {"signed_off": "live"},
    (Step.PUBLISH, Role.SYSTEM): {"draft": "live", "live": "live"},
    (Step.FORCE_PUBLISH, Role.ADMIN): {"draft": "live", "in_review": "live", "changes_requested": "live"},
    (Step.SIGN_AFTERWARDS, Role.CLINICIAN): {"live": "live"},
    (Step.WITHDRAW, Role.CLINICIAN): dict.fromkeys(
        ["draft", "in_review", "changes_requested", "signed_off", "live"], "withdrawn"
    ),
    (Step.RENAME, Role.EDITOR): {"draft": "draft", "signed_off": "draft", "live": "draft", "withdrawn": "draft"}
    | {"changes_requested": "changes_requested"},
    (Step.HAND_OVER, Role.EDITOR): {state: state for state in State.values if state != "merged"},
    (Step.HAND_OVER, Role.CLINICIAN): {state: state for state in State.values if state != "merged"},
    (Step.RETIRE, Role.CLINICIAN): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "retired"
    ),
    (Step.REINSTATE, Role.CLINICIAN): {"retired": "draft"},
    (Step.MERGE, Role.CLINICIAN): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "merged"
    ),
    (Step.TAKE_IN, Role.CLINICIAN): {"draft": "draft", "signed_off": "draft", "live": "draft", "withdrawn": "draft"}
    | {"changes_requested": "changes_requested"},
    (Step.RELINK, Role.CLINICIAN): {state: state for state in State.values if state != "in_review"}
    | {"signed_off": "draft"},
}
ALLOWED |= {(step, Role.ADMIN): moves for (step, role), moves in list(ALLOWED.items()) if role == Role.EDITOR}
for responsible in (Step.WITHDRAW, Step.RETIRE, Step.REINSTATE, Step.MERGE, Step.TAKE_IN, Step.RELINK):
    ALLOWED[(responsible, Role.ADMIN)] = ALLOWED[(responsible, Role.CLINICIAN)]
ALLOWED[(Step.IMPORT, Role.SYSTEM)] = ALLOWED[(Step.IMPORT, Role.EDITOR)]


def taken(step, state, role) -> tuple[State, Role] | None:
    """Where this step leads from this state in this role alone, and in which role it is taken; None: it is refused."""
    try:
        return follow(step, state, frozenset({role}))
    except StepNotAllowed:
        return None


def test_every_state_step_and_role_leads_where_the_table_says_and_nowhere_else():
    faults = []
    for state, step, role in EVERY_WALK:
        after = ALLOWED.get((step, role), {}).get(state.value)
        expected = None if after is None else (State(after), role)
        found, is_open = taken(step, state, role), step in open_steps(state, frozenset({role}))
        if (found, is_open) != (expected, after is not None):
            faults.append(f"{step} from {state} as {role}: leads to {found}, not {expected}; open: {is_open}")
    assert faults == []


def test_nobody_without_a_role_can_do_anything():
    assert all(open_steps(state, frozenset()) == [] for state in State)


def test_a_signed_text_is_the_only_way_for_staff_to_publish_without_an_emergency():
    publishing = [row for row in TRANSITIONS if row.step == Step.PUBLISH and row.roles != SHIPPED]
    assert {state for row in publishing for state in row.before} == {State.SIGNED_OFF}


def test_only_reviewers_sign():
    signing = [row for row in TRANSITIONS if row.step in (Step.SIGN_OFF, Step.SIGN_AFTERWARDS)]
    assert all(row.roles == REVIEWERS for row in signing)
