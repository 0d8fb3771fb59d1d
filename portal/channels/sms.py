"""SMS: an interface, and a backend that only shows what it would send. docs/operations.md says how to write one.

A text has to fit into one message of 160 characters of the GSM alphabet: more would be split, and paid for twice.
"""

import sys
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from portal.message_kinds import Kind
from portal.models import OutboundMessage

MAY_REPEAT = False  # nothing tells a phone that two texts are one
LONGEST = 160
_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWO_PLACES = set("^{}\\[~]|€")
_SPELT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


class Refused(Exception):
    """Raised by a backend: this number, or this text, will never be taken. Any other exception: try again later."""


class DoesNotFit(ValueError):
    """The text is too long for one message, or holds characters that phones do not know."""


class Backend(Protocol):
    """What hands a text to a provider. Made anew for each text, without arguments."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hands it over, or raises. `to`: E.164. `reference`: the same at every try of the same message."""


class ConsoleBackend:
    """Shows the text on the worker's output. For demonstrations and developing."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        sys.stdout.write(f"SMS to {to}: {text}\n")


@dataclass(frozen=True)
class Text:
    """A text that can be sent."""

    to: str
    text: str
    reference: str

    def send(self) -> None:
        import_string(settings.SMS_BACKEND)().send(to=self.to, text=self.text, reference=self.reference)


def is_configured() -> bool:
    """Whether texts can be sent at all."""
    return bool(settings.SMS_BACKEND)


def compose(kind: Kind, message: OutboundMessage, context: dict, now: datetime) -> Text:
    """The text; where it does not fit, the same without the sender's name. Raises DoesNotFit."""
    try:
        text = fitting(render_to_string(kind.templates, context))
    except DoesNotFit:
        text = fitting(render_to_string(kind.templates, context | {"sender": ""}))
    return Text(message.to, text, message.message_id.strip("<>"))


def fitting(text: str) -> str:
    """The text on one line in the GSM alphabet, accents dropped where it has none. Raises DoesNotFit."""
    known = "".join(_known(character) for character in " ".join(text.translate(_SPELT).split()))
    text = " ".join(known.split())  # what an accent leaves alone may be a blank
    if length(text) > LONGEST:
        raise DoesNotFit(f"{length(text)} places, {LONGEST} fit")
    return text


def length(text: str) -> int:
    """How many of the 160 places a text of the GSM alphabet takes."""
    return sum(2 if character in _TWO_PLACES else 1 for character in text)


def _known(character: str) -> str:
    if character in _BASIC or character in _TWO_PLACES:
        return character
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if part in _BASIC)
    if not plain:
        raise DoesNotFit(f"U+{ord(character):04X} is not in the GSM alphabet")
    return plain


def is_final(error: Exception) -> bool:
    """Whether the provider will never take it."""
    return isinstance(error, Refused)
