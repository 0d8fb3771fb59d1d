"""Cleans typed text: Unicode NFC, without control characters and invisible ones.

Normalising a run of n combining marks takes n² steps, so every function here shortens such runs first.
"""

import re
import unicodedata
from functools import cache
from itertools import chain, groupby

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from portal.lib.refusal import Refused

ZERO_WIDTH_JOINERS = "\u200c\u200d"  # needed inside words of Persian, Hindi and others

MOST_MARKS = (
    30  # combining marks in a row: the Stream-Safe Text Format of Unicode Standard Annex 15; no script has more
)
WIDE_VOICED_MARKS = "\uff9e\uff9f"  # letters to Unicode, combining marks once they are made compatible
BEYOND = "\U00010000"  # the first character beyond the basic plane

BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters to Unicode, blank to everybody


# Typed for an apostrophe: quotation marks, accents without a letter, primes, turned commas and okinas.
_APOSTROPHES = dict.fromkeys(
    map(
        ord,
        "'`\u2018\u2019\u201b\u00b4\u2032\u2035\uff07\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02f4"
        "\u0374\u0384\u1fbd\u1fbf\u1ffd\u1ffe\u1fef\u055a\u05f3\ua78b\ua78c",
    )
)
_PLANES_WITH_MARKS = (0, 1, 14)  # of Unicode; the others hold none, and would be looked through in every process
_PLAIN_LETTERS = _APOSTROPHES | {
    ord(letter): plain
    for letters, plain in {
        **{"łƚɫꝉ": "l", "øɵ": "o", "đðɖɗȡ": "d", "ħ": "h", "ŧƭʈ": "t", "ıɨ": "i", "ŋɲɳ": "n", "ɓƀ": "b", "ɠǥ": "g"},
        **{"ƙĸ": "k", "ƴɏ": "y", "ƶȥ": "z", "ʋ": "v", "ɉ": "j", "ɍ": "r", "ȼƈ": "c", "əǝɇ": "e", "ʉ": "u", "ⱥ": "a"},
        **{"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"},
    }.items()
    for letter in letters
}


def bound_marks(value: str) -> str:
    """The text, of every run of combining marks no more than the first MOST_MARKS. Takes one pass over the text."""
    if value.isascii():
        return value
    perhaps, marks = _long_runs()
    return perhaps.sub(lambda run: marks.sub(r"\1", run[0]), value)


@cache
def _long_runs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of runs that are too long: a quick one, which takes every character beyond the basic plane for a mark,
    and an exact one."""
    basic, beyond = WIDE_VOICED_MARKS, ""
    codes = chain.from_iterable(range(plane * 0x10000, (plane + 1) * 0x10000) for plane in _PLANES_WITH_MARKS)
    for _distance_of, marks in groupby(enumerate(filter(_is_mark, map(chr, codes))), _distance):
        together = [mark for _place, mark in marks]
        first, last = together[0], together[-1]
        if first < BEYOND:
            basic += f"{first}-{last}"
        else:
            beyond += f"{first}-{last}"
    return (
        re.compile(f"[{basic}{BEYOND}-\U0010ffff]{{{MOST_MARKS + 1},}}"),
        re.compile(f"([{basic}{beyond}]{{{MOST_MARKS}}})[{basic}{beyond}]+"),
    )


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or unicodedata.combining(character) > 0


def _distance(numbered: tuple[int, str]) -> int:
    """The same for all characters of an unbroken range, of the characters numbered in order."""
    number, character = numbered
    return ord(character) - number


def longest_typed(at_most: int) -> int:
    """How many characters may be typed where `at_most` are stored: blanks and invisible characters count here only.

    What is longer is refused as it came: it is neither cleaned nor looked at.
    """
    return 4 * at_most + 1000


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
    value = unicodedata.normalize("NFC", bound_marks(value))
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
    return unicodedata.normalize(
        "NFC", bound_marks("".join(out))
    )  # what stood apart may have met: e, zero-width blank, accent


def _letter(value: str, place: int) -> bool:
    """A letter, a mark on one, or a symbol (families of emoji are joined too)."""
    return 0 <= place < len(value) and unicodedata.category(value[place])[0] in "LMS"


def storable(value: str) -> str:
    """The text without what no database keeps: NUL, and halves of characters. The fields drop them likewise."""
    return value.replace("\0", " ").encode(errors="ignore").decode()


def has_letter(value: str) -> bool:
    """Whether there is at least one visible letter, of any script."""
    return any(unicodedata.category(character)[0] == "L" and character not in BLANK_LETTERS for character in value)


def count_letters_and_digits(value: str) -> int:
    """How many letters and digits readers see in it, of any script."""
    return sum(character.isalnum() and character not in BLANK_LETTERS for character in value)


def fold(value: str) -> str:
    """A text as search compares it: lower case, without accents, punctuation as blanks, one blank between words.

    Letters that hold a stroke or are two in one become the plain ones that people type for them: ł l, ø o, đ d, æ ae,
    ß ss. Every sign that stands for an apostrophe is left out.
    """
    compatible = unicodedata.normalize("NFKD", bound_marks(value.translate(_APOSTROPHES)))
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


_MEASURED_IN_GREEK = re.compile(r"[\u03bc\u03a9][A-Za-z]{1,4}|[A-Z][A-Z\u03b1-\u03c9]*")  # μg, TNFα, NFκB


def mixed_words(value: str) -> list[str]:
    """The words in which letters of Latin stand beside letters of Cyrillic or Greek that may be taken for them."""
    if value.isascii():
        return []
    return [word for word in re.findall(r"[^\W\d_]+", value) if not word.isascii() and _is_mixed(word)]


def _is_mixed(word: str) -> bool:
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK"}) and not _MEASURED_IN_GREEK.fullmatch(word)


class UnusableText(Refused):
    """The text is empty or too long."""


def usable_text(value: str, *, at_most: int) -> str:
    """The cleaned text. Raises UnusableText if no word or number is left of it, or more than `at_most` characters."""
    too_long = len(value) > longest_typed(at_most)
    cleaned = value if too_long else clean_text(value)
    if not too_long and not any(character.isalnum() and character not in BLANK_LETTERS for character in cleaned):
        raise UnusableText(_("Write a word or more."))
    if too_long or len(cleaned) > at_most:
        raise UnusableText(
            _("This is too long: %(length)s characters, at most %(most)s fit.")
            % {"length": len(cleaned), "most": at_most}
        )
    return cleaned
