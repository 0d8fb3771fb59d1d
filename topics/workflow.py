"""The life of a topic's draft as one table: which step leads from which state to which, and who may take it. No ORM."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where the draft stands. What readers see is another matter: the live edition."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    CHANGES_REQUESTED = "changes_requested", _("changes requested")
    SIGNED_OFF = "signed_off", _("signed off")
    LIVE = "live", _("live")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RETIRED = "retired", _("retired")
    MERGED = "merged", _("merged")


class Step(models.TextChoices):
    """What moves a draft."""

    CREATE = "create", _("created")
    EDIT = "edit", _("edited")
    RESTORE = "restore", _("restored an earlier edition")
    IMPORT = "import", _("brought in from a file")
    SUBMIT = "submit", _("submitted for review")
    TAKE_BACK = "take_back", _("taken back from review")
    REQUEST_CHANGES = "request_changes", _("changes requested")
    SIGN_OFF = "sign_off", _("signed off")
    PUBLISH = "publish", _("published")
    FORCE_PUBLISH = "force_publish", _("published without sign-off")
    SIGN_AFTERWARDS = "sign_afterwards", _("signed off after publishing")
    WITHDRAW = "withdraw", _("withdrawn")
    RENAME = "rename", _("renamed")
    HAND_OVER = "hand_over", _("given to")
    RETIRE = "retire", _("retired")
    REINSTATE = "reinstate", _("brought back")
    MERGE = "merge", _("merged into another")
    TAKE_IN = "take_in", _("took another in")
    RELINK = "relink", _("lines led to a merged concept")


class PageRole(models.TextChoices):
    """In which role somebody acts on a page; the codes are those of portal.roles, and the system."""

    EDITOR = "editor", _("content editor")
    CLINICIAN = "clinician", _("clinical reviewer")
    ADMIN = "admin", _("administrator")
    SYSTEM = "system", _("the portal itself")


@dataclass(frozen=True)
class Transition:
    """One row of the table."""

    step: Step
    before: frozenset[State]
    after: State
    roles: frozenset[PageRole]


_WRITERS = frozenset({PageRole.EDITOR, PageRole.ADMIN})
_REVIEWERS = frozenset({PageRole.CLINICIAN})
_SHIPPED = frozenset({PageRole.SYSTEM})
_RESPONSIBLE = _REVIEWERS | {PageRole.ADMIN}
_UNLOCKED = frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.SIGNED_OFF, State.LIVE, State.WITHDRAWN})
OFFERED = _UNLOCKED | {State.IN_REVIEW}  # what lines may lead to; retired and merged concepts are offered no more


def _row(step: Step, before: set[State] | frozenset[State], after: State, roles: frozenset[PageRole]) -> Transition:
    return Transition(step, frozenset(before), after, roles)


TRANSITIONS = (
    _row(Step.EDIT, _UNLOCKED - {State.CHANGES_REQUESTED}, State.DRAFT, _WRITERS),
    _row(Step.EDIT, {State.CHANGES_REQUESTED}, State.CHANGES_REQUESTED, _WRITERS),
    _row(Step.EDIT, {State.IN_REVIEW}, State.IN_REVIEW, _REVIEWERS),  # the draft is locked for everybody else
    _row(Step.RESTORE, _UNLOCKED, State.DRAFT, _WRITERS),
    _row(Step.IMPORT, _UNLOCKED, State.DRAFT, _WRITERS | _SHIPPED),  # the portal itself: by a command on the server
    # Unchanged, too: a live page is reviewed again in its time, a signed one if a page it links to has changed since.
    _row(Step.SUBMIT, _UNLOCKED, State.IN_REVIEW, _WRITERS),
    _row(Step.TAKE_BACK, {State.IN_REVIEW}, State.DRAFT, _WRITERS),
    _row(Step.REQUEST_CHANGES, {State.IN_REVIEW}, State.CHANGES_REQUESTED, _REVIEWERS),
    _row(Step.SIGN_OFF, {State.IN_REVIEW}, State.SIGNED_OFF, _REVIEWERS),
    _row(Step.PUBLISH, {State.SIGNED_OFF}, State.LIVE, _WRITERS | _REVIEWERS),
    _row(Step.PUBLISH, {State.DRAFT, State.LIVE}, State.LIVE, _SHIPPED),
    _row(
        Step.FORCE_PUBLISH,
        {State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED},
        State.LIVE,
        frozenset({PageRole.ADMIN}),
    ),
    _row(Step.SIGN_AFTERWARDS, {State.LIVE}, State.LIVE, _REVIEWERS),
    _row(Step.WITHDRAW, OFFERED - {State.WITHDRAWN}, State.WITHDRAWN, _RESPONSIBLE),
    _row(Step.RENAME, _UNLOCKED - {State.CHANGES_REQUESTED}, State.DRAFT, _WRITERS),
    _row(Step.RENAME, {State.CHANGES_REQUESTED}, State.CHANGES_REQUESTED, _WRITERS),
    *(_row(Step.HAND_OVER, {state}, state, _WRITERS | _REVIEWERS) for state in State if state != State.MERGED),
    _row(Step.RETIRE, _UNLOCKED, State.RETIRED, _RESPONSIBLE),
    _row(Step.REINSTATE, {State.RETIRED}, State.DRAFT, _RESPONSIBLE),
    _row(Step.MERGE, _UNLOCKED, State.MERGED, _RESPONSIBLE),
    # The concept that takes the other's names in is a draft again: readers see the names once it is published.
    _row(Step.TAKE_IN, _UNLOCKED - {State.CHANGES_REQUESTED}, State.DRAFT, _RESPONSIBLE),
    _row(Step.TAKE_IN, {State.CHANGES_REQUESTED}, State.CHANGES_REQUESTED, _RESPONSIBLE),
    # A draft whose lines now lead elsewhere is what it was; only a signature is left behind.
    _row(Step.RELINK, {State.SIGNED_OFF}, State.DRAFT, _RESPONSIBLE),
    *(
        _row(Step.RELINK, {state}, state, _RESPONSIBLE)
        for state in State
        if state not in {State.SIGNED_OFF, State.IN_REVIEW}
    ),
)


class ActionRefused(Exception):
    """A step could not be taken, and nothing was stored; the message says why in words for the screen."""


class StepNotAllowed(ActionRefused):
    """Nobody in these roles may take this step from this state; the message says so in words for the screen."""


def follow(step: Step, before: State, roles: frozenset[PageRole]) -> tuple[State, PageRole]:
    """The state the step leads to, and the role it is taken in. StepNotAllowed if no row of the table says so."""
    for row in TRANSITIONS:
        acting = row.roles & roles
        if row.step == step and before in row.before and acting:
            return row.after, min(acting)
    raise StepNotAllowed(
        _("This page is “%(state)s”: that step is not possible now, or not yours to take.") % {"state": before.label}
    )


def open_steps(before: State, roles: frozenset[PageRole]) -> list[Step]:
    """What somebody in these roles may do with a draft in this state, in the order of the table."""
    found = [row.step for row in TRANSITIONS if before in row.before and row.roles & roles]
    return list(dict.fromkeys(found))
