"""The life of a request as one table: which step leads from which status to which, and who may take it. No ORM."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a request stands."""

    QUARANTINED = "quarantined", _("to be checked by a person")
    NEW = "new", _("new")


class Step(models.TextChoices):
    """What moves a request."""

    ASK = "ask", _("asked for an appointment")
    QUARANTINE = "quarantine", _("set aside for checking")


class Role(models.TextChoices):
    """In which role somebody acts. A patient acts through a form or a link, never an account."""

    PATIENT = "patient", _("patient")
    RECEPTIONIST = "receptionist", _("receptionist")
    SYSTEM = "system", _("system")


@dataclass(frozen=True)
class Transition:
    """One row of the table. `before` None: the request does not exist yet."""

    step: Step
    before: Status | None
    after: Status
    roles: frozenset[Role]


TRANSITIONS = (
    Transition(Step.ASK, None, Status.NEW, frozenset({Role.PATIENT, Role.RECEPTIONIST})),
    Transition(Step.QUARANTINE, None, Status.QUARANTINED, frozenset({Role.SYSTEM})),
)


class StepNotAllowed(Exception):
    """This role may not take this step from this status."""


def follow(step: Step, before: Status | None, role: Role) -> Status:
    """The status the step leads to. Raises StepNotAllowed if no row of the table says so."""
    for row in TRANSITIONS:
        if (row.step, row.before) == (step, before) and role in row.roles:
            return row.after
    raise StepNotAllowed(f"{role.label} cannot take the step “{step.label}” from {before or 'nothing'}.")
