"""What has to be settled before a practitioner is switched off, as other apps say; topics must not import them."""

from collections.abc import Callable
from datetime import datetime

from topics.models import Practitioner

Check = Callable[[Practitioner, datetime], str]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Adds a check under this name, in place of one that had it. It gives a sentence; "": nothing is in the way."""
    _checks[name] = check


def objections(practitioner: Practitioner, now: datetime) -> list[str]:
    """What is in the way at `now`, in sentences for the screen."""
    return [sentence for check in _checks.values() if (sentence := check(practitioner, now))]
