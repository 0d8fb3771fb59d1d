"""Which lines of a text are headings: those marked as such; in a text that marks none, those that look like one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from topics.importing.heading_kinds import sounds_like_a_heading
from topics.importing.limits import LONGEST_HEADING
from topics.importing.marks import Mark, MarkedLine

LONGEST_GUESS = 80  # characters of a line that may be a heading without being marked as one
SHORTEST_CAPITALS = 3  # letters, all of them capitals
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVX]{2,4}")
_SHORT_FORMS = {"ACL", "ADHD", "ALS", "BMI", "BPPV", "COPD", "COVID", "DNA", "ECG", "EEG", "EMG", "ENT", "GERD", "GORD"}
_SHORT_FORMS |= {"HIV", "HPV", "IBD", "IBS", "ICU", "IUD", "IVF", "MRI", "MRSA", "NSAID", "OCD", "PCOS", "PSA", "RSI"}
_SHORT_FORMS |= {"SARS", "STI", "TIA", "TMJ", "UTI"}
_ENDS_LIKE_TEXT = re.compile(r"[.,;!…:][\"'”’»)\]]*$")
_ASKS_FOR_A_LIST = re.compile(
    r"\b(?:includes?|are|is|of|with|by|for|such as|and|or|the|may be|following)$", re.IGNORECASE
)


def guess_headings(title: str, lines: Sequence[MarkedLine], capitals: "Capitals") -> tuple[list[MarkedLine], list[str]]:
    """The lines with every heading marked as one, and what to tell the editor about it."""
    for mark, least in ((Mark.HEADING, 1), (Mark.BOLD, 2)):  # one bold line may be a warning
        if sum(line.mark is mark for line in lines) >= least:
            return [_settled(line, mark) for line in lines], []
    guesser = _Guesser(title, lines, capitals)
    return guesser.lines(), guesser.notes


def _settled(line: MarkedLine, mark: Mark) -> MarkedLine:
    """Where headings are marked, everything else is text. Of bold lines, those count that are not sentences."""
    if line.mark is not mark:
        return replace(line, mark=Mark.TEXT) if line.mark is Mark.BOLD else line
    words = line.text if mark is Mark.HEADING else line.text.rstrip(":")
    if len(words) > LONGEST_HEADING or (mark is Mark.BOLD and words.endswith(".")):
        return replace(line, mark=Mark.TEXT)
    return replace(line, mark=Mark.HEADING, text=words.rstrip(":").strip())


class _Guesser:
    """Looks at each line, the one before and the one after."""

    def __init__(self, title: str, lines: Sequence[MarkedLine], capitals: "Capitals"):
        self.names = (title, title.split(":")[0])
        self.given = self._unnumbered(lines)
        self.known, self.capitals = capitals, False
        self.notes: list[str] = []

    def lines(self) -> list[MarkedLine]:
        found: list[MarkedLine] = []
        at = 0
        while at < len(self.given):
            end = at
            while end < len(self.given) and self._short(end):
                end += 1
            if end == at:
                found.append(self._single(at))
                at += 1
            else:
                found += self._run(at, end)
                at = end
        if self.capitals:
            self.notes.append(_("Headings in capitals are written in small letters now: mend names and short forms."))
        return found

    def _sounds(self, text: str) -> bool:
        words = text.rstrip(":").rstrip()
        return _like_a_heading(words) and sounds_like_a_heading(words, *self.names)

    # --- one line at a time ------------------------------------------------------------------------------------------

    def _after(self, at: int) -> MarkedLine | None:
        return self.given[at + 1] if at + 1 < len(self.given) else None

    def _unnumbered(self, lines: Sequence[MarkedLine]) -> list[MarkedLine]:
        """ "2. Causes" between paragraphs is a heading with a number, not a list of one line; so are its like."""
        alone = set()
        for at, line in enumerate(lines[:-1]):
            by_itself = line.mark is Mark.NUMBER and (not at or lines[at - 1].mark is not Mark.NUMBER)
            if by_itself and lines[at + 1].mark is Mark.TEXT and _like_a_heading(line.text):
                alone.add(at)
        if not any(sounds_like_a_heading(lines[at].text, *self.names) for at in alone):
            return list(lines)
        return [replace(line, mark=Mark.HEADING) if at in alone else line for at, line in enumerate(lines)]

    def _short(self, at: int) -> bool:
        """A line of text that says by itself neither that it is a heading nor that it is not."""
        line = self.given[at]
        return line.mark is Mark.TEXT and _like_a_heading(line.text) and not _in_capitals(line.text)

    def _single(self, at: int) -> MarkedLine:
        line = self.given[at]
        if line.mark is Mark.BOLD and self._after(at) and self._sounds(line.text):
            return self._heading(line, line.text.rstrip(":").rstrip())
        if line.mark is not Mark.TEXT:
            return line
        if line.text.endswith(":") and self._colon_heads(at):
            return self._heading(line, line.text[:-1].rstrip())
        if _in_capitals(line.text) and _like_a_heading(line.text) and self._after(at):
            return self._heading(line, line.text)
        return line

    def _heading(self, line: MarkedLine, words: str) -> MarkedLine:
        self.capitals = self.capitals or _in_capitals(words)
        return replace(line, mark=Mark.HEADING, text=self.known.in_small_letters(words, *self.names))

    def _colon_heads(self, at: int) -> bool:
        """ "Causes:" is a heading; "It may be:" before a list introduces it."""
        line, after = self.given[at], self._after(at)
        words = line.text[:-1].rstrip()
        if after is None or not _like_a_heading(words):
            return False
        if _in_capitals(words):
            return True
        if after.in_list:
            return sounds_like_a_heading(words, *self.names) and not _ASKS_FOR_A_LIST.search(words)
        return True

    # --- short lines one after the other -----------------------------------------------------------------------------

    def _run(self, start: int, end: int) -> list[MarkedLine]:
        """Short lines in a row: the last one before a text is its heading; others are a list without its dots."""
        run = self.given[start:end]
        heads = [len(run) > 1 and sounds_like_a_heading(line.text, *self.names) for line in run]
        heads[-1] = self._last_heads(run[-1], self._after(end - 1))
        return self._listed(
            [replace(line, mark=Mark.HEADING) if head else line for line, head in zip(run, heads, strict=True)]
        )

    def _last_heads(self, line: MarkedLine, after: MarkedLine | None) -> bool:
        if after is None or (after.in_list and _ASKS_FOR_A_LIST.search(line.text)):
            return False
        return not line.text[0].islower() or sounds_like_a_heading(line.text, *self.names)

    def _listed(self, lines: list[MarkedLine]) -> list[MarkedLine]:
        """Two and more short lines that are no headings become a list, and that is said."""
        result: list[MarkedLine] = []
        at = 0
        while at < len(lines):
            end = at
            while end < len(lines) and lines[end].mark is Mark.TEXT:
                end += 1
            if end - at >= 2:
                self.notes.append(
                    _("Short lines from “%(first)s” to “%(last)s” were taken as a list: they have no dots.")
                    % {"first": lines[at].text, "last": lines[end - 1].text}
                )
                result += [replace(line, mark=Mark.BULLET) for line in lines[at:end]]
            else:
                result += lines[at:end]
            result += lines[end : end + 1]
            at = end + 1
        return result


def _like_a_heading(text: str) -> bool:
    begins = text[:1].isalnum() or text[:1] in "“‘\"'«„¿(…"
    return begins and 0 < len(text) <= LONGEST_GUESS and not _ENDS_LIKE_TEXT.search(text)


def _in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > SHORTEST_CAPITALS and all(character.isupper() for character in letters)


class Capitals:
    """Writes what is all in capitals in small letters, except for short forms such as COPD and MRI.

    A short form is what the rest of the text writes in capitals, what has no vowels, a Roman number, or one of a few
    well-known ones. A single word that the text does not write otherwise stays as it is, unless headings begin so.
    """

    def __init__(self, lines: Iterable[str]):
        words = [word for line in lines if not _in_capitals(line) for word in _LETTERS.findall(line)]
        self._short = {word for word in words if len(word) > 1 and word.isupper()}
        self._small = {word.upper() for word in words if not word.isupper()}

    def in_small_letters(self, text: str, *names: str) -> str:
        """The text; `names`: what the article is called."""
        if not _in_capitals(text):
            return text
        alone = len(_LETTERS.findall(text)) == 1
        if alone and text.strip(" :?!.").upper() not in self._small and not sounds_like_a_heading(text, *names):
            return text
        small = _LETTERS.sub(lambda found: found[0] if self._is_short_form(found[0]) else found[0].lower(), text)
        return small[:1].upper() + small[1:]

    def _is_short_form(self, word: str) -> bool:
        if word in self._short or word in _SHORT_FORMS or _ROMAN.fullmatch(word):
            return True
        return word not in self._small and len(word) > 1 and word.isascii() and not set(word) & set("AEIOUY")
