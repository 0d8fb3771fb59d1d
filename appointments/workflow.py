"""The life of a request as one table: which step leads from which status to which, and who may take it. No ORM.

The desk's buttons, the checks, the refusals, the tests and docs/lifecycle.md are all read from it.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.refusal import Refused


class Status(models.TextChoices):
    """Where a request stands."""

    QUARANTINED = "quarantined", _("to be checked by a person")
    NEW = "new", _("new")
    IN_PROGRESS = "in_progress", _("in progress")
    AWAITING_PATIENT = "awaiting_patient", _("waiting for the patient's answer")
    BOOKED = "booked", _("booked")
    CANCEL_PENDING = "cancel_pending", _("cancelling")
    WAITING_LIST = "waiting_list", _("on the waiting list")
    CLOSED = "closed", _("closed")
    ERASED = "erased", _("erased")


class Outcome(models.TextChoices):
    """How a closed request ended."""

    ATTENDED = "attended", _("attended")
    NO_SHOW = "no_show", _("did not come")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn by the patient")
    UNREACHABLE = "unreachable", _("could not be reached")
    DUPLICATE = "duplicate", _("duplicate")
    SPAM = "spam", _("not a real request")
    CANCELLED = "cancelled", _("cancelled by the patient")


class Step(models.TextChoices):
    """What moves a request, or is done to it."""

    ASK = "ask", _("asked for an appointment")
    QUARANTINE = "quarantine", _("set aside for checking")
    RELEASE = "release", _("found genuine")
    REJECT = "reject", _("found not genuine")
    CLAIM = "claim", _("taken on")
    TAKE_OVER = "take_over", _("taken over")
    LET_GO = "let_go", _("put back")
    TRY_LATER = "try_later", _("to be called again")
    OFFER = "offer", _("times offered")
    ACCEPT = "accept", _("offered time accepted")
    NONE_SUITS = "none_suits", _("none of the times suits")
    OFFER_ENDED = "offer_ended", _("offer ran out")
    TAKE_BACK_OFFER = "take_back_offer", _("offer taken back")
    BOOK = "book", _("booked")
    MOVE = "move", _("moved to another time")
    ARRIVE = "arrive", _("arrived")
    NOT_ARRIVED = "not_arrived", _("arrival taken back")
    ATTEND = "attend", _("attended")
    MISS = "miss", _("did not come")
    NOT_MISSED = "not_missed", _("“did not come” taken back")
    ASK_CANCEL = "ask_cancel", _("cancelling asked for")
    KEEP = "keep", _("kept after all")
    CANCEL = "cancel", _("cancelled for the patient")
    CANCEL_BY_CLINIC = "cancel_by_clinic", _("cancelled by the clinic")
    WAIT = "wait", _("put on the waiting list")
    WAIT_ON = "wait_on", _("back on the waiting list, at the old place")
    CALL_UP = "call_up", _("taken from the waiting list")
    DECLINE = "decline", _("declined")
    WITHDRAW = "withdraw", _("withdrawn")
    GIVE_UP = "give_up", _("closed as unreachable")
    MERGE = "merge", _("closed as a duplicate")
    REOPEN = "reopen", _("opened again")
    ERASE = "erase", _("personal data erased")
    # These change no status; they are kept because somebody may have to know.
    LOOK = "look", _("looked at")
    ATTEMPT = "attempt", _("contact tried")
    NOTE = "note", _("note written")
    CORRECT = "correct", _("phone number corrected")
    DISCRETION = "discretion", _("kind of messages changed")
    TELL = "tell", _("told by phone")
    LATE = "late", _("answer late: apologised, with a new time")
    WANT_EARLIER = "want_earlier", _("an earlier time is wanted")
    NOT_EARLIER = "not_earlier", _("no earlier time is wanted any more")
    CHANGE = "change", _("details changed")
    CONFIRM = "confirm", _("patient is coming")
    CANNOT_COME = "cannot_come", _("patient cannot come")
    ASK_ERASURE = "ask_erasure", _("erasing asked for")
    NO_ERASURE = "no_erasure", _("erasing no longer asked for")


class Role(models.TextChoices):
    """In which role somebody acts. A patient acts through a form or a link, never an account."""

    PATIENT = "patient", _("patient")
    RECEPTIONIST = "receptionist", _("receptionist")
    LEAD = "lead", _("desk lead")
    PRACTITIONER = "practitioner", _("practitioner")
    ADMINISTRATOR = "administrator", _("administrator")
    SYSTEM = "system", _("system")


class Holder(models.TextChoices):
    """Whether a colleague's claim on the request stands in the way of a step."""

    ANYONE = "anyone", _("also while a colleague has it")
    CLAIMANT = "claimant", _("not while a colleague has it; a desk lead always")
    NOBODY = "nobody", _("only while no colleague has it")

    def bars(self, *, leads: bool) -> bool:
        """Whether a colleague's claim keeps somebody from the step; `leads`: they are a desk lead."""
        return self == Holder.NOBODY or (self == Holder.CLAIMANT and not leads)


@dataclass(frozen=True)
class Transition:
    """One row of the table. `before` None: the request does not exist yet. `outcome` is given to what it closes."""

    step: Step
    before: Status | None
    after: Status
    roles: frozenset[Role]
    outcome: Outcome | None = None
    only_from: Outcome | None = None  # for a closed request: with this outcome only; None: with any
    holder: Holder = Holder.ANYONE


class StepNotAllowed(Refused):
    """This role may not take this step from this status."""


_PATIENT, _DESK, _LEAD = Role.PATIENT, frozenset({Role.RECEPTIONIST, Role.LEAD}), frozenset({Role.LEAD})
_OF_THE_DAY = _DESK | {Role.PRACTITIONER}
_WITH_PATIENT = _DESK | {_PATIENT}
_SYSTEM = frozenset({Role.SYSTEM})
_QUEUED = (Status.NEW, Status.IN_PROGRESS)
_OPEN = (*_QUEUED, Status.AWAITING_PATIENT, Status.WAITING_LIST)  # somebody still has to find a time


def _rows(step, befores, after, roles, **more) -> tuple[Transition, ...]:
    return tuple(Transition(step, before, after, frozenset(roles), **more) for before in befores)


TRANSITIONS = (
    *_rows(Step.ASK, (None,), Status.NEW, _WITH_PATIENT),
    *_rows(Step.QUARANTINE, (None,), Status.QUARANTINED, _SYSTEM),
    *_rows(Step.RELEASE, (Status.QUARANTINED,), Status.NEW, _DESK),
    *_rows(Step.REJECT, (Status.QUARANTINED,), Status.CLOSED, _LEAD, outcome=Outcome.SPAM),
    *_rows(Step.CLAIM, _QUEUED, Status.IN_PROGRESS, _DESK, holder=Holder.NOBODY),
    *_rows(Step.TAKE_OVER, (Status.IN_PROGRESS,), Status.IN_PROGRESS, _DESK),
    *_rows(Step.LET_GO, (Status.IN_PROGRESS,), Status.NEW, _DESK | _SYSTEM, holder=Holder.CLAIMANT),
    *_rows(Step.TRY_LATER, (Status.IN_PROGRESS,), Status.NEW, _DESK, holder=Holder.CLAIMANT),
    *_rows(Step.OFFER, (Status.IN_PROGRESS,), Status.AWAITING_PATIENT, _DESK, holder=Holder.CLAIMANT),
    *_rows(Step.OFFER, (Status.WAITING_LIST,), Status.AWAITING_PATIENT, _DESK | _SYSTEM),
    *_rows(Step.ACCEPT, (Status.AWAITING_PATIENT,), Status.BOOKED, _WITH_PATIENT),
    *_rows(Step.NONE_SUITS, (Status.AWAITING_PATIENT,), Status.IN_PROGRESS, _WITH_PATIENT),
    *_rows(Step.OFFER_ENDED, (Status.AWAITING_PATIENT,), Status.IN_PROGRESS, _SYSTEM),
    *_rows(Step.TAKE_BACK_OFFER, (Status.AWAITING_PATIENT,), Status.IN_PROGRESS, _DESK),
    *_rows(Step.BOOK, (Status.IN_PROGRESS,), Status.BOOKED, _DESK, holder=Holder.CLAIMANT),
    *_rows(Step.MOVE, (Status.BOOKED,), Status.BOOKED, _WITH_PATIENT),
    *_rows(Step.ARRIVE, (Status.BOOKED,), Status.BOOKED, _OF_THE_DAY),
    *_rows(Step.NOT_ARRIVED, (Status.BOOKED,), Status.BOOKED, _OF_THE_DAY),
    *_rows(Step.ATTEND, (Status.BOOKED,), Status.CLOSED, _OF_THE_DAY, outcome=Outcome.ATTENDED),
    *_rows(Step.MISS, (Status.BOOKED,), Status.CLOSED, _OF_THE_DAY, outcome=Outcome.NO_SHOW),
    *_rows(Step.NOT_MISSED, (Status.CLOSED,), Status.BOOKED, _LEAD, only_from=Outcome.NO_SHOW),
    *_rows(Step.ASK_CANCEL, (Status.BOOKED,), Status.CANCEL_PENDING, (_PATIENT,)),
    *_rows(Step.KEEP, (Status.CANCEL_PENDING,), Status.BOOKED, _WITH_PATIENT),
    *_rows(
        Step.CANCEL,
        (Status.BOOKED, Status.CANCEL_PENDING),
        Status.CLOSED,
        _DESK | _SYSTEM,
        outcome=Outcome.CANCELLED,
    ),
    *_rows(Step.CANCEL_BY_CLINIC, (Status.BOOKED,), Status.IN_PROGRESS, _OF_THE_DAY),
    *_rows(Step.WAIT, _QUEUED, Status.WAITING_LIST, _DESK, holder=Holder.CLAIMANT),
    *_rows(Step.WAIT, (Status.AWAITING_PATIENT,), Status.WAITING_LIST, _DESK),
    *_rows(Step.WAIT_ON, (Status.IN_PROGRESS,), Status.WAITING_LIST, _SYSTEM),
    *_rows(Step.CALL_UP, (Status.WAITING_LIST,), Status.IN_PROGRESS, _DESK | _SYSTEM),
    *_rows(Step.DECLINE, _OPEN, Status.CLOSED, _DESK, outcome=Outcome.DECLINED, holder=Holder.CLAIMANT),
    *_rows(Step.WITHDRAW, _OPEN, Status.CLOSED, _WITH_PATIENT, outcome=Outcome.WITHDRAWN),
    # Whoever was set aside does not know it, and may go as anybody may.
    *_rows(Step.WITHDRAW, (Status.QUARANTINED,), Status.CLOSED, (_PATIENT,), outcome=Outcome.WITHDRAWN),
    *_rows(Step.GIVE_UP, _QUEUED, Status.CLOSED, _DESK, outcome=Outcome.UNREACHABLE, holder=Holder.CLAIMANT),
    *_rows(Step.MERGE, _OPEN, Status.CLOSED, _DESK, outcome=Outcome.DUPLICATE),
    *_rows(Step.REOPEN, (Status.CLOSED,), Status.IN_PROGRESS, _LEAD),
    *_rows(Step.ERASE, (Status.CLOSED,), Status.ERASED, _SYSTEM | {Role.ADMINISTRATOR}),
)

_UNDER_WAY = (Status.AWAITING_PATIENT, Status.WAITING_LIST, Status.BOOKED, Status.CANCEL_PENDING)
_NOT_CLOSED = (Status.QUARANTINED, *_QUEUED, *_UNDER_WAY)
_NOT_ERASED = (*_NOT_CLOSED, Status.CLOSED)


def _remarks(step, during, roles, **more) -> tuple[Transition, ...]:
    return tuple(Transition(step, status, status, frozenset(roles), **more) for status in during)


REMARKS = (  # what is done to a request without moving it
    *_remarks(Step.LOOK, Status, _OF_THE_DAY),
    *_remarks(Step.NOTE, _NOT_ERASED, _OF_THE_DAY),
    *_remarks(Step.ATTEMPT, (Status.IN_PROGRESS,), _DESK, holder=Holder.CLAIMANT),
    *_remarks(Step.ATTEMPT, _UNDER_WAY, _DESK),
    *_remarks(Step.CORRECT, (Status.IN_PROGRESS,), _DESK, holder=Holder.CLAIMANT),
    *_remarks(Step.CORRECT, (Status.NEW, *_UNDER_WAY), _DESK),
    *_remarks(Step.DISCRETION, (Status.IN_PROGRESS,), _DESK, holder=Holder.CLAIMANT),
    *_remarks(Step.DISCRETION, (Status.NEW, *_UNDER_WAY), _DESK),
    *_remarks(Step.TELL, (status for status in Status if status != Status.ERASED), _DESK),
    *_remarks(Step.LATE, _QUEUED, _SYSTEM),
    *_remarks(Step.NONE_SUITS, (Status.BOOKED,), _WITH_PATIENT),  # of the times held beside the appointment
    *_remarks(Step.WANT_EARLIER, (Status.BOOKED,), _WITH_PATIENT),
    *_remarks(Step.NOT_EARLIER, (Status.BOOKED,), _WITH_PATIENT),
    *_remarks(Step.CORRECT, _NOT_CLOSED, (_PATIENT,)),
    *_remarks(Step.CHANGE, _NOT_CLOSED, (_PATIENT,)),
    *_remarks(Step.CONFIRM, (Status.BOOKED,), (_PATIENT,)),
    *_remarks(Step.CANNOT_COME, (Status.BOOKED,), (_PATIENT,)),
    *_remarks(Step.ASK_ERASURE, _NOT_ERASED, (_PATIENT,)),
    *_remarks(Step.NO_ERASURE, _NOT_ERASED, (_PATIENT,)),
)

OPEN_STATUSES = frozenset(Status.values) - {Status.CLOSED, Status.ERASED}
QUEUED_STATUSES = frozenset(_QUEUED)  # wait for the desk to act


def row_for(step: Step, before: Status | None, role: Role, outcome: Outcome | str = "") -> Transition:
    """The row that lets `role` take `step`. `outcome` is the request's own, for a closed one. Raises StepNotAllowed."""
    return _row_of(TRANSITIONS, step, before, role, outcome)


def remark_for(step: Step, status: Status, role: Role) -> Transition:
    """The row that lets `role` do something to a request without moving it. Raises StepNotAllowed."""
    return _row_of(REMARKS, step, status, role, "")


def follow(step: Step, before: Status | None, role: Role, outcome: Outcome | str = "") -> Status:
    """The status the step leads to. Raises StepNotAllowed if no row of the table says so."""
    return row_for(step, before, role, outcome).after


def open_rows(status: Status, role: Role, outcome: Outcome | str = "") -> list[Transition]:
    """The rows of both tables that open something to this role: steps first, then what moves nothing."""
    return [row for row in (*TRANSITIONS, *REMARKS) if _fits(row, status, role, outcome)]


def open_steps(before: Status, role: Role, outcome: Outcome | str = "") -> list[Step]:
    """The steps the table opens to this role, in its order: what the desk's buttons are made from."""
    return [row.step for row in TRANSITIONS if _fits(row, before, role, outcome)]


def open_remarks(status: Status, role: Role) -> list[Step]:
    """What this role may do to a request without moving it: look, note, try to reach, correct the number."""
    return [row.step for row in REMARKS if _fits(row, status, role, "")]


def _fits(row: Transition, before: Status | None, role: Role, outcome: Outcome | str) -> bool:
    return row.before == before and role in row.roles and row.only_from in (None, outcome)


def _row_of(table: tuple[Transition, ...], step, before, role, outcome) -> Transition:
    for row in table:
        if row.step == step and _fits(row, before, role, outcome):
            return row
    where = Status(before).label if before else _("nothing")
    raise StepNotAllowed(
        _("“%(step)s” is not open to the %(role)s while the request is “%(status)s”.")
        % {"step": Step(step).label, "role": Role(role).label, "status": where}
    )
