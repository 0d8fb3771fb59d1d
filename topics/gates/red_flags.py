"""Gate: the points of a symptom article name every sign on the checklists of its body regions.

A reviewer who lets a page pass without a sign, or without a checklist, has judged all its words: every change is judged
anew.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from topics.document import Document
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace, looked_at
from topics.kinds import TopicKind, Urgency
from topics.warning_signs import ChecklistSign, SignWarning, suggested, warnings

CODE = "red_flag"


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """That signs are missing is asked of symptom articles only: other pages explain what somebody has; these are where
    people look before they know. Whatever page names a sign has to name one of its checklists."""
    yield from _strangers(document, known)
    if document.kind != TopicKind.SYMPTOM:
        return
    if not document.body_regions:
        yield _no_region(document)
    with_list = {flag.region for flag in known.flags}
    for region in document.body_regions:
        if region not in with_list:
            yield _no_checklist(document, region, known.regions.get(region, region))
    for warning in warnings(document, known.flags):
        if not warning.sentences:
            yield _missing(warning, document, known)


def _missing(warning: SignWarning, document: Document, known: PageFacts) -> Finding:
    flag = warning.sign
    region, urgency = known.regions.get(flag.region, flag.region), Urgency(flag.urgency)
    card = next((card for card in document.care_cards if card.urgency == urgency), None)
    words = {"sign": flag.sign, "region": region, "card": urgency.label}
    likely = _likely(document, flag)
    if warning.softly:
        sentence = _("“%(sign)s” (%(region)s) stands in a card that is not urgent enough.") % words
        mend = _("Move it to the card “%(card)s”, and choose there which sign it warns of.") % words
    else:
        if urgency == Urgency.EMERGENCY:
            sentence = _("No point of an emergency card names “%(sign)s” (%(region)s).") % words
        else:
            sentence = _("No point of an urgent or emergency card names “%(sign)s” (%(region)s).") % words
        if likely:
            mend = _("Perhaps this point warns of it: then choose the sign beside the point.")
        else:
            mend = _("Add a point to the card “%(card)s”, and choose beside it which sign it warns of.") % words
    return Finding(
        CODE,
        sentence,
        mend,
        FindingPlace("cards", card.id if card else "", "points" if card else "", title=str(urgency.label)),
        key=f"sign-{flag.id}",
        quotes=warning.softly or likely,
        waivable=True,
        stops_forced=True,
        about=looked_at(flag, document.without_links()),
    )


def _likely(document: Document, flag: ChecklistSign) -> tuple[str, ...]:
    """The points of cards that are urgent enough whose words may mean the sign."""
    points = [point for card in document.care_cards if flag.suits(card.urgency) for point in card.points]
    return tuple(point for point in points if suggested(point, (flag,)))[:1]


def _strangers(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Points that name what is no sign of the checklists of the page: taken off, of another region, or never there."""
    here = {flag.id for flag in known.flags}
    for card in document.care_cards:
        for point, named in card.warnings:
            for sign in named:
                if sign not in here:
                    called = known.sign_words.get(sign, sign)
                    yield Finding(
                        CODE,
                        _("“%(sign)s” is not on the checklists of this page, or no longer.") % {"sign": called},
                        _("Choose another sign beside this point, or none."),
                        FindingPlace("cards", card.id, "points", title=card.heading),
                        key=f"stranger-{card.id}-{sign}",
                        quotes=(point,),
                        waivable=True,
                        about=looked_at(sign, called, document.body_regions, card),
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
