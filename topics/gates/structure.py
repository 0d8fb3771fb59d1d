"""Gate: headings in order and told apart, no empty section, no sentence that introduces nothing."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from portal.lib.text import fold
from topics.document import Document, Section
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace
from topics.gates.parts import says_something

HEADING, TWICE, EMPTY, INTRO = "heading_in_text", "heading_twice", "empty_section", "intro_without_list"
_MARKED = re.compile(r"#{1,6}(?:\s+|$)")
_UNDERLINED = re.compile(r"={3,}|-{3,}")


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """The page's own headings are in order by themselves, one headline and sections below; so no text holds another."""
    yield from _in_text(document.summary, FindingPlace("page", field="summary", title=_("In short")), _("In short"))
    seen: dict[str, Section] = {}
    for section in document.sections:
        place = FindingPlace("sections", section.id, "heading", title=section.heading)
        if seen.setdefault(fold(section.heading), section) is not section:
            sentence = _("Two sections are called “%(heading)s”.") % {"heading": section.heading}
            yield Finding(TWICE, sentence, _("Give each its own heading, or join them."), place, section.id)
        if not says_something(section):
            sentence = _("The section “%(heading)s” is empty.") % {"heading": section.heading}
            yield Finding(EMPTY, sentence, _("Write its text or its list, or remove it."), place, section.id)
        if section.list_intro.strip() and not section.items:
            sentence = _("Under “%(heading)s” a sentence introduces a list, but there is no list.")
            mend = _("Add the list, or clear the sentence before it.")
            here = FindingPlace("sections", section.id, "list_intro", title=section.heading)
            yield Finding(INTRO, sentence % {"heading": section.heading}, mend, here, section.id)
        here = FindingPlace("sections", section.id, "body", title=section.heading)
        yield from _in_text(section.body, here, section.heading)


def _in_text(source: str, place: FindingPlace, heading: str) -> Iterator[Finding]:
    lines = [line.strip() for token in markdown.tokens(source) if token.type == "inline" for line in _lines(token)]
    if found := tuple(line for line in lines if _MARKED.match(line) or _UNDERLINED.fullmatch(line)):
        yield Finding(
            HEADING,
            _("The text under “%(heading)s” has a heading in it. Readers see the marks, and no heading.")
            % {"heading": heading},
            _("Make it a section of its own, or an ordinary sentence."),
            place,
            place.key,
            quotes=found,
        )


def _lines(inline) -> list[str]:
    return inline.content.split("\n")
