"""What has to be settled before a practitioner is switched off, as other apps say; topics must not import them."""

from collections.abc import Callable
from datetime import datetime

from portal.lib.registry import Registry
from topics.models import Practitioner

Check = Callable[[Practitioner, datetime], str]
CHECKS: Registry[Check] = Registry("deactivation check")


def register(name: str, check: Check) -> None:
    """Adds a check. It gives a sentence; "": nothing is in the way. Raises AlreadyRegistered."""
    CHECKS.register(name, check)


def objections(practitioner: Practitioner, now: datetime) -> list[str]:
    """What is in the way at `now`, in sentences for the screen."""
    return [sentence for check in CHECKS.values() if (sentence := check(practitioner, now))]
