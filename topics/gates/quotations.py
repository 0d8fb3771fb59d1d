"""Gate: who is quoted is a real person, named under their words, who agreed to it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from portal.lib.text import fold
from topics.document import Document, Section
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace
from topics.gates.texts import texts
from topics.kinds import SectionKind

UNSIGNED, NO_CONSENT = "quotation", "consent"
ATTRIBUTION = re.compile(r"(?:—|–|--)\s*(?P<name>[^,]*\w[^,]*),\s*(?P<what>.*\w.*)")  # — Dr Sam Taylor, neurologist

_DOCTOR = re.compile(
    r"\b(?:Dr|Doctor|Prof|Professor)\b\.?(?:\s+(?:Dr|Prof)\b\.?)?(?:\s+[A-Z]\.)*(?:\s+[^\W\d_a-z][\w’'-]+){1,4}"
)
_SAYING = re.compile(
    r"[“”„«»\"]|\b(?:sa(?:y|ys|id)|explain(?:s|ed)?|recommend(?:s|ed)?|advis(?:e|es|ed)|warn(?:s|ed)?|tell(?:s)?|told"
    r"|wr(?:ites|ote)|believ(?:es|ed)|think(?:s)?|thought|not(?:es|ed)|add(?:s|ed)|agree(?:s|d)|stress(?:es|ed)"
    r"|point(?:s|ed) out|suggest(?:s|ed)?|according to|in the words of|view of|opinion of)\b",
    re.IGNORECASE,
)


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Each quotation in a section, and each section with an expert's opinion, ends with “— Name, what they are”."""
    for section in document.sections:
        for number, last in enumerate(_last_lines(section), start=1):
            yield from _judge(section, number, last, known)
    for number, last in enumerate(quotations(document.summary), start=1):
        yield from _judge(None, number, last, known)
    yield from _in_sentences(document, known)


def _in_sentences(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Doctors whose words stand in a sentence of the text: with a verb of saying, or in quotation marks."""
    ends = [*quotations(document.summary), *(end for section in document.sections for end in _last_lines(section))]
    judged = {fold(named["name"]) for named in map(ATTRIBUTION.fullmatch, ends) if named}
    for place, sentences in texts(document):
        for name in dict.fromkeys(
            one for sentence in sentences if _SAYING.search(sentence) for one in _doctors(sentence)
        ):
            if fold(name) not in judged:
                heading = place.title or document.name
                yield from _without_consent(name, heading, place, f"{place.key}-{fold(name)}"[:160], known)


def _doctors(sentence: str) -> list[str]:
    return [" ".join(found.split()) for found in _DOCTOR.findall(sentence)]


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
    yield from _without_consent(named["name"].strip(), heading, place, key, known)


def _without_consent(name: str, heading: str, place: FindingPlace, key: str, known: PageFacts) -> Iterator[Finding]:
    consent = known.consents.get(fold(name))
    words = {"name": name, "heading": heading}
    if consent is None:
        sentence = _("Under “%(heading)s” stand the words of %(name)s, whose consent is not on file.")
        mend = _("Ask %(name)s, then record the consent under “People we quote”, with this very name.")
        yield Finding(NO_CONSENT, sentence % words, mend % words, place, key)
    elif not consent:
        sentence = _("Under “%(heading)s” stand the words of %(name)s, who has withdrawn consent.")
        yield Finding(NO_CONSENT, sentence % words, _("Take these words out of the page."), place, key)
