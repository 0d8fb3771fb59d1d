"""Who acts on a request, and in which role. Every action is told; none guesses."""

from dataclasses import dataclass

from appointments.workflow import Role
from portal.lib.refusal import Refused
from portal.models import User


class NoRight(Refused):
    """This takes a right that the person does not have."""


@dataclass(frozen=True)
class Actor:
    """A member of staff in a role, or a patient, or the portal itself (then `user` is None)."""

    role: Role
    user: User | None = None

    def __post_init__(self):
        if (self.user is None) != (self.role in {Role.PATIENT, Role.SYSTEM}):
            raise ValueError(f"A {self.role.label} {'has no' if self.user else 'needs an'} account.")

    @property
    def leads(self) -> bool:
        """May do what the desk leaves to its lead."""
        return self.role == Role.LEAD


PATIENT = Actor(Role.PATIENT)
SYSTEM = Actor(Role.SYSTEM)
