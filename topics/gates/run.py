"""Asks every gate about a page. The number of queries is the same however long the page is."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import Resolver404, resolve, reverse

from portal.lib.text import fold
from topics.checklists import checklist, sign_words
from topics.document import Document
from topics.gates import (
    addresses,
    care_cards,
    links,
    marks,
    parts,
    quotations,
    reading,
    red_flags,
    registry,
    sources,
    structure,
    wording,
)
from topics.gates.facts import AvoidedWord, ConsentStatus, NamedTopic, PageFacts, PortalAddress, TargetStatus
from topics.gates.finding import Finding
from topics.kinds import TopicKind
from topics.models import BodyRegion, ConsentOrigin, Edition, FormerAddress, QuoteConsent, Topic, Waiver, WordRule
from topics.workflow import State

GATES = (
    red_flags.check,
    care_cards.check,
    links.check,
    sources.check,
    quotations.check,
    parts.check,
    structure.check,
    marks.check,
    addresses.check,
    wording.check,
    reading.check,
)

FOR_READERS = {
    "topics:home",
    "topics:search",
    "topics:index",
    "appointments:find",
    "appointments:request",
    "portal:privacy",
}


def findings(topic: Topic, document: Document) -> list[Finding]:
    """What stands between this draft of the topic and its readers, what is waived included, gate by gate.

    `document`: the draft as `compose` gives it. At most eleven queries of its own, and those of the registered checks.
    """
    known = known_about(topic, document)
    found = [finding for gate in GATES for finding in gate(document, known)]
    found += registry.registered(document)
    return _with_waivers(topic, found)


def known_about(topic: Topic, document: Document) -> PageFacts:
    """What the gates need to know about the rest of the portal."""
    flags = checklist(document.body_regions)
    regions = dict(BodyRegion.objects.filter(slug__in=document.body_regions).values_list("slug", "name"))
    return PageFacts(
        regions=regions,
        flags=flags,
        sign_words=sign_words() if document.signs() - {flag.id for flag in flags} else {},
        words=tuple(AvoidedWord(*row) for row in _active_words()),
        targets=_targets(topic),
        paths=_paths(document),
        consents=_consents(),
        live=topic.live_edition.content if topic.live_edition else None,
        site=settings.BASE_URL,
    )


def _with_waivers(topic: Topic, found: list[Finding]) -> list[Finding]:
    living = {(one.code, one.key): one for one in Waiver.objects.living().filter(topic=topic).select_related("by")}

    def judged(finding: Finding) -> Finding:
        waiver = living.get((finding.code, finding.key))
        holds = finding.waivable and waiver is not None and waiver.fingerprint == finding.fingerprint
        return replace(finding, waiver=waiver) if holds else finding

    return [judged(finding) for finding in found]


def _active_words():
    return WordRule.objects.filter(is_active=True).order_by("phrase").values_list("phrase", "kind", "instead")


def _targets(topic: Topic) -> dict[str, NamedTopic]:
    rows = Topic.objects.filter(named_by__section__topic=topic).distinct()
    rows = rows.annotate(was_live=Exists(Edition.objects.filter(topic=OuterRef("pk"))))
    return {f"{row.kind}/{row.slug}": NamedTopic(row.name, row.plain_name, _standing(row)) for row in rows}


def _standing(row) -> TargetStatus:
    if row.live_edition_id is None:
        is_over = row.was_live or row.state in (State.RETIRED, State.MERGED)
        return TargetStatus.GONE if is_over else TargetStatus.UNPUBLISHED
    return TargetStatus.NOTICE if row.notice_id else TargetStatus.LIVE


def _consents() -> dict[str, ConsentStatus]:
    """What is given counts more than what is to be confirmed, and that more than what was withdrawn before."""
    found: dict[str, ConsentStatus] = {}
    rows = QuoteConsent.objects.values_list("name", "origin", "withdrawn_on")
    for status in (ConsentStatus.WITHDRAWN, ConsentStatus.TO_CONFIRM, ConsentStatus.GIVEN):
        found |= {fold(name): status for name, origin, withdrawn_on in rows if _status(origin, withdrawn_on) == status}
    return found


def _status(origin: str, withdrawn_on: date | None) -> ConsentStatus:
    if withdrawn_on is not None:
        return ConsentStatus.WITHDRAWN
    return ConsentStatus.GIVEN if origin == ConsentOrigin.IN_WRITING else ConsentStatus.TO_CONFIRM


def _paths(document: Document) -> dict[str, PortalAddress]:
    """Each address of this portal in the text: live pages of topics, former ones, and whatever else answers here."""
    wanted = {addresses.own_path(address, settings.BASE_URL) for _place, address in addresses.linked(document)}
    plain = {path.partition("#")[0].partition("?")[0] for path in wanted if path} - {""}
    pages = {path: page for path in plain if (page := _topic_page(path))}
    live, former = _live_and_former(set(pages.values()))
    found = {}
    for path in plain:
        page = pages.get(path)
        if page is None:
            found[path] = PortalAddress(_opens(path))
        elif page in live and path.endswith("/"):
            found[path] = PortalAddress(opens=True)
        else:
            found[path] = PortalAddress(opens=False, today=_address(page) if page in live else former.get(page, ""))
    return found


def _topic_page(path: str) -> tuple[str, str] | None:
    """Kind and address of the topic whose page would be at this path; also if its last stroke was left out."""
    folders = {kind.folder: kind.value for kind in TopicKind}
    parts = path.strip("/").split("/")
    return (folders[parts[0]], parts[1]) if len(parts) == 2 and parts[0] in folders else None


def _live_and_former(pages: set[tuple[str, str]]) -> tuple[set[tuple[str, str]], dict[tuple[str, str], str]]:
    if not pages:
        return set(), {}
    at, was_at = Q(), Q()
    for kind, slug in pages:
        at |= Q(kind=kind, live_slug=slug)
        was_at |= Q(kind=kind, slug=slug)
    live = set(Topic.objects.live().filter(at).values_list("kind", "live_slug"))
    former = {
        (row.kind, row.slug): _address((row.topic.kind, row.topic.live_slug)) if row.topic.is_live else ""
        for row in FormerAddress.objects.filter(was_at).select_related("topic")
    }
    return live, former


def _address(page: tuple[str, str]) -> str:
    kind, slug = page
    return reverse("topics:page", args=[TopicKind(kind), slug])


def _opens(path: str) -> bool:
    """Whether readers find a page there: not one of staff, of a machine, or of one patient."""
    try:
        return resolve(path).view_name in FOR_READERS
    except Resolver404:
        return False
