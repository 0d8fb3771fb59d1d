"""Gate: a page that makes statements about health says where they come from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib.text import count_letters_and_digits, fold, has_letter
from topics.document import Document, Source
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace
from topics.kinds import SectionKind, TopicKind

CODE, VAGUE = "source", "vague_source"
SHORTEST_TITLE = 4  # letters and digits; what is shorter names nothing
SHORTEST_PUBLISHER = 2  # letters and digits that are not the same: UN
# What a specialist does here, whom they see and what to bring is the clinic's own to say.
NO_STATEMENTS = {
    SectionKind.OVERVIEW,
    SectionKind.WHAT_THEY_DO,
    SectionKind.BEFORE_VISIT,
    SectionKind.POSSIBLE_CONDITIONS,
    SectionKind.WHO_TO_SEE,
}


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """One source at least, and each one says what it is and where it is found.

    A specialist's page needs none while it only says who they are and what they do.
    """
    for source in document.sources:
        if not _can_be_found(source):
            yield Finding(
                VAGUE,
                _("Nobody can look up the source “%(title)s”.") % {"title": source.title},
                _("Write its whole title as printed there, and its publisher or its address."),
                FindingPlace("sources", source.id, "publisher", title=source.title),
                key=source.id,
            )
    if document.sources or not _states_something(document):
        return
    yield Finding(
        CODE,
        _("The page names no source."),
        _("Add at least one source that the text rests on: a guideline, a review or another publisher’s page."),
        FindingPlace("sources"),
    )


def _can_be_found(source: Source) -> bool:
    is_title = count_letters_and_digits(source.title) >= SHORTEST_TITLE and _letters(source.title) > 1
    return is_title and (bool(source.url) or _letters(source.publisher) >= SHORTEST_PUBLISHER)


def _letters(text: str) -> int:
    """How many letters and digits that are not the same."""
    return len(set(filter(str.isalnum, fold(text)))) if has_letter(text) else 0


def _states_something(document: Document) -> bool:
    if document.kind != TopicKind.SPECIALTY:
        return True
    return bool(document.care_cards) or any(section.kind not in NO_STATEMENTS for section in document.sections)
