"""Gate: every line of a list leads to a live page, or says why it leads nowhere."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from topics.document import Document, Item, Section
from topics.gates.facts import NamedTopic, PageFacts, TargetStatus
from topics.gates.finding import Finding, FindingPlace, looked_at

UNDECIDED, UNPUBLISHED, GONE = "undecided", "unpublished_link", "withdrawn_link"


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Lines nobody has decided on, one finding a section; links that lead to no live page, one finding a line."""
    for section in document.sections:
        if undecided := tuple(item.label for item in section.items if not item.target and not item.reason):
            yield _undecided(section, undecided)
        for item in section.items:
            if item.target:
                target = known.targets.get(item.target) or NamedTopic(item.label, "", TargetStatus.UNPUBLISHED)
                yield from _leading(section, item, target)


def _undecided(section: Section, labels: tuple[str, ...]) -> Finding:
    count = len(labels)
    sentence = ngettext(
        "One line under “%(heading)s” has neither a link nor a reason for having none.",
        "%(count)s lines under “%(heading)s” have neither a link nor a reason for having none.",
        count,
    )
    return Finding(
        UNDECIDED,
        sentence % {"heading": section.heading, "count": count},
        _("Choose beside the list where each line leads, or say why it has no link."),
        FindingPlace("sections", section.id, "list", title=section.heading),
        key=section.id,
        quotes=labels,
    )


def _leading(section: Section, item: Item, target: NamedTopic) -> Iterator[Finding]:
    place = FindingPlace("items", section.id, item=item.id, title=section.heading)
    words = {"label": item.label, "name": target.name}
    values = {"place": place, "key": f"{section.id}-{item.id}", "stops_forced": True}
    if target.standing == TargetStatus.UNPUBLISHED:
        sentence = _("“%(label)s” is linked to “%(name)s”, which has no live page yet.")
        mend = _("Publish that page first, or choose “no link” for this line until it is live.")
        about = looked_at(section.kind, section.heading, section.list_intro, item.label, item.target, target)
        yield Finding(UNPUBLISHED, sentence % words, mend, waivable=True, about=about, **values)
    elif target.standing == TargetStatus.GONE:
        sentence = _("“%(label)s” is linked to “%(name)s”, which has been withdrawn.")
        yield Finding(GONE, sentence % words, _("Link the line to another page, or choose “no link”."), **values)
    elif target.standing == TargetStatus.NOTICE:
        sentence = _("“%(label)s” is linked to “%(name)s”, which stands under a notice that it is out of date.")
        yield Finding(GONE, sentence % words, _("Link the line to another page, or choose “no link”."), **values)
