"""Gate: the care cards of a symptom article warn of every sign on the checklists of its body regions.

Where there is no checklist, a reviewer who lets the page pass has judged all its words: every change is judged anew.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.lib.text import fold
from topics.document import Document
from topics.gates.facts import ChecklistSign, PageFacts
from topics.gates.finding import Finding, FindingPlace, looked_at
from topics.kinds import TopicKind, Urgency

CODE = "red_flag"
ENOUGH = {
    Urgency.EMERGENCY: {Urgency.EMERGENCY},
    Urgency.URGENT: {Urgency.EMERGENCY, Urgency.URGENT},
}  # urgency of a sign -> cards that warn of it loudly enough


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Symptom articles only: other pages explain what somebody has; these are where people look before they know."""
    if document.kind != TopicKind.SYMPTOM:
        return
    if not document.body_regions:
        yield _no_region(document)
    with_list = {flag.region for flag in known.flags}
    for region in document.body_regions:
        if region not in with_list:
            yield _no_checklist(document, region, known.regions.get(region, region))
    for flag in uncovered(document, known.flags):
        yield _missing(flag, document, known)


def uncovered(document: Document, flags: Iterable[ChecklistSign]) -> list[ChecklistSign]:
    """The signs that no card of sufficient urgency says: in one of its points, by one of the ways of the checklist."""
    return [flag for flag in flags if not _said(document, flag, ENOUGH[Urgency(flag.urgency)])]


def says(point: str, way: str) -> bool:
    """Whether each word of `way` begins a word of the point. Case, accents and order do not matter."""
    words = fold(point).split()
    beginnings = fold(way).split()
    return bool(beginnings) and all(any(word.startswith(one) for word in words) for one in beginnings)


def _said(document: Document, flag: ChecklistSign, urgencies: set) -> bool:
    points = [point for card in document.care_cards if card.urgency in urgencies for point in card.points]
    return any(says(point, way) for point in points for way in flag.ways)


def _missing(flag: ChecklistSign, document: Document, known: PageFacts) -> Finding:
    region, urgency = known.regions.get(flag.region, flag.region), Urgency(flag.urgency)
    card = next((card for card in document.care_cards if card.urgency == urgency), None)
    words = {"sign": flag.sign, "region": region}
    if _said(document, flag, set(Urgency)):
        sentence = _("“%(sign)s” (%(region)s) stands in a card that is not urgent enough.") % words
    elif urgency == Urgency.EMERGENCY:
        sentence = _("No emergency card warns of “%(sign)s” (%(region)s).") % words
    else:
        sentence = _("No urgent or emergency card warns of “%(sign)s” (%(region)s).") % words
    ways = _(" or ").join(f"“{way}”" for way in flag.ways[:3])
    mend = _("Add it, on a line of its own, to the card “%(card)s”, in words that begin like %(ways)s.")
    return Finding(
        CODE,
        sentence,
        mend % {"card": urgency.label, "ways": ways},
        FindingPlace("cards", card.id if card else "", "points" if card else "", title=str(urgency.label)),
        key=f"sign-{flag.id}",
        waivable=True,
        stops_forced=True,
        about=looked_at(flag, document.body_regions, document.care_cards),
    )


def _no_region(document: Document) -> Finding:
    return Finding(
        CODE,
        _("No body region is chosen, so nobody can tell which warning signs belong on this page."),
        _("Choose where in the body it is felt."),
        FindingPlace("page", field="body_regions"),
        key="no-region",
        waivable=True,
        stops_forced=True,
        about=looked_at("no region", document.without_links()),
    )


def _no_checklist(document: Document, region: str, name: str) -> Finding:
    return Finding(
        CODE,
        _("There is no checklist of warning signs for “%(region)s” yet.") % {"region": name},
        _("A clinical reviewer makes one, under “Warning signs by region”, or lets this page pass and says why."),
        FindingPlace("page", field="body_regions"),
        key=f"no-checklist-{region}",
        waivable=True,
        stops_forced=True,
        about=looked_at("no checklist", region, document.without_links()),
    )
