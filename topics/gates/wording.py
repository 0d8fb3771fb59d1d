"""Gate: the house word list. No promise, no fright, no word that can be misunderstood."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.lib.text import fold
from topics.document import Document
from topics.gates.facts import AvoidedWord, PageFacts
from topics.gates.finding import Finding, FindingPlace, looked_at
from topics.gates.texts import texts

CODE = "wording"
_PAUSE = re.compile(r"[.,;:!?…()\[\]“”\"]+(?=\s|$)|\s[–—-]+\s")
_INSIDE_A_WORD = re.compile(r"(?<=[^\W_])(?:[^\w\s]|_)+(?=[^\W_])")
_APART = re.compile(r"(?<!\w)[^\W\d_](?: [^\W\d_]){2,}(?!\w)")  # a l w a y s
_NAMES = {"name", "plain_name", "other_names"}
# “Not always” and “no guarantee” promise nothing; “No. Always!” does.
_DENIED = re.compile(r"(?:not|no|never|cannot|(?:is|are|was|were|do|does|did|ca|wo|has|have|should|would|could)nt)$")


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Whole words, wherever readers see them. Names of the page and of topics it links to may be unclear words.

    A name that promises or frightens is found where it stands, as a name; in other texts names are passed over.
    """
    names = sorted(map(fold, _names(document, known)), key=len, reverse=True)
    for place, sentences in texts(document):
        is_name = place.field in _NAMES
        plain = [_readings(sentence, () if is_name else names) for sentence in sentences]
        for word in known.words:
            if is_name and word.kind == "unclear":
                continue
            phrase = fold(word.phrase).split()
            if found := tuple(s for s, read in zip(sentences, plain, strict=True) if _says(read, phrase, word.kind)):
                yield _finding(place, word, found, sentences)


def _names(document: Document, known: PageFacts) -> set[str]:
    linked = [known.targets[target] for _kind, target in document.targets() if target in known.targets]
    names = {document.name, document.plain_name}
    names |= {name for target in linked for name in (target.name, target.plain_name)}
    return {name for name in names if fold(name)}


def _readings(sentence: str, names: Iterable[str]) -> list[list[str]]:
    """The words of a sentence, "·" for a name and "|" for a pause; and again with what splits a word taken out."""
    joined = _APART.sub(lambda found: found[0].replace(" ", ""), _INSIDE_A_WORD.sub("", sentence))
    return [_without(names, " | ".join(map(fold, _PAUSE.split(text)))) for text in dict.fromkeys((sentence, joined))]


def _without(names: Iterable[str], words: str) -> list[str]:
    """The words with each name blotted out, the longest first."""
    padded = f" {words} "
    for name in names:
        padded = padded.replace(f" {name} ", " · ")
    return padded.split()


def _says(readings: list[list[str]], phrase: list[str], kind: str) -> bool:
    """Whether one reading has the words of the phrase, whatever pauses are between them, and does not deny them."""
    return any(_says_in(words, phrase, kind) for words in readings)


def _says_in(words: list[str], phrase: list[str], kind: str) -> bool:
    spoken = [(at, word) for at, word in enumerate(words) if word != "|"]
    for start in range(len(spoken) - len(phrase) + 1):
        if [word for _at, word in spoken[start : start + len(phrase)]] == phrase:
            at = spoken[start][0]
            if kind != "forbidden" or not (at and _DENIED.search(words[at - 1])):
                return True
    return False


def _finding(place: FindingPlace, word: AvoidedWord, found: tuple[str, ...], text: tuple[str, ...]) -> Finding:
    sentence = {
        "forbidden": _("“%(phrase)s” promises too much."),
        "fear": _("“%(phrase)s” frightens or blames readers."),
        "unclear": _("“%(phrase)s” can be misunderstood."),
    }[word.kind]
    return Finding(
        CODE,
        sentence % {"phrase": word.phrase},
        _("Instead: %(instead)s") % {"instead": word.instead},
        place,
        key=f"{place.key}-{fold(word.phrase)}"[:160],
        quotes=found,
        waivable=True,
        about=looked_at(word, text),
    )
