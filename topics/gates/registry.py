"""Checks that other apps add: they know what topics cannot, and topics must not import them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from topics.document import Document
from topics.gates.finding import Finding

Check = Callable[[Document], Iterable[Finding]]
_checks: dict[str, tuple[Any, Check]] = {}


def register(code: str, label: Any, check: Check) -> None:
    """Adds a check whose findings have this code; `label` heads them. Once a code.

    It is asked for every page, and costs as many queries for a long one as for a short one.
    """
    _checks[code] = (label, check)


def registered(document: Document) -> Iterator[Finding]:
    """What the added checks find on this page."""
    for _label, check in _checks.values():
        yield from check(document)


def labels() -> dict[str, Any]:
    """What the findings of the added checks are headed by, by code."""
    return {code: label for code, (label, _check) in _checks.items()}
