"""Gate: each section can be read by most people, and has not become harder to read than it is live.

Formulae order work, they prove nothing: a text can pass and be misunderstood. So every finding may be waived.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from topics.document import Document
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace, looked_at
from topics.readability import LONG_SENTENCE, Measure, measure

CODE = "reading"
LIX_BELOW = 45  # from here on Wagtail's editor, too, calls a text complex
GRADE_AT_MOST = 9  # about 14 years of age; the NHS aims at 9 to 11, and at 11 to 14 where that cannot be done
LONG_SHARE = 0.25  # of a section's sentences; one long sentence is allowed anyhow
SENTENCES_A_PARAGRAPH = 3
FEWEST_WORDS = 30  # in shorter texts one long word decides the formulae: they are not asked
LIX_WORSE, GRADE_WORSE = 5, 1.5  # than live: less is one word here or there, not another style


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """The text of each section, and of the main message. Lists of names and care cards are no running text."""
    before = {place.key: text for place, text in _texts(known.live)} if known.live else {}
    for place, text in _texts(document):
        now = measure(text)
        problems, quotes = _out_of_target(now)
        live = before.get(place.key, text)
        worse = _worse(now, measure(live)) if live != text else []
        if problems or worse:
            yield _finding(place, looked_at(text, live if worse else None), problems + worse, quotes)


def _texts(document: Document) -> Iterator[tuple[FindingPlace, str]]:
    yield FindingPlace("page", field="summary", title=_("In short")), document.summary
    for section in document.sections:
        yield FindingPlace("sections", section.id, "body", title=section.heading), section.body


def _out_of_target(text: Measure) -> tuple[list[str], tuple[str, ...]]:
    """What is wrong, in halves of a sentence, and the sentences and paragraphs to mend."""
    problems: list[str] = []
    quotes: list[str] = []
    if _judged(text) and text.lix >= LIX_BELOW:
        words = {"lix": round(text.lix), "target": LIX_BELOW}
        problems.append(_("LIX is %(lix)s, and should be below %(target)s") % words)
    if _judged(text) and text.grade > GRADE_AT_MOST:
        words = {"grade": round(text.grade, 1), "target": GRADE_AT_MOST}
        problems.append(_("the school year is %(grade)s, and should be %(target)s at most") % words)
    long = text.long_sentences
    if len(long) > 1 and len(long) / len(text.sentences) > LONG_SHARE:
        words = {"count": len(long), "all": len(text.sentences), "limit": LONG_SENTENCE}
        problems.append(_("%(count)s of %(all)s sentences have more than %(limit)s words") % words)
    if problems:  # whatever the number, the long sentences are where to begin
        quotes += long
    if paragraphs := [one for one in text.paragraphs if len(one) > SENTENCES_A_PARAGRAPH]:
        problem = ngettext(
            "a paragraph has more than %(limit)s sentences",
            "%(count)s paragraphs have more than %(limit)s sentences",
            len(paragraphs),
        )
        problems.append(problem % {"count": len(paragraphs), "limit": SENTENCES_A_PARAGRAPH})
        quotes += [_("Paragraph: %(start)s …") % {"start": one[0]} for one in paragraphs]
    return problems, tuple(quotes)


def _worse(text: Measure, live: Measure) -> list[str]:
    if not (_judged(text) and _judged(live)):
        return []
    if text.lix <= live.lix + LIX_WORSE and text.grade <= live.grade + GRADE_WORSE:
        return []
    words = {"lix": round(text.lix), "before": round(live.lix), "grade": round(text.grade, 1)}
    words |= {"grade_before": round(live.grade, 1)}
    problem = _(
        "it is harder to read than live (LIX %(lix)s, was %(before)s; school year %(grade)s, was %(grade_before)s)"
    )
    return [problem % words]


def _judged(text: Measure) -> bool:
    return len(text.words) >= FEWEST_WORDS


def _finding(place: FindingPlace, about: str, problems: list[str], quotes: tuple[str, ...]) -> Finding:
    return Finding(
        CODE,
        _("“%(heading)s” is hard to read: %(problems)s.") % {"heading": place.title, "problems": "; ".join(problems)},
        _("Split long sentences and paragraphs, use shorter words, or make a list. Then let somebody read it to you."),
        place,
        key=place.key,
        quotes=quotes,
        waivable=True,
        about=about,
    )
