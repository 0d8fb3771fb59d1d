"""Gate: who is quoted is a real person, named under their words, who agreed to it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from portal.lib.text import fold
from topics.document import Document, Section
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace
from topics.kinds import SectionKind

UNSIGNED, NO_CONSENT = "quotation", "consent"
ATTRIBUTION = re.compile(r"(?:—|–|--)\s*(?P<name>[^,]*\w[^,]*),\s*(?P<what>.*\w.*)")  # — Dr Sam Taylor, neurologist


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Each quotation in a section, and each section with an expert's opinion, ends with “— Name, what they are”."""
    for section in document.sections:
        for number, last in enumerate(_last_lines(section), start=1):
            yield from _judge(section, number, last, known)
    for number, last in enumerate(quotations(document.summary), start=1):
        yield from _judge(None, number, last, known)


def quotations(source: str) -> list[str]:
    """The last line of each quotation in a text."""
    found: list[str] = []
    depth, last = 0, ""
    for token in markdown.tokens(source):
        if token.type == "blockquote_open":
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
            if not depth:
                found.append(last)
                last = ""
        elif token.type == "inline" and depth:
            last = _last_line(token)
    return found


def _last_lines(section: Section) -> list[str]:
    """The lines that have to name somebody: under each quotation, and at the end of an expert's opinion."""
    found = quotations(section.body)
    if section.kind == SectionKind.EXPERT_OPINION:
        inline = [token for token in markdown.tokens(section.body) if token.type == "inline"]
        end = _last_line(inline[-1]) if inline else ""
        if end not in found:
            found.append(end)
    return found


def _last_line(inline) -> str:
    """The last line as it was typed, in plain words."""
    lines = [""]
    for part in inline.children or ():
        if part.type in ("softbreak", "hardbreak"):
            lines.append("")
        else:
            lines[-1] += part.content
    return lines[-1].strip()


def _judge(section: Section | None, number: int, last: str, known: PageFacts) -> Iterator[Finding]:
    heading = section.heading if section else _("In short")
    place = (
        FindingPlace("sections", section.id, "body", title=heading)
        if section
        else FindingPlace("page", field="summary")
    )
    key = f"{place.key}-{number}"
    named = ATTRIBUTION.fullmatch(last)
    if named is None:
        sentence = _("Under “%(heading)s” somebody is quoted, but the last line does not say who.")
        mend = _("End the quotation with a line like: — Dr Sam Taylor, neurologist")
        yield Finding(UNSIGNED, sentence % {"heading": heading}, mend, place, key, quotes=(last,) if last else ())
        return
    name = named["name"].strip()
    consent = known.consents.get(fold(name))
    words = {"name": name, "heading": heading}
    if consent is None:
        sentence = _("Under “%(heading)s” stand the words of %(name)s, whose consent is not on file.")
        mend = _("Ask %(name)s, then record the consent under “People we quote”, with this very name.")
        yield Finding(NO_CONSENT, sentence % words, mend % words, place, key)
    elif not consent:
        sentence = _("Under “%(heading)s” stand the words of %(name)s, who has withdrawn consent.")
        yield Finding(NO_CONSENT, sentence % words, _("Take these words out of the page."), place, key)
