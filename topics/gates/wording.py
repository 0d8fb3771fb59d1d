"""Gate: the house word list. No promise, no fright, no word that can be misunderstood."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib.text import fold
from topics.document import Document
from topics.gates.facts import AvoidedWord, PageFacts
from topics.gates.finding import Finding, FindingPlace, looked_at
from topics.gates.texts import texts

CODE = "wording"
# “Not always” and “no guarantee” promise nothing.
_DENIED = re.compile(r"(?:not|no|never|cannot|(?:is|are|was|were|do|does|did|ca|wo|has|have|should|would|could)nt)$")


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Whole words, wherever readers see them. Names of the page itself and of topics it links to may hold any word."""
    names = sorted(map(fold, _names(document, known)), key=len, reverse=True)
    for place, sentences in texts(document):
        plain = [_without(names, fold(sentence)) for sentence in sentences]
        for word in known.words:
            phrase = fold(word.phrase)
            if found := tuple(s for s, words in zip(sentences, plain, strict=True) if _says(words, phrase, word.kind)):
                yield _finding(place, word, found, sentences)


def _names(document: Document, known: PageFacts) -> set[str]:
    linked = [known.targets[target] for _kind, target in document.targets() if target in known.targets]
    names = {document.name, document.plain_name}
    names |= {name for target in linked for name in (target.name, target.plain_name)}
    return {name for name in names if fold(name)}


def _without(names: list[str], words: str) -> str:
    """The words with each name blotted out, the longest first."""
    padded = f" {words} "
    for name in names:
        padded = padded.replace(f" {name} ", " · ")
    return padded.strip()


def _says(words: str, phrase: str, kind: str) -> bool:
    padded = f" {words} "
    at = padded.find(f" {phrase} ")
    while at >= 0:
        if kind != "forbidden" or not _DENIED.search(padded[:at].rpartition(" ")[2]):
            return True
        at = padded.find(f" {phrase} ", at + 1)
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
