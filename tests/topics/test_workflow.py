"""The life of a draft, walked through completely: every state, every step, every role."""

from topics.workflow import TRANSITIONS, PageRole, State, Step, StepNotAllowed, follow, open_steps

WRITERS, REVIEWERS, SHIPPED = (
    {PageRole.EDITOR, PageRole.ADMIN},
    {PageRole.CLINICIAN},
    {PageRole.SYSTEM},
)
EVERY_WALK = [(state, step, role) for state in State for step in Step for role in PageRole]

# The table once more, written the other way round, by hand: (step, role) -> {from: to}.
ALLOWED = {
    (Step.EDIT, PageRole.EDITOR): {"draft": "draft", "signed_off": "draft", "live": "draft", "withdrawn": "draft"}
    | {"changes_requested": "changes_requested"},
    (Step.EDIT, PageRole.CLINICIAN): {"in_review": "in_review"},
    (Step.RESTORE, PageRole.EDITOR): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "draft"
    ),
    (Step.IMPORT, PageRole.EDITOR): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "draft"
    ),
    (Step.SUBMIT, PageRole.EDITOR): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "in_review"
    ),
    (Step.TAKE_BACK, PageRole.EDITOR): {"in_review": "draft"},
    (Step.REQUEST_CHANGES, PageRole.CLINICIAN): {"in_review": "changes_requested"},
    (Step.SIGN_OFF, PageRole.CLINICIAN): {"in_review": "signed_off"},
    (Step.PUBLISH, PageRole.EDITOR): {"signed_off": "live"},
    (Step.PUBLISH, PageRole.CLINICIAN): {"signed_off": "live"},
    (Step.PUBLISH, PageRole.SYSTEM): {"draft": "live", "live": "live"},
    (Step.FORCE_PUBLISH, PageRole.ADMIN): {"draft": "live", "in_review": "live", "changes_requested": "live"},
    (Step.SIGN_AFTERWARDS, PageRole.CLINICIAN): {"live": "live"},
    (Step.WITHDRAW, PageRole.CLINICIAN): dict.fromkeys(
        ["draft", "in_review", "changes_requested", "signed_off", "live"], "withdrawn"
    ),
    (Step.RENAME, PageRole.EDITOR): {
        "draft": "draft",
        "signed_off": "draft",
        "live": "draft",
        "withdrawn": "draft",
    }
    | {"changes_requested": "changes_requested"},
    (Step.HAND_OVER, PageRole.EDITOR): {state: state for state in State.values if state != "merged"},
    (Step.HAND_OVER, PageRole.CLINICIAN): {state: state for state in State.values if state != "merged"},
    (Step.RETIRE, PageRole.CLINICIAN): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "retired"
    ),
    (Step.REINSTATE, PageRole.CLINICIAN): {"retired": "draft"},
    (Step.MERGE, PageRole.CLINICIAN): dict.fromkeys(
        ["draft", "changes_requested", "signed_off", "live", "withdrawn"], "merged"
    ),
    (Step.TAKE_IN, PageRole.CLINICIAN): {
        "draft": "draft",
        "signed_off": "draft",
        "live": "draft",
        "withdrawn": "draft",
    }
    | {"changes_requested": "changes_requested"},
    (Step.RELINK, PageRole.CLINICIAN): {state: state for state in State.values if state != "in_review"}
    | {"signed_off": "draft"},
}
ALLOWED |= {(step, PageRole.ADMIN): moves for (step, role), moves in list(ALLOWED.items()) if role == PageRole.EDITOR}
for responsible in (Step.WITHDRAW, Step.RETIRE, Step.REINSTATE, Step.MERGE, Step.TAKE_IN, Step.RELINK):
    ALLOWED[(responsible, PageRole.ADMIN)] = ALLOWED[(responsible, PageRole.CLINICIAN)]
ALLOWED[(Step.IMPORT, PageRole.SYSTEM)] = ALLOWED[(Step.IMPORT, PageRole.EDITOR)]


def taken(step, state, role) -> tuple[State, PageRole] | None:
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
