"""Which warning signs each point of a care card names: words suggest, the editor chooses, a point keeps its choice."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from topics.document import CareCard
from topics.editing.fields import MOST_ENTRIES
from topics.editing.lines import ALIKE, align, alike
from topics.kinds import Urgency
from topics.warning_signs import ChecklistSign, suggested

MOST_SIGNS = 10  # that one point can name
LONGEST_POINT = 2000  # characters; what is longer is looked at as a new point
_LONGEST_ID = 40


@dataclass(frozen=True)
class SignSelect:
    """A list to choose one sign from: the name of its field, and its entries as (heading, [(value, words, chosen)])."""

    name: str
    groups: list[tuple[str, list[tuple[str, str, bool]]]]


@dataclass
class CardPoint:
    """A point as it stands on the page, with the signs that it names. `offered`: those that suit its card."""

    text: str
    signs: list[str] = field(default_factory=list)
    offered: list[ChecklistSign] = field(default_factory=list)
    likely: list[ChecklistSign] = field(default_factory=list)
    prefix: str = ""

    @property
    def unnamed(self) -> bool:
        """Whether its words may mean a sign, and it names none."""
        return bool(self.likely) and not self.signs

    @property
    def named(self) -> str:
        """What it warns of, in words."""
        return ", ".join(self._words(sign) for sign in self.signs)

    @property
    def selects(self) -> list[SignSelect]:
        """One for each sign that it names, and one more."""
        chosen = [*self.signs, ""][:MOST_SIGNS]
        return [SignSelect(f"{self.prefix}-sign-{at}", self._groups(sign)) for at, sign in enumerate(chosen)]

    def _groups(self, chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        here = {sign.id for sign in self.offered}
        strange = [(chosen, self._words(chosen), True)] if chosen and chosen not in here else []
        likely = [sign for sign in self.likely if sign.id not in self.signs or sign.id == chosen]
        rest = [
            sign for sign in self.offered if sign not in likely and (sign.id == chosen or sign.id not in self.signs)
        ]
        groups = [(_("Does not belong here"), strange), (_("Its words suggest"), self._rows(likely, chosen))]
        for urgency in (Urgency.EMERGENCY, Urgency.URGENT):
            signs = [sign for sign in rest if sign.urgency == urgency]
            groups.append((str(urgency.label), self._rows(signs, chosen)))
        return [(heading, rows) for heading, rows in groups if rows]

    @staticmethod
    def _rows(signs: Iterable[ChecklistSign], chosen: str) -> list[tuple[str, str, bool]]:
        return [(sign.id, sign.sign, sign.id == chosen) for sign in signs]

    def _words(self, sign: str) -> str:
        return next((one.sign for one in self.offered if one.id == sign), sign)


def show(block, card: CareCard) -> None:
    """Puts the stored points on the page."""
    block.points_before = [(text, tuple(signs)) for text, signs in card.warnings]
    block.points = [CardPoint(text, list(signs)) for text, signs in card.warnings]


def read(blocks: list, data: Mapping[str, str], signs: Sequence[ChecklistSign]) -> None:
    """Finds out for each point typed which point of before it is, and what it names.

    The same words keep what was chosen beside them. Reworded, a point keeps what is newly chosen, and of the rest only
    what its words still suggest; a new point names nothing until somebody chooses.
    """
    for block in blocks:
        block.points_before = _from_page(data.get(f"{block.prefix}-points-before", ""))
    typed = [_typed(block) for block in blocks]
    origins = align([[text for text, _signs in block.points_before] for block in blocks], typed)
    by_id = {sign.id: sign for sign in signs}
    for block, texts, places in zip(blocks, typed, origins, strict=True):
        for text, place in zip(texts, places, strict=True):
            point = CardPoint(text)
            if place is not None:
                origin = blocks[place[0]]
                was, before = origin.points_before[place[1]]
                chosen = _chosen(data, point_prefix(origin.prefix, place[1]), before, by_id)
                if text == was:
                    point.signs = chosen
                elif alike(text, was) >= ALIKE:
                    point.signs = [one for one in chosen if one not in before or _still_says(text, by_id.get(one))]
            block.points.append(point)


def offer(blocks: Iterable, signs: Iterable[ChecklistSign], regions: Iterable[str]) -> None:
    """Adds to each point the signs of the page's regions that suit its card, and those that its words suggest."""
    regions = set(regions)
    here = [sign for sign in signs if sign.region in regions]
    for block in blocks:
        offered = [sign for sign in here if sign.suits(block.text("urgency"))]
        for point in block.points:
            point.offered, point.likely = offered, suggested(point.text, offered)


def take_suggestions(blocks: Iterable, signs: Sequence[ChecklistSign], regions: Iterable[str]) -> None:
    """Every point that names nothing names the sign that its words suggest first; the editor looks before saving."""
    offer(blocks, signs, regions)
    for block in blocks:
        for point in block.points:
            if point.unnamed:
                point.signs = [point.likely[0].id]


def point_prefix(block_prefix: str, place: int) -> str:
    """How the names of the fields of a point begin."""
    return f"{block_prefix}-point-{place}"


def _typed(block) -> list[str]:
    return block.text("points").split("\n") if block.text("points") and not block.removed else []


def _chosen(data: Mapping[str, str], prefix: str, before: tuple[str, ...], known: Mapping) -> list[str]:
    """What is set beside a point; what it named before, if the page showed no lists for it."""
    if f"{prefix}-sign-0" not in data:
        return list(before)
    values = [data.get(f"{prefix}-sign-{at}", "")[: _LONGEST_ID + 1] for at in range(MOST_SIGNS)]
    return [value for value in dict.fromkeys(values) if value in known or value in before]


def _still_says(text: str, sign: ChecklistSign | None) -> bool:
    return sign is not None and bool(suggested(text, (sign,)))


def _from_page(carried: str) -> list[tuple[str, tuple[str, ...]]]:
    """The points that a card carried along; anything else counts as none."""
    try:
        rows = json.loads(carried or "[]")[:MOST_ENTRIES]
        found = [(text, tuple(named[:MOST_SIGNS])) for text, named in rows]
    except (ValueError, TypeError, LookupError, RecursionError):
        return []
    return [
        (text, named)
        for text, named in found
        if isinstance(text, str)
        and len(text) <= LONGEST_POINT
        and all(isinstance(one, str) and len(one) <= _LONGEST_ID for one in named)
    ]
