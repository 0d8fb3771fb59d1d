"""Checks that other apps add: they know what topics cannot, and topics must not import them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from portal.lib.registry import Registry
from topics.document import Document
from topics.gates.finding import Finding

Check = Callable[[Document], Iterable[Finding]]
CHECKS: Registry[tuple[Any, Check]] = Registry("check")


def register(code: str, label: Any, check: Check) -> None:
    """Adds a check whose findings have this code; `label` heads them. Raises AlreadyRegistered.

    It is asked for every page, and costs as many queries for a long one as for a short one.
    """
    CHECKS.register(code, (label, check))


def registered(document: Document) -> Iterator[Finding]:
    """What the added checks find on this page."""
    for _label, check in CHECKS.values():
        yield from check(document)


def labels() -> dict[str, Any]:
    """What the findings of the added checks are headed by, by code."""
    return {code: label for code, (label, _check) in CHECKS.items()}
