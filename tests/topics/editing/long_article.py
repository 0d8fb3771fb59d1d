"""A very long article: sixty sections, six hundred lines, 1,200 words of text. Longer than anybody should write."""

from tests.builders import make_topic
from topics.kinds import SectionKind, TopicKind
from topics.models import Item, Section, Topic

SECTIONS, LINES = 60, 10
WORDS = "Most of it passes with warmth, movement and some patience, so keep moving gently every day. Call us if not."


def make_long_article(*, sections: int = SECTIONS, **changes) -> Topic:
    """The article as a draft, or as many of its sections.

    Every second line is linked, each to a topic of its own; the others say why not.
    """
    topic = make_topic(kind=TopicKind.SYMPTOM, **{"name": "A long story", "slug": "a-long-story"} | changes)
    linked = Topic.objects.bulk_create(
        Topic(
            kind=TopicKind.CONDITION,
            slug=f"{topic.slug}-condition-{number}",
            name=f"Condition {number}",
            description="It.",
        )
        for number in range(sections * LINES // 2)
    )
    stored = Section.objects.bulk_create(
        Section(topic=topic, kind=SectionKind.CAUSES, heading=f"Part {number}", body=WORDS, position=number)
        for number in range(sections)
    )
    targets = iter(linked)
    Item.objects.bulk_create(
        Item(
            section=section,
            position=number,
            label=f"Line {number} of {section.heading}",
            topic=next(targets) if number % 2 else None,
            unlinked_reason="" if number % 2 else "a habit, not a disease",
        )
        for section in stored
        for number in range(LINES)
    )
    return topic
