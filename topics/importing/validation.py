"""Checks a document from a file against the limits of the editing page, field by field."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from topics.document import Document
from topics.editing.fields import FieldSpec
from topics.editing.layout import CARDS, CODES, PAGE, SECTIONS, SOURCES
from topics.editing.points import MOST_SIGNS
from topics.models import Item

MOST_TOLD = 5
_REASON = {"reason": FieldSpec.of(Item, "unlinked_reason")}


def problems(document: Document) -> list[str]:
    """The first five faults that the editing page would mark, each a sentence with its place."""
    return list(_problems(document))[:MOST_TOLD]


def _problems(document: Document) -> Iterator[str]:
    page = {name: getattr(document, name) for name in PAGE}
    yield from _of(_("The page"), PAGE, page)
    for card in document.care_cards:
        yield from _of(card.heading, CARDS.specs, {name: getattr(card, name) for name in CARDS.specs})
        if any(len(signs) > MOST_SIGNS for signs in card.signs):
            words = {"place": card.heading[:60], "limit": MOST_SIGNS}
            yield _("%(place)s: a point names %(limit)s signs at most.") % words
    for section in document.sections:
        values = {name: getattr(section, name) for name in SECTIONS.specs if name != "list"}
        yield from _of(section.heading, SECTIONS.specs, values | {"list": tuple(item.label for item in section.items)})
        for item in section.items:
            yield from _of(item.label, _REASON, {"reason": item.reason})
    for group, parts in ((SOURCES, document.sources), (CODES, document.codes)):
        for part in parts:
            values = {name: getattr(part, name) for name in group.specs}
            yield from _of(values[group.title_field], group.specs, values)


def _of(place: str, specs: Mapping[str, FieldSpec], values: Mapping[str, str | tuple[str, ...]]) -> Iterator[str]:
    for name, spec in specs.items():
        for sentence in _wrong(spec, values[name]):
            words = {"place": place[:60], "field": spec.label, "sentence": sentence}
            yield _("%(place)s – %(field)s: %(sentence)s") % words


def _wrong(spec: FieldSpec, value: str | tuple[str, ...]) -> list[str]:
    entries = (value,) if isinstance(value, str) else value
    cleaned, found = spec.read("\n".join(entries))
    if not found and cleaned.split("\n") != "\n".join(entries).split("\n"):
        return [_("There are characters in it that nobody can see, or blanks at its ends.")]
    if not found and not isinstance(value, str) and any("\n" in entry for entry in entries):
        return [_("Each entry is one line.")]
    return found
