"""Gate: a page has its one sentence, *In short*, and the sections that readers of its kind need."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from portal.lib.text import count_letters_and_digits, fold, has_letter
from topics.document import Document, Section
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace
from topics.kinds import SectionKind, TopicKind

CODE = "missing_part"
LONGEST_IN_PLACE_OF_A_TEXT = 100  # characters
SHORTEST_SENTENCE = 8  # letters and digits; what is shorter is a word or a mark, in any script

# What stands there until somebody writes, as `fold` gives it: the whole text is one of these.
_NOUN = r"(?:text|words?|contents?|information|details|section|page|part|paragraph|heading|list|overview)"
_IN_PLACE_OF_A_TEXT = re.compile(
    rf"(?:(?:a|the|this|more|some|our) )*(?:{_NOUN} )?(?:(?:is|are|will|to|has|still|be|being|been|not|yet) )*"
    r"(?:come|coming|follows?|added|written|completed|determined|continued|confirmed|announced|done|finished|filled in"
    r"|under construction|work in progress|empty|missing|blank|placeholder|available|applicable)"
    r"(?: (?:soon|shortly|later|yet|here|below|by (?!your|our|the|an?\b)\w+|for the \w+))*"
    r"|(?:please )?(?:insert|add|enter|type|write|put|paste|describe|explain|complete|fill in)"
    rf"(?: (?:\w+ ){{0,5}}(?:here|this)| (?:\w+ )?{_NOUN})?"
    rf"|(?:(?:your|my|sample|dummy|example|placeholder|section|body) )+{_NOUN}(?: goes)?(?: here)?(?: \d+)?"
    rf"|{_NOUN}(?: goes)? (?:here|\d+)"
    rf"|(?:more )?{_NOUN} (?:soon|shortly|later)|no {_NOUN}(?: yet)?|nothing(?: here)?(?: yet)?|watch this space"
    r"|n ?a|none|draft(?: only)?|ditto|etc|wip|(?:see|same as) (?:above|below|before)|(?:test ?)+|asdf\w*(?: asdf\w*)*"
    r"|the quick brown fox .*"
    r"|незабаром|скоро|далі буде|(?:сюди )?буде додано(?: \w+)?|proximamente|por completar|pendiente|folgt(?: \w+){0,2}"
    r"|قريبا",
)
_BEGINS_IN_PLACE_OF_A_TEXT = re.compile(
    r"^\W*(?:todo|fixme|tb[acd])\b|^\W*to do\s*[:\W]?\s*$|^\W*to do:|\blorem ipsum\b|\[(?!\d)[^\]\[]+\](?!\()",
    re.IGNORECASE,
)
_ONE_LETTER_AGAIN = re.compile(r"(\w)(?:\1|\W)*")

# For each kind of page the sections it needs; of those in one row any one will do.
NEEDED = {
    TopicKind.SYMPTOM: (
        (SectionKind.OVERVIEW,),
        (SectionKind.POSSIBLE_CONDITIONS, SectionKind.CAUSES),
        (SectionKind.WHO_TO_SEE,),
    ),
    TopicKind.CONDITION: (
        (SectionKind.OVERVIEW,),
        (SectionKind.TREATMENT, SectionKind.SELF_CARE),
        (SectionKind.WHO_TO_SEE,),
    ),
    TopicKind.TEST: ((SectionKind.OVERVIEW,), (SectionKind.PROCEDURE,), (SectionKind.RESULTS,)),
    TopicKind.SPECIALTY: ((SectionKind.WHAT_THEY_DO,),),
}


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """One finding for each part that is missing, or that is there without words. None can be waived."""
    if not _is_sentence(document.description, document):
        yield Finding(
            CODE,
            _("The page does not say in one sentence what it is about."),
            _("Write that sentence: lists, cards and search results show it."),
            FindingPlace("page", field="description"),
            key="description",
        )
    if not _is_sentence(" ".join(markdown.plain_paragraphs(document.summary)), document):
        yield Finding(
            CODE,
            _("“In short” is missing."),
            _("Write the main message in two to four sentences: what it is, whom to see, when to hurry."),
            FindingPlace("page", field="summary", title=_("In short")),
            key="summary",
        )
    yield from _sections(document)


def says_something(section: Section) -> bool:
    """Whether readers find something under the heading: in its text more than the heading again or what stands there
    until somebody writes it, or a word in its list."""
    text = " ".join(markdown.plain_paragraphs(section.body))
    lines = (item.label for item in section.items)
    return _is_text(text, {fold(section.heading)}) or any(_is_text(line, set()) for line in lines)


def _is_sentence(text: str, document: Document) -> bool:
    """Long enough for one, and more than the name of the page said again."""
    names = {fold(name) for name in (document.name, document.plain_name, document.title)}
    return count_letters_and_digits(text) >= SHORTEST_SENTENCE and _is_text(text, names)


def _is_text(text: str, said_already: set[str]) -> bool:
    return has_letter(text) and fold(text) not in said_already and not _to_come(text)


def _to_come(text: str) -> bool:
    """Whether it stands in place of a text that somebody is still to write."""
    folded = fold(text[:LONGEST_IN_PLACE_OF_A_TEXT])
    if _BEGINS_IN_PLACE_OF_A_TEXT.search(text) or _ONE_LETTER_AGAIN.fullmatch(fold(text)):
        return True
    return len(text) < LONGEST_IN_PLACE_OF_A_TEXT and bool(_IN_PLACE_OF_A_TEXT.fullmatch(folded))


def _sections(document: Document) -> Iterator[Finding]:
    there = {section.kind for section in document.sections if says_something(section)}
    needed = NEEDED[TopicKind(document.kind)]
    if not there:
        kinds = ", ".join(f"“{_any_of(kinds)}”" for kinds in needed)
        yield Finding(
            CODE,
            _("The page has no section that says something."),
            _("Write at least these sections: %(kinds)s.") % {"kinds": kinds},
            FindingPlace("sections"),
            key="sections",
        )
        return
    for kinds in needed:
        if not there.intersection(kinds):
            words = {"kinds": _any_of(kinds)}
            yield Finding(
                CODE,
                _("No section of this page is about “%(kinds)s”.") % words,
                _("Write that section, or choose “%(kinds)s” for the one that says it.") % words,
                FindingPlace("sections"),
                key=f"sections-{kinds[0]}",
            )


def _any_of(kinds: tuple[SectionKind, ...]) -> str:
    return _("” or “").join(str(kind.label) for kind in kinds)
