"""The words of a page that readers see, sentence by sentence, with where each stands."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from topics import readability
from topics.document import Document
from topics.gates.finding import Place

Text = tuple[Place, tuple[str, ...]]


def texts(document: Document) -> Iterator[Text]:
    """Every text with its sentences. Left out are other names and sources, which are other people's words."""
    for field in ("name", "plain_name", "title", "description"):
        yield _line(Place("page", field=field), getattr(document, field))
    yield _markdown(Place("page", field="summary", title=_("In short")), document.summary)
    for card in document.care_cards:
        yield _line(Place("cards", card.id, "heading", title=card.heading), card.heading)
        yield Place("cards", card.id, "points", title=card.heading), card.points
        yield _line(Place("cards", card.id, "action", title=card.heading), card.action)
    for section in document.sections:
        yield _line(Place("sections", section.id, "heading", title=section.heading), section.heading)
        yield _markdown(Place("sections", section.id, "body", title=section.heading), section.body)
        yield _line(Place("sections", section.id, "list_intro", title=section.heading), section.list_intro)
        labels = tuple(item.label for item in section.items)
        yield Place("sections", section.id, "list", title=section.heading), labels


def _line(place: Place, text: str) -> Text:
    return place, readability.sentences(text)


def _markdown(place: Place, source: str) -> Text:
    return place, readability.measure(source).sentences
