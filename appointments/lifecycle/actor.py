"""Who acts on a request, and in which role. Every action takes an Actor as `by`."""

from dataclasses import dataclass

from appointments.workflow import Role
from portal.lib.refusal import Refused
from portal.models import User


class NoRight(Refused):
    """The actor lacks the permission for this."""


@dataclass(frozen=True)
class Actor:
    """A member of staff in a role, a patient, or the portal itself; `user` is None for the last two.

    Raises ValueError if role and user do not fit.
    """

    role: Role
    user: User | None = None

    def __post_init__(self):
        if (self.user is None) != (self.role in {Role.PATIENT, Role.SYSTEM}):
            raise ValueError(f"A {self.role.label} {'has no' if self.user else 'needs an'} account.")

    @property
    def leads(self) -> bool:
        """Whether the role is that of a desk lead."""
        return self.role == Role.LEAD


PATIENT = Actor(Role.PATIENT)
SYSTEM = Actor(Role.SYSTEM)
