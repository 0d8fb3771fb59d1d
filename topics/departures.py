"""Before somebody stops seeing patients: other apps say what has to be settled first; topics must not import them."""

from collections.abc import Callable
from datetime import datetime

from portal.lib.registry import Registry
from topics.models import Practitioner

Reason = Callable[[Practitioner, datetime], str]
REASONS: Registry[Reason] = Registry("deactivation check")


def register(name: str, reason: Reason) -> None:
    """Adds a question asked before a practitioner is switched off; "" is no objection. Raises AlreadyRegistered."""
    REASONS.register(name, reason)


def objections(practitioner: Practitioner, now: datetime) -> list[str]:
    """What stands in the way at this moment, in sentences for the screen."""
    return [said for reason in REASONS.values() if (said := reason(practitioner, now))]
