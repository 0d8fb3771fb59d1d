"""Gate: a page that makes statements about health says where they come from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from topics.document import Document
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace
from topics.kinds import SectionKind, TopicKind

CODE = "source"
# What a specialist does here, whom they see and what to bring is the clinic's own to say.
NO_STATEMENTS = {
    SectionKind.OVERVIEW,
    SectionKind.WHAT_THEY_DO,
    SectionKind.BEFORE_VISIT,
    SectionKind.POSSIBLE_CONDITIONS,
    SectionKind.WHO_TO_SEE,
}


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """One source at least; a specialist's page needs none while it only says who they are and what they do."""
    if document.sources or not _states_something(document):
        return
    yield Finding(
        CODE,
        _("The page names no source."),
        _("Add at least one source that the text rests on: a guideline, a review or another publisher’s page."),
        FindingPlace("sources"),
    )


def _states_something(document: Document) -> bool:
    if document.kind != TopicKind.SPECIALTY:
        return True
    return bool(document.care_cards) or any(section.kind not in NO_STATEMENTS for section in document.sections)
