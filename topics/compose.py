"""Draft rows to a Document: what the page would be if it were published now."""

from collections.abc import Iterable

from topics.document import CareCard, Code, Document, Item, Link, Section, Source
from topics.kinds import Urgency
from topics.models import Edition, Topic
from topics.models import Item as ItemRow


def compose(topic: Topic, *, going_live: Iterable[Topic] = ()) -> Document:
    """The draft of this topic as a Document. Eight queries, however long the page is.

    Linked topics appear as their live editions say, so that nothing unpublished leaks through a link; one without a
    live page appears unlinked. `going_live`: topics published in the same breath; they appear as their drafts say.
    """
    return _document(topic, links=_Links(going_live))


def compose_unlinked(topic: Topic) -> Document:
    """The draft alone, independent of how the linked topics look today. For telling whether the draft was changed."""
    return _document(topic, links=None)


class _Links:
    """How each linked topic is shown."""

    def __init__(self, going_live: Iterable[Topic]):
        self.drafts = {topic.pk: topic for topic in going_live}

    def to(self, topic: Topic) -> Link | None:
        if topic.pk in self.drafts:
            shown: Topic | Edition = self.drafts[topic.pk]
        elif topic.live_edition is not None:
            shown = topic.live_edition
        else:
            return None
        return Link(shown.kind, shown.slug, shown.name, shown.plain_name, shown.description)


def _document(topic: Topic, links: _Links | None) -> Document:
    return Document(
        kind=topic.kind,
        slug=topic.slug,
        name=topic.name,
        plain_name=topic.plain_name,
        title=topic.title,
        description=topic.description,
        summary=topic.summary,
        # Sorted here: databases order letters differently, and a digest must not depend on that.
        other_names=tuple(sorted(other.name for other in topic.other_names.all())),
        body_regions=tuple(sorted(region.slug for region in topic.body_regions.all())),
        codes=tuple(_codes(topic)),
        care_cards=tuple(_care_cards(topic)),
        sections=tuple(_sections(topic, links)),
        sources=tuple(_sources(topic)),
    )


def _codes(topic):
    for code in sorted(topic.codes.all(), key=lambda code: (code.system, code.version, code.code)):
        yield Code(code.system, code.version, code.code, code.display)


def _care_cards(topic):
    for card in sorted(topic.care_cards.order_by("position", "pk"), key=lambda card: Urgency(card.urgency).rank):
        points = tuple(line.strip() for line in card.points.splitlines() if line.strip())
        yield CareCard(card.stable_id, card.urgency, card.heading, points, card.action, tuple(map(tuple, card.signs)))


def _sources(topic):
    for source in topic.sources.order_by("position", "pk"):
        yield Source(source.stable_id, source.title, source.publisher, source.url, source.date)


def _sections(topic, links):
    rows = ItemRow.objects.filter(section__topic=topic).order_by("position", "pk").select_related("topic__live_edition")
    items: dict[int, list[Item]] = {}
    for row in rows.defer("topic__live_edition__document", "topic__live_edition__search_text"):
        items.setdefault(row.section_id, []).append(_item(row, links))
    for section in topic.sections.order_by("position", "pk"):
        lines = tuple(items.get(section.pk, ()))
        yield Section(section.stable_id, section.kind, section.heading, section.body, section.list_intro, lines)


def _item(row, links):
    if row.topic is None:
        target, link = "", None
    elif links is None:  # the draft alone: the same topic stays the same, whatever its address has become
        target, link = f"{row.topic.kind}/#{row.topic_id}", None
    else:
        target, link = f"{row.topic.kind}/{row.topic.slug}", links.to(row.topic)
    return Item(row.stable_id, row.label, target, link, row.unlinked_reason)
