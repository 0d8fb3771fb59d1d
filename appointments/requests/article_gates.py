"""A gate for articles: every specialist named under "whom to see" can be asked for. Registered with topics.gates."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from appointments.models import HealthcareService
from topics.document import Document, Item, Section
from topics.gates.finding import Finding, FindingPlace, looked_at
from topics.kinds import SectionKind, TopicKind

CODE = "closed_form"


def open_forms(document: Document) -> Iterator[Finding]:
    """A finding for each specialist with a button whose form is closed or missing. One query."""
    named = list(_specialists(document))
    if not named:
        return
    slugs = {item.link.slug for _section, item in named}
    services = {
        service.specialty.live_slug: service
        for service in HealthcareService.objects.filter(specialty__live_slug__in=slugs).select_related("specialty")
    }
    for section, item in named:
        service = services.get(item.link.slug)
        if service is None or not service.is_open:
            yield _finding(section, item, service)


def _specialists(document: Document) -> Iterator[tuple[Section, Item]]:
    for section in document.sections:
        if section.kind == SectionKind.WHO_TO_SEE:
            for item in section.items:
                if item.link is not None and item.link.kind == TopicKind.SPECIALTY:
                    yield section, item


def _finding(section: Section, item: Item, service: HealthcareService | None) -> Finding:
    words = {"label": item.label}
    if service is None:
        sentence = _("“%(label)s” stands under “whom to see”, but there is no form to ask for an appointment.")
        mend = _("Ask an administrator to add the service, or take the line out.")
    else:
        sentence = _("“%(label)s” stands under “whom to see”, but the form is closed: %(reason)s")
        words["reason"] = service.closed_reason
        mend = _("Ask a desk lead or an administrator to open the form, or take the line out.")
    return Finding(
        CODE,
        sentence % words,
        mend,
        FindingPlace("items", section.id, item=item.id, title=section.heading),
        key=f"{section.id}-{item.id}",
        waivable=True,
        stops_forced=True,
        about=looked_at(section.heading, item.label, item.target, service and service.closed_reason),
    )
