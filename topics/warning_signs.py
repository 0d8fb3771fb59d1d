"""Which sentence of a page warns of which sign: a point of a care card names it, words only suggest it. No ORM."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal.lib.text import fold
from topics.document import Document
from topics.kinds import TopicKind, Urgency
from topics.reversals import LONGEST, doubts

ENOUGH = {
    Urgency.EMERGENCY: frozenset({Urgency.EMERGENCY}),
    Urgency.URGENT: frozenset({Urgency.EMERGENCY, Urgency.URGENT}),
}  # urgency of a sign -> cards that warn of it loudly enough


@dataclass(frozen=True, slots=True)
class ChecklistSign:
    """A warning sign on the checklist of a region. `ways`: the beginnings of words by which a page may say it."""

    id: str  # the stable name by which points name it
    region: str
    urgency: str
    sign: str
    ways: tuple[str, ...]

    def suits(self, urgency: str) -> bool:
        """Whether a card of this urgency warns of it loudly enough."""
        return urgency in ENOUGH[Urgency(self.urgency)]


@dataclass(frozen=True, slots=True)
class SignWarning:
    """A sign, and the sentences of a page that name it: in cards that are urgent enough, and in others (`softly`)."""

    sign: ChecklistSign
    sentences: tuple[str, ...]
    softly: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """SHA-256 of the sign, as the checklist has it, and its sentences: what a reviewer confirms."""
        said = [self.sign.id, self.sign.urgency, self.sign.sign, list(self.sentences)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_worded_otherwise(self) -> bool:
        """Whether no sentence says the sign in the words of the checklist: worth a closer look."""
        return not any(self.sign in suggested(sentence, (self.sign,)) for sentence in self.sentences)

    @property
    def turned_round(self) -> str:
        """The words by which a sentence may deny the sign or take it back; empty if none does."""
        return "”, “".join(words for sentence in self.sentences for words in doubts(sentence, vocabulary(self.sign)))

    def to_json(self) -> dict:
        """What is kept with a signature."""
        return {
            "sign": self.sign.id,
            "urgency": self.sign.urgency,
            "words": self.sign.sign,
            "sentences": list(self.sentences),
            "token": self.token,
        }


def warnings(document: Document, signs: Iterable[ChecklistSign]) -> list[SignWarning]:
    """Each of the signs with its sentences; on a page that is no symptom article, those that it names.

    `signs`: the checklist of the regions of the page.
    """
    found = []
    for sign in signs:
        named = [
            (card.urgency, point) for card in document.care_cards for point, ids in card.warnings if sign.id in ids
        ]
        loud = tuple(point for urgency, point in named if sign.suits(urgency))
        if named or document.kind == TopicKind.SYMPTOM:
            found.append(SignWarning(sign, loud, tuple(point for urgency, point in named if not sign.suits(urgency))))
    return found


def to_confirm(document: Document, signs: Iterable[ChecklistSign]) -> list[SignWarning]:
    """The signs of which a reviewer confirms that the sentences beside them warn: all that have one."""
    return [warning for warning in warnings(document, signs) if warning.sentences]


def suggested(point: str, signs: Iterable[ChecklistSign]) -> list[ChecklistSign]:
    """The signs that the words of a point may mean, those it says in most ways first; none if it takes them back."""
    found = []
    for sign in signs:
        said = [len(_words(way)) for way in sign.ways if says(point, way)]
        if said and not doubts(point, vocabulary(sign)):
            found.append((max(said), len(said), sign))
    return [sign for _words, _ways, sign in sorted(found, key=lambda one: (-one[0], -one[1]))]


def says(point: str, way: str) -> bool:
    """Whether each word of `way` begins a word of the point. Case, accents and order do not matter."""
    words, beginnings = _words(point[:LONGEST]), _words(way)
    return bool(beginnings) and all(any(word.startswith(one) for word in words) for one in beginnings)


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


def vocabulary(sign: ChecklistSign) -> frozenset[str]:
    """The beginnings of words that the checklist uses for a sign."""
    return frozenset(word for way in sign.ways for word in _words(way))
