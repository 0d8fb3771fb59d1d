"""The messages the portal can send: each app registers its own (its notifications module) when it starts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from portal.models import OutboundMessage


@dataclass(frozen=True)
class Attachment:
    """A file that goes along. `parameters` stand beside the content type: {"method": "REQUEST"}."""

    filename: str
    content: bytes
    maintype: str
    subtype: str
    parameters: dict[str, str] = field(default_factory=dict)


# A context for the templates, or None where the message no longer holds. Takes the row's subject_id and now.
Prepare = Callable[[int, datetime], dict | None]


@dataclass(frozen=True)
class Kind:
    """One message.

    `templates`: by e-mail a folder with subject.txt, body.txt and body.html; by SMS a text. `capped`: counts towards
    the daily cap, and stops at it. `forgets`: the address goes as soon as the message is sent, or never will be.
    `attach` may fail: the message leaves without. `instead`: what is done about a message that does not arrive.
    """

    name: str
    templates: str
    prepare: Prepare
    channel: str = "email"
    capped: bool = True
    forgets: bool = False
    attach: Callable[[int, datetime, str], Attachment | None] | None = None
    instead: Callable[[OutboundMessage, datetime], None] | None = None


_kinds: dict[str, Kind] = {}


class NotYet(Exception):
    """Raised by `prepare`: whether the message holds is not known before `until`."""

    def __init__(self, until: datetime):
        self.until = until
        super().__init__(f"not before {until:%Y-%m-%d %H:%M %Z}")


def register(name: str, *, templates: str, prepare: Prepare, **more) -> None:
    """Makes a message known; `more`: the other fields of Kind."""
    _kinds[name] = Kind(name, templates, prepare, **more)


def known(name: str) -> Kind | None:
    """The kind of this name; None for one that an earlier version sent, or a slip of the pen."""
    return _kinds.get(name)


def capped_names() -> list[str]:
    """The messages that count towards the daily cap."""
    return [kind.name for kind in _kinds.values() if kind.capped]
