"""SMS: the interface of a backend, and a backend that only shows the texts. docs/operations.md: how to write one.

A text has to fit into one message: 160 places of the GSM 7-bit alphabet (3GPP TS 23.038). A longer one would be split
by the network, and paid for twice.
"""

import sys
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from portal.message_kinds import MessageKind
from portal.models import OutboundMessage

MAY_REPEAT = False  # nothing tells a phone that two texts are one
MOST_PLACES = 160
GSM_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = set("^{}\\[~]|€")  # each takes two places
TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


class MessageRefused(Exception):
    """Raised by a backend: this number, or this text, will never be taken. Any other exception: try again later."""


class DoesNotFit(ValueError):
    """The text is too long for one message, or holds characters that phones do not know."""


class SmsBackend(Protocol):
    """What hands a text to a provider. Made anew for each text, without arguments."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hands it over, or raises. `to`: E.164. `reference`: the same at every try of the same message."""


class ConsoleBackend:
    """Shows the text on the worker's output. For demonstrations and developing."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        sys.stdout.write(f"SMS to {to}: {text}\n")


@dataclass(frozen=True)
class SmsMessage:
    """A text that fits. `to`: E.164."""

    to: str
    text: str
    reference: str

    def send(self) -> None:
        import_string(settings.SMS_BACKEND)().send(to=self.to, text=self.text, reference=self.reference)


def is_configured() -> bool:
    """Whether texts can be sent at all."""
    return bool(settings.SMS_BACKEND)


def compose(kind: MessageKind, message: OutboundMessage, context: dict, now: datetime) -> SmsMessage:
    """The text; where it does not fit, the same without the sender's name. Raises DoesNotFit."""
    try:
        text = gsm_text(render_to_string(kind.templates, context))
    except DoesNotFit:
        text = gsm_text(render_to_string(kind.templates, context | {"sender": ""}))
    return SmsMessage(message.to, text, message.message_id.strip("<>"))


def gsm_text(text: str) -> str:
    """The text on one line in the GSM alphabet, accents dropped where it has none. Raises DoesNotFit."""
    known = "".join(_gsm_characters(character) for character in " ".join(text.translate(TYPOGRAPHIC).split()))
    text = " ".join(known.split())  # what an accent leaves alone may be a blank
    if gsm_length(text) > MOST_PLACES:
        raise DoesNotFit(f"{gsm_length(text)} places, {MOST_PLACES} fit")
    return text


def gsm_length(text: str) -> int:
    """How many of the 160 places a text of the GSM alphabet takes."""
    return sum(2 if character in GSM_EXTENSION else 1 for character in text)


def _gsm_characters(character: str) -> str:
    if character in GSM_BASIC or character in GSM_EXTENSION:
        return character
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if part in GSM_BASIC)
    if not plain:
        raise DoesNotFit(f"U+{ord(character):04X} is not in the GSM alphabet")
    return plain


def is_final(error: Exception) -> bool:
    """Whether the provider will never take it."""
    return isinstance(error, MessageRefused)
