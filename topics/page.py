"""A Document as the templates show it: addresses, filled placeholders, HTML. A function of the document and the clinic.

The live page, the preview and the print view are all drawn from this, so they cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from portal.clinic import Clinic
from portal.lib import markdown
from topics.addresses import follow, path_of
from topics.closed_forms import ClosedForm
from topics.document import CareCard, Document, Item, Section, Source
from topics.kinds import SectionKind, TopicKind, Urgency
from topics.placeholders import fill


@dataclass(frozen=True)
class CardView:
    """A care card, its level in words, and whom to call (a tel: address, for emergencies)."""

    id: str
    urgency: str
    urgency_label: str
    heading: str
    points: tuple[str, ...]
    action: str
    phone_link: str


@dataclass(frozen=True)
class ItemView:
    """One line of a list. `url` is empty where it leads nowhere."""

    id: str
    label: str
    url: str
    description: str
    kind_label: str


@dataclass(frozen=True)
class SpecialistView:
    """A specialist to ask for, with the address of the request form; `closed`: it takes no requests now."""

    name: str
    plain_name: str
    description: str
    url: str
    request_url: str
    closed: ClosedForm | None = None


@dataclass(frozen=True)
class SectionView:
    """A section; its specialists are shown as cards, its other items as a list."""

    id: str
    kind: str
    heading: str
    body: SafeString
    list_intro: str
    items: tuple[ItemView, ...]
    specialists: tuple[SpecialistView, ...]

    @property
    def cards_id(self) -> str:
        """The id of the place where the specialists' cards begin."""
        return f"{self.id}-cards"


@dataclass(frozen=True)
class PageView:
    """Everything a template needs to show a page."""

    kind: str
    kind_label: str
    headline: str
    name: str
    plain_name: str
    description: str
    other_names: tuple[str, ...]
    summary: SafeString
    cards: tuple[CardView, ...]
    sections: tuple[SectionView, ...]
    sources: tuple
    request_url: str
    closed: ClosedForm | None = None

    @property
    def emergency_cards(self) -> tuple[CardView, ...]:
        """These stand before everything else."""
        return tuple(card for card in self.cards if card.urgency == Urgency.EMERGENCY)

    @property
    def other_cards(self) -> tuple[CardView, ...]:
        return tuple(card for card in self.cards if card.urgency != Urgency.EMERGENCY)

    @property
    def request_at(self) -> str:
        """Where the page lets you ask for an appointment: the form itself, or the specialists' buttons on the page."""
        specialists = (f"#{section.cards_id}" for section in self.sections if section.specialists)
        return self.request_url or next(specialists, "")


def specialists_named(document: Document, moved: Mapping[str, str] | None = None) -> set[str]:
    """The addresses of the specialists whose request forms the page leads to; `moved` as for page_view."""
    if document.kind == TopicKind.SPECIALTY:
        return {document.slug} - {""}
    named = (item for section in _up_to_date(document, moved or {}).sections for item in _specialists_of(section))
    return {item.link.slug for item in named if item.link}


def page_view(
    document: Document,
    clinic: Clinic,
    moved: Mapping[str, str] | None = None,
    closed: Mapping[str, ClosedForm] | None = None,
) -> PageView:
    """How the document looks at this clinic.

    `moved`: pages it links to that are elsewhere today, or nowhere (Edition.link_overrides). `closed`: request forms
    that take no requests now, by the address of the specialist.
    """
    kind = TopicKind(document.kind)
    document = _up_to_date(document, moved or {})
    closed = closed or {}
    sections = tuple(_section(section, document, clinic, moved or {}, closed) for section in document.sections)
    own_request = _own_request(kind, document.slug)
    return PageView(
        kind=kind.value,
        kind_label=str(kind.label),
        headline=fill(document.headline, clinic),
        name=document.name,
        plain_name=document.plain_name,
        description=Truncator(fill(document.description, clinic)).chars(200),
        other_names=document.other_names,
        summary=_html(document.summary, clinic, moved or {}),
        cards=tuple(card_view(card, clinic) for card in document.care_cards),
        sections=sections,
        sources=tuple(map(_source, document.sources)),
        request_url=own_request,
        closed=closed.get(document.slug) if own_request else None,
    )


def _source(source: Source) -> Source:
    """Only an address on the web becomes a link, whatever a draft that has not been checked yet may hold."""
    return source if source.url.lower().startswith(("https://", "http://")) else replace(source, url="")


def _own_request(kind: TopicKind, slug: str) -> str:
    """The form of the specialist this page is about; empty for other pages, and while a draft has no address."""
    try:
        return request_url(slug) if kind == TopicKind.SPECIALTY else ""
    except NoReverseMatch:
        return ""


def request_url(specialty_slug: str, article_slug: str = "") -> str:
    """Where an appointment with this specialist is asked for, saying which article the reader comes from."""
    url = reverse("appointments:request", args=[specialty_slug])
    return f"{url}?article={article_slug}" if article_slug else url


def card_view(card: CareCard, clinic: Clinic) -> CardView:
    """How a care card looks at this clinic."""
    urgency = Urgency(card.urgency)
    points = tuple(fill(point, clinic) for point in card.points)
    link = clinic.emergency_number_link if urgency == Urgency.EMERGENCY else ""
    heading, action = fill(card.heading, clinic), fill(card.action, clinic)
    return CardView(card.id, urgency.value, str(urgency.label), heading, points, action, link)


def _up_to_date(document: Document, moved: Mapping[str, str]) -> Document:
    """The document with the links of its lines as they lead today; what leads nowhere is a line without a link."""
    if not moved:
        return document

    def today(item: Item) -> Item:
        written = f"{item.link.kind}/{item.link.slug}" if item.link else ""
        if written not in moved:
            return item
        kind, _, slug = moved[written].partition("/")
        return replace(item, link=replace(item.link, kind=kind, slug=slug) if slug else None)

    sections = tuple(replace(part, items=tuple(map(today, part.items))) for part in document.sections)
    return replace(document, sections=sections)


def _html(text: str, clinic: Clinic, moved: Mapping[str, str]) -> SafeString:
    return markdown.to_html(fill(text, clinic), (lambda href: follow(href, moved)) if moved else None)


def _section(section: Section, document: Document, clinic: Clinic, moved: Mapping, closed: Mapping) -> SectionView:
    specialists = _specialists_of(section)
    others = tuple(item for item in section.items if item not in specialists)
    article = document.slug if document.kind == TopicKind.SYMPTOM else ""
    return SectionView(
        id=section.id,
        kind=section.kind,
        heading=fill(section.heading, clinic),
        body=_html(section.body, clinic, moved),
        list_intro=fill(section.list_intro, clinic),
        items=tuple(_line(item, clinic) for item in others),
        specialists=tuple(_specialist(item, article, clinic, closed) for item in specialists),
    )


def _specialists_of(section: Section) -> tuple[Item, ...]:
    """The lines of the section that are shown as cards with a button."""
    if section.kind != SectionKind.WHO_TO_SEE:
        return ()
    return tuple(item for item in section.items if item.link and item.link.kind == TopicKind.SPECIALTY)


def _line(item: Item, clinic: Clinic) -> ItemView:
    label = fill(item.label, clinic)
    if item.link is None:
        return ItemView(item.id, label, "", "", "")
    kind = TopicKind(item.link.kind)
    url = path_of(kind, item.link.slug)
    return ItemView(item.id, label, url, fill(item.link.description, clinic), str(kind.label))


def _specialist(item: Item, article: str, clinic: Clinic, closed: Mapping[str, ClosedForm]) -> SpecialistView:
    return SpecialistView(
        name=fill(item.label, clinic),
        plain_name=item.link.plain_name,
        description=fill(item.link.description, clinic),
        url=reverse("topics:page", args=[TopicKind.SPECIALTY.folder, item.link.slug]),
        request_url=request_url(item.link.slug, article),
        closed=closed.get(item.link.slug),
    )
