"""Which specialists cannot be asked for online, as the app with the request form says; topics must not import it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from portal.lib.registry import Registry


@dataclass(frozen=True)
class ClosedForm:
    """The request form of a specialist is closed. `reason`: a sentence for readers, or ""."""

    reason: str


Ask = Callable[[Collection[str]], dict[str, str]]
SOURCES: Registry[Ask] = Registry("source of closed forms")


def register(name: str, ask: Ask) -> None:
    """Adds a function that is given addresses of specialists and gives the closed ones of them, each with the reason
    or "". One query, whatever their number. Raises AlreadyRegistered."""
    SOURCES.register(name, ask)


def closed_forms(specialists: Collection[str]) -> dict[str, ClosedForm]:
    """The closed forms of these specialists, by address. No query where no specialist is given."""
    if not specialists:
        return {}
    return {slug: ClosedForm(reason) for ask in SOURCES.values() for slug, reason in ask(specialists).items()}
