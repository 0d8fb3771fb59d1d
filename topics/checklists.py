"""The checklists of warning signs, and which sentence of a page warns of which sign.

A point of a care card names the signs it warns of; words only suggest them.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from portal.lib.text import fold
from topics.document import Document
from topics.kinds import TopicKind, Urgency
from topics.models import CareCard, Edition, RedFlag, Topic
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


def checklist(regions: Collection[str]) -> tuple[ChecklistSign, ...]:
    """The signs on the checklists of these regions today, by region, urgency and order. One query."""
    rows = RedFlag.objects.filter(is_active=True, region__slug__in=regions).select_related("region")
    return tuple(
        ChecklistSign(row.stable_id, row.region.slug, row.urgency, row.sign, row.ways)
        for row in rows.order_by("region__name", "urgency", "position", "pk")
    )


def every_checklist() -> tuple[ChecklistSign, ...]:
    """The signs on the checklists of all regions. One query."""
    return checklist(RedFlag.objects.values("region__slug"))


def sign_words() -> dict[str, str]:
    """What each sign is called, those that are on a checklist no more included. One query."""
    return dict(RedFlag.objects.order_by("pk").values_list("stable_id", "sign"))


def pages_naming(sign_id: str) -> list[Topic]:
    """The pages of which the draft or the live edition names the sign, by name. One query."""
    named = f'"{sign_id}"'
    cards = CareCard.objects.filter(topic=OuterRef("pk")).annotate(named=Cast("signs", TextField()))
    live = Edition.objects.filter(live_topic=OuterRef("pk")).annotate(said=Cast("document", TextField()))
    found = Exists(cards.filter(named__contains=named)) | Exists(live.filter(said__contains=named))
    return list(Topic.objects.filter(found).order_by("name", "pk"))


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
