"""The words of a page that readers see, sentence by sentence, with where each stands."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from topics import readability
from topics.document import Document
from topics.gates.finding import FindingPlace

Text = tuple[FindingPlace, tuple[str, ...]]


def texts(document: Document) -> Iterator[Text]:
    """Every text with its sentences. Left out are sources, which are other people's words."""
    for field in ("name", "plain_name", "title", "description"):
        yield _line(FindingPlace("page", field=field), getattr(document, field))
    yield FindingPlace("page", field="other_names"), document.other_names
    yield _markdown(FindingPlace("page", field="summary", title=_("In short")), document.summary)
    for card in document.care_cards:
        yield _line(FindingPlace("cards", card.id, "heading", title=card.heading), card.heading)
        yield FindingPlace("cards", card.id, "points", title=card.heading), card.points
        yield _line(FindingPlace("cards", card.id, "action", title=card.heading), card.action)
    for section in document.sections:
        yield _line(FindingPlace("sections", section.id, "heading", title=section.heading), section.heading)
        yield _markdown(FindingPlace("sections", section.id, "body", title=section.heading), section.body)
        yield _line(FindingPlace("sections", section.id, "list_intro", title=section.heading), section.list_intro)
        labels = tuple(item.label for item in section.items)
        yield FindingPlace("sections", section.id, "list", title=section.heading), labels


def _line(place: FindingPlace, text: str) -> Text:
    return place, readability.sentences(text)


def _markdown(place: FindingPlace, source: str) -> Text:
    return place, readability.measure(source).sentences
