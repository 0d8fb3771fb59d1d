"""Everything that uses a topic: lines of drafts, lines of live pages, links in texts, and rows of other apps.

Other apps are asked through their foreign keys, by name and number only: topics imports none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from topics.addresses import linked_in, path_of
from topics.kinds import TopicKind
from topics.live_addresses import LiveAddresses
from topics.models import Edition, EditionLink, Item, Section, Topic
from topics.passages import WORDS, Passage, passages
from topics.workflow import State

OWN = {"topics.Practitioner"}  # of this app's tables, those whose rows merely point at a topic, like other apps' rows


@dataclass(frozen=True)
class DraftUse:
    """A line, or a link in a text, of a draft."""

    page: Topic
    heading: str
    text: str


@dataclass(frozen=True)
class LiveUse:
    """A line, or a link in a text, that readers see now."""

    edition: Edition
    passage: Passage


@dataclass(frozen=True)
class OtherUse:
    """Rows of another table: their name in the clinic's words, and how many. `one_each`: they cannot change sides."""

    name: str
    count: int
    one_each: bool


@dataclass(frozen=True)
class Uses:
    """Where a topic is used."""

    drafts: tuple[DraftUse, ...]
    live: tuple[LiveUse, ...]
    led_here: tuple[Topic, ...]
    others: tuple[OtherUse, ...]
    former_editions: int

    def __bool__(self) -> bool:
        return bool(self.drafts or self.live or self.led_here or self.others or self.former_editions)

    @property
    def live_pages(self) -> tuple[Edition, ...]:
        """The live pages that link to it, each once."""
        return tuple({use.edition.pk: use.edition for use in self.live}.values())

    @property
    def in_review(self) -> tuple[Topic, ...]:
        return self._drafts_in(State.IN_REVIEW)

    @property
    def signed_off(self) -> tuple[Topic, ...]:
        return self._drafts_in(State.SIGNED_OFF)

    @property
    def rooted(self) -> tuple[OtherUse, ...]:
        """What belongs to this topic alone and cannot move to another, such as a request form."""
        return tuple(use for use in self.others if use.one_each)

    def _drafts_in(self, state: State) -> tuple[Topic, ...]:
        return tuple({use.page.pk: use.page for use in self.drafts if use.page.state == state}.values())


def where_used(topic: Topic) -> Uses:
    """All uses of the topic, however it is spoken of. A set number of queries, however many there are."""
    live_addresses = LiveAddresses()
    addresses = live_addresses.addresses_of({topic.pk}) | {f"{topic.kind}/{topic.slug}"}
    live = live_passages(topic, addresses)
    return Uses(
        drafts=(*_draft_lines(topic), *_draft_links(topic, addresses)),
        live=tuple(
            LiveUse(edition, passage)
            for edition, found in live
            for passage in found
            if passage.how != WORDS and edition.topic_id != topic.pk
        ),
        led_here=tuple(
            Topic.objects.filter(pk__in=live_addresses.leading_to(topic.pk) - {topic.pk}).order_by("name", "pk")
        ),
        others=tuple(_others(topic)),
        former_editions=_former_editions(topic),
    )


def live_passages(
    topic: Topic, addresses: Iterable[str], names: Iterable[str] = ()
) -> list[tuple[Edition, tuple[Passage, ...]]]:
    """The live pages that link to the topic, with the places where they do; with `names` also where they say those."""
    links = EditionLink.objects.filter(topic=topic, edition__live_topic__isnull=False)
    named_as: dict[int, set[str]] = {}
    for edition, address in links.values_list("edition", "address"):
        named_as.setdefault(edition, set()).add(address)
    addresses = set(addresses)
    editions = Edition.objects.live().filter(Q(pk__in=list(named_as)) | Q(pk__in=list(editions_with_text(addresses))))
    found = []
    for edition in editions.select_related("live_topic").defer("search_text").order_by("name", "pk"):
        known = addresses | named_as.get(edition.pk, set()) - {""}
        places = passages(edition.content, known, names)
        if any(place.how != WORDS for place in places):
            found.append((edition, places))
    return found


def editions_with_text(addresses: Iterable[str]) -> set[int]:
    """Live editions that may link to one of these addresses in a text: to be looked at closely."""
    wanted = _speaks_of("text", addresses)
    stored = Edition.objects.live().annotate(text=Cast("document", TextField()))
    return set(stored.filter(wanted).values_list("pk", flat=True)) if wanted else set()


def _speaks_of(column: str, addresses: Iterable[str]) -> Q:
    """Rows in which an address stands as it does in a link, perhaps with more behind it."""
    wanted = Q()
    for address in addresses:
        kind, _sep, slug = address.partition("/")
        wanted |= Q(**{f"{column}__contains": path_of(TopicKind(kind), slug).rstrip("/")})
    return wanted


def _draft_lines(topic: Topic) -> list[DraftUse]:
    lines = Item.objects.filter(topic=topic).exclude(section__topic__state=State.MERGED)
    lines = lines.exclude(section__topic=topic).select_related("section__topic")
    ordered = lines.order_by("section__topic__name", "section__topic", "section__position", "position", "pk")
    return [DraftUse(line.section.topic, line.section.heading, line.label) for line in ordered]


def _draft_links(topic: Topic, addresses: set[str]) -> list[DraftUse]:
    others = Topic.objects.exclude(pk=topic.pk).exclude(state=State.MERGED)
    pages = others.filter(_speaks_of("summary", addresses)).order_by("name", "pk")
    sections = Section.objects.filter(_speaks_of("body", addresses), topic__in=others).select_related("topic")
    texts = [(page, _("In short"), page.summary) for page in pages]
    texts += [(part.topic, part.heading, part.body) for part in sections.order_by("topic__name", "position", "pk")]
    return [DraftUse(page, heading, text) for page, heading, text in texts if linked_in(text) & addresses]


def _former_editions(topic: Topic) -> int:
    """Earlier editions of other pages that named it."""
    naming = EditionLink.objects.filter(topic=topic, edition__live_topic__isnull=True)
    return naming.exclude(edition__topic=topic).values("edition").distinct().count()


def _others(topic: Topic) -> list[OtherUse]:
    found = []
    for relation in Topic._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.is_relation):
            continue
        model: type[Model] = relation.related_model
        if model._meta.auto_created or (model._meta.app_label == "topics" and model._meta.label not in OWN):
            continue
        field = relation.field
        count = model._base_manager.filter(**{field.name: topic.pk}).count()
        if count:
            many = count != 1
            name = model._meta.verbose_name_plural if many else model._meta.verbose_name
            found.append(OtherUse(f"{name} ({field.verbose_name})", count, relation.one_to_one))
    return found
