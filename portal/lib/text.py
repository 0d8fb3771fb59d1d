"""Cleans typed text: Unicode NFC, without control characters and invisible ones."""

import unicodedata

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from portal.lib.refusal import Refused

ZERO_WIDTH_JOINERS = "\u200c\u200d"  # needed inside words of Persian, Hindi and others

BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters to Unicode, blank to everybody


# Typed for an apostrophe: quotation marks, accents without a letter, primes, turned commas and okinas.
_APOSTROPHES = dict.fromkeys(
    map(
        ord,
        "'`\u2018\u2019\u201b\u00b4\u2032\u2035\uff07\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02f4"
        "\u0374\u0384\u1fbd\u1fbf\u1ffd\u1ffe\u1fef\u055a\u05f3\ua78b\ua78c",
    )
)
_PLAIN_LETTERS = _APOSTROPHES | {
    ord(letter): plain
    for letters, plain in {
        **{"łƚɫꝉ": "l", "øɵ": "o", "đðɖɗȡ": "d", "ħ": "h", "ŧƭʈ": "t", "ıɨ": "i", "ŋɲɳ": "n", "ɓƀ": "b", "ɠǥ": "g"},
        **{"ƙĸ": "k", "ƴɏ": "y", "ƶȥ": "z", "ʋ": "v", "ɉ": "j", "ɍ": "r", "ȼƈ": "c", "əǝɇ": "e", "ʉ": "u", "ⱥ": "a"},
        **{"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"},
    }.items()
    for letter in letters
}


def clean_line(value: str) -> str:
    """One line of text in NFC, without control and format characters, runs of blanks made one.

    Direction overrides, zero-width blanks and NUL bytes are removed; joiners that some scripts need stay inside words.
    """
    return " ".join(_visible(value, keep="").split())


def clean_text(value: str) -> str:
    """Text of several lines, cleaned like a line; line ends become \\n, outer blank lines are removed."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return _visible(value, keep="\n\t").strip()


def _visible(value: str, keep: str) -> str:
    value = unicodedata.normalize("NFC", value)
    out = []
    for place, character in enumerate(value):
        category = unicodedata.category(character)
        if character in keep:
            out.append(character)
        elif character in ZERO_WIDTH_JOINERS:
            if _letter(value, place - 1) and _letter(value, place + 1):
                out.append(character)
        elif category == "Cc":
            out.append(" ")
        elif category not in {"Cf", "Cs", "Cn", "Co"}:
            out.append(character)
    return unicodedata.normalize("NFC", "".join(out))  # what stood apart may have met: e, zero-width blank, accent


def _letter(value: str, place: int) -> bool:
    """A letter, a mark on one, or a symbol (families of emoji are joined too)."""
    return 0 <= place < len(value) and unicodedata.category(value[place])[0] in "LMS"


def has_letter(value: str) -> bool:
    """Whether there is at least one visible letter, of any script."""
    return any(unicodedata.category(character)[0] == "L" and character not in BLANK_LETTERS for character in value)


def fold(value: str) -> str:
    """A text as search compares it: lower case, without accents, punctuation as blanks, one blank between words.

    Letters that hold a stroke or are two in one become the plain ones that people type for them: ł l, ø o, đ d, æ ae,
    ß ss. Every sign that stands for an apostrophe is left out.
    """
    compatible = unicodedata.normalize("NFKD", value.translate(_APOSTROPHES))
    decomposed = unicodedata.normalize("NFKD", compatible.casefold()).translate(_PLAIN_LETTERS)
    plain = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return " ".join("".join(character if character.isalnum() else " " for character in plain).split())


def isolated(value: str) -> str:
    """The value set apart from the text around it, so that it runs from left to right there (U+2066 … U+2069)."""
    return f"\u2066{value}\u2069" if value and not value.startswith("\u2066") else value


def isolated_in_rtl(value: str) -> str:
    """A number or reference for a text in the present language: set apart if that runs from right to left."""
    return isolated(value) if get_language_bidi() else value


def has_right_to_left(value: str) -> bool:
    """Whether a letter of a script that runs from right to left stands in the text."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in value)


class UnusableText(Refused):
    """The text is empty or too long."""


def usable_text(value: str, *, at_most: int) -> str:
    """The cleaned text. Raises UnusableText if no word or number is left of it, or more than `at_most` characters."""
    cleaned = clean_text(value)
    if not any(character.isalnum() and character not in BLANK_LETTERS for character in cleaned):
        raise UnusableText(_("Write a word or more."))
    if len(cleaned) > at_most:
        raise UnusableText(
            _("This is too long: %(length)s characters, at most %(most)s fit.")
            % {"length": len(cleaned), "most": at_most}
        )
    return cleaned
