"""Where a page speaks of a concept: the lines, the links and the sentences, as readers see them. No ORM."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.lib.text import fold
from topics.addresses import linked_in
from topics.document import Document

LINE, LINK, WORDS = "line", "link", "words"
SHORTEST_NAME = 3  # "MR" is found in too much
_ENDS = re.compile(r"(?<=[.!?:])\s+|\n+")


@dataclass(frozen=True)
class Passage:
    """A line of a list, or a sentence, and under which heading. `how`: a line, a link in a text, or only the words."""

    section: str
    heading: str
    text: str
    how: str


def passages(document: Document, addresses: Iterable[str], names: Iterable[str] = ()) -> tuple[Passage, ...]:
    """Each place where the page links to one of the addresses ("kind/slug"), or says one of the names, in order."""
    wanted = set(addresses)
    words = {f" {folded} " for name in names if len(folded := fold(name)) >= SHORTEST_NAME}
    found: list[Passage] = []
    for section, heading, text in _texts(document):
        for sentence in filter(None, map(str.strip, _ENDS.split(text))):
            if linked_in(sentence) & wanted:
                found.append(Passage(section, heading, sentence, LINK))
            elif any(word in f" {fold(sentence)} " for word in words):
                found.append(Passage(section, heading, sentence, WORDS))
    lines = {section.id: list(_lines(section, wanted)) for section in document.sections}
    order = ["", *(card.id for card in document.care_cards), *(section.id for section in document.sections)]
    by_place = sorted(found, key=lambda passage: order.index(passage.section))
    return tuple(
        passage
        for place in dict.fromkeys(order)
        for passage in (*(one for one in by_place if one.section == place), *lines.get(place, ()))
    )


def _texts(document: Document) -> Iterator[tuple[str, str, str]]:
    yield "", "", document.summary
    for card in document.care_cards:
        for text in (card.heading, *card.points, card.action):
            yield card.id, card.heading, text
    for section in document.sections:
        yield section.id, section.heading, section.body
        yield section.id, section.heading, section.list_intro


def _lines(section, wanted: set[str]) -> Iterator[Passage]:
    for item in section.items:
        written = f"{item.link.kind}/{item.link.slug}" if item.link else ""
        if item.target in wanted or written in wanted:
            yield Passage(section.id, section.heading, item.label, LINE)
