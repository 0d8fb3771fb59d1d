"""What the gates are called on the screen."""

from django.utils.translation import gettext_lazy as _

from topics.gates import (
    addresses,
    care_cards,
    links,
    marks,
    parts,
    quotations,
    reading,
    red_flags,
    registry,
    sources,
    structure,
    wording,
)

_LABELS = {
    red_flags.CODE: _("Warning signs"),
    care_cards.TURNED: _("Warning signs"),
    care_cards.LEVEL: _("Care cards"),
    care_cards.NUMBER: _("Care cards"),
    links.UNDECIDED: _("Lists"),
    links.UNPUBLISHED: _("Lists"),
    links.GONE: _("Lists"),
    sources.CODE: _("Sources"),
    quotations.UNSIGNED: _("People we quote"),
    quotations.NO_CONSENT: _("People we quote"),
    quotations.OUTDATED: _("People we quote"),
    parts.CODE: _("Headings and sections"),
    structure.HEADING: _("Headings and sections"),
    structure.TWICE: _("Headings and sections"),
    structure.EMPTY: _("Headings and sections"),
    structure.INTRO: _("Headings and sections"),
    addresses.INSIDE: _("Links in the text"),
    addresses.OUTSIDE: _("Links in the text"),
    marks.CODE: _("Marks in the text"),
    sources.VAGUE: _("Sources"),
    wording.CODE: _("Words"),
    reading.CODE: _("Easy to read"),
}


def label(code: str) -> str:
    """The heading for findings with this code; the code itself for one that no gate uses any more."""
    return str((_LABELS | registry.labels()).get(code, code))
