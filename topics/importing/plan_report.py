"""A plan in sentences, line by line, as the command import_article prints it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from topics.comparing.sentences import in_words
from topics.editing.names import Names
from topics.importing.outline import counted
from topics.importing.planning import PlannedLine, PlannedSection, tally
from topics.importing.preparation import PreparedImport
from topics.kinds import TopicKind


def report(prepared: PreparedImport, names: Names) -> Iterator[str]:
    """The whole plan: what was read, each section with each line and its decision, and what is left to decide."""
    document, arrived = prepared.plan.document, prepared.arrived
    sections = prepared.plan.sections(names)
    yield _("“%(title)s” (%(format)s)") % {"title": arrived.title, "format": arrived.format.label}
    words = {"kind": TopicKind(document.kind).label, "address": f"{TopicKind(document.kind).folder}/{document.slug}"}
    if prepared.topic:
        yield _("Goes into the draft of “%(name)s” (%(address)s).") % {**words, "name": prepared.topic.name}
    else:
        yield _("Becomes a new %(kind)s, %(address)s.") % words
    for match in prepared.similar:
        yield _("A page of a similar name is here: “%(name)s” (%(address)s). Does the text belong into it?") % {
            "name": match.name,
            "address": match.target,
        }
    yield count(sections)
    for note in prepared.plan.notes:
        yield _("Note: %(note)s") % {"note": note}
    for section in sections:
        yield ""
        yield from _section(section)
    yield ""
    yield from left_to_decide(sections)


def count(sections: list[PlannedSection]) -> str:
    """How much there is, and how the lines were recognised."""
    sizes = counted(
        len(sections), sum(section.paragraphs for section in sections), sum(len(section.lines) for section in sections)
    )
    ways = ", ".join(f"{how.words}: {n}" for how, n in tally(sections).items() if n)
    return f"{sizes} ({ways})" if ways else sizes


def _section(section: PlannedSection) -> Iterator[str]:
    about = section.kind_label if section.recognised else _("not recognised: choose what it is about")
    yield f"{section.section.heading} – {about}"
    for line in section.lines:
        yield f"  - {line.item.label}: {decision(line)}"


def decision(line: PlannedLine) -> str:
    """How the line was recognised, and what becomes of it."""
    words = {"how": line.how, "page": line.leads_to, "reason": line.item.reason, "suggested": line.suggested}
    if line.item.target:
        return _("%(how)s → %(page)s") % words
    if line.item.reason:
        return _("%(how)s → no link: %(reason)s") % words
    if line.suggested:
        return _("%(how)s → decide later; perhaps %(suggested)s") % words
    return _("%(how)s → decide later") % words


def left_to_decide(sections: list[PlannedSection]) -> Iterator[str]:
    """What an editor still has to do, if anything."""
    open_lines = sum(not line.decided for section in sections for line in section.lines)
    strange = [section.section.heading for section in sections if not section.recognised]
    if open_lines:
        yield _("To decide: where %(n)s of the lines lead.") % {"n": open_lines}
    for heading in strange:
        yield _("To decide: what the section “%(heading)s” is about.") % {"heading": heading}
    if not (open_lines or strange):
        yield _("Nothing is left to decide.")


def differences(prepared: PreparedImport, names: Names) -> Iterator[str]:
    """What would change in the draft that is there, a sentence for each place."""
    comparison = prepared.comparison(names)
    if comparison:
        yield _("What changes in the draft: %(short)s.") % {"short": comparison.in_short}
        for sentence in in_words(comparison):
            yield f"  {sentence}"
