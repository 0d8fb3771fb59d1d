"""Before somebody stops seeing patients: other apps say what has to be settled first; topics must not import them."""

from collections.abc import Callable
from datetime import datetime

from topics.models import Practitioner

Reason = Callable[[Practitioner, datetime], str]
_reasons: dict[str, Reason] = {}


def register(name: str, reason: Reason) -> None:
    """Adds a question that is asked before a practitioner is switched off; "" is no objection. Once a name."""
    _reasons[name] = reason


def objections(practitioner: Practitioner, now: datetime) -> list[str]:
    """What stands in the way at this moment, in sentences for the screen."""
    return [said for reason in _reasons.values() if (said := reason(practitioner, now))]
