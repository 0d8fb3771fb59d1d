"""The kinds of messages the portal sends: each app registers its own when it starts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portal.lib.registry import Registry
from portal.models import OutboundMessage


class MessageChannel(StrEnum):
    """How a message reaches its receiver. `portal.channels` has a module for each."""

    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True)
class Attachment:
    """A file of a mail. `parameters` stand beside the content type: {"method": "REQUEST"}."""

    filename: str
    content: bytes
    maintype: str
    subtype: str
    parameters: dict[str, str] = field(default_factory=dict)


class NotYet(Exception):
    """Raised by `prepare`: whether the message still holds is not known before `until`. It is then prepared again."""

    def __init__(self, until: datetime):
        self.until = until
        super().__init__(f"not before {until:%Y-%m-%d %H:%M %Z}")


# Takes the row's subject_id and now; gives the context for the templates, or None where the message no longer holds.
Prepare = Callable[[int, datetime], dict | None]


@dataclass(frozen=True)
class MessageKind:
    """What messages of one name have in common.

    `templates`: for a mail a folder with subject.txt, body.txt and body.html; for a text the template itself.
    `capped`: counts towards the daily cap of messages to one address, and stops at it.
    `forgets_address`: the address is removed as soon as the message is sent, failed or cancelled.
    `attach`: makes the mail's file from subject_id, now and address; if it raises, the mail leaves without.
    `on_undelivered`: called with a message that does not arrive, and now.
    """

    name: str
    templates: str
    prepare: Prepare
    channel: MessageChannel = MessageChannel.EMAIL
    capped: bool = True
    forgets_address: bool = False
    attach: Callable[[int, datetime, str], Attachment | None] | None = None
    on_undelivered: Callable[[OutboundMessage, datetime], None] | None = None


KINDS: Registry[MessageKind] = Registry("message")


def register(name: str, *, templates: str, prepare: Prepare, **more) -> None:
    """Adds a kind of message; `more`: the other fields of MessageKind. Raises AlreadyRegistered."""
    KINDS.register(name, MessageKind(name, templates, prepare, **more))


def capped_names() -> list[str]:
    """The names of the messages that count towards the daily cap."""
    return [kind.name for kind in KINDS.values() if kind.capped]
