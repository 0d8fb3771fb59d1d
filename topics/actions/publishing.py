"""A draft goes live: its document is written down as an edition, and readers see it from then on."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from portal.lib.text import fold
from portal.models import User
from topics.compose import compose
from topics.document import Document
from topics.models import Edition, EditionLink, Topic


class PublishingRefused(Exception):
    """The draft cannot go live; the message says why in words an editor understands."""


class NothingChanged(PublishingRefused):
    """The live edition says exactly the same."""


class AddressTaken(PublishingRefused):
    """Another live page answers at this address."""


def publish(
    *, topic: Topic, by: User | None, now: datetime, change_note: str = "", going_live: Iterable[Topic] = ()
) -> Edition:
    """Makes the draft the live edition and gives it. `by` None: shipped with the portal.

    Raises NothingChanged or AddressTaken; then nothing is written. Two people publishing one topic: one edition each,
    numbered one after the other, or NothingChanged for the second.
    """
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        document = compose(topic, going_live=going_live)
        digest = document.sha256
        if topic.live_edition_id and topic.live_edition.sha256 == digest:
            raise NothingChanged(f"“{topic.name}” is live already, word for word.")
        if Topic.objects.at(topic.kind, document.slug).exclude(pk=topic.pk).exists():
            raise AddressTaken(f"Another live page answers at “{document.slug}”. Give this one another address.")
        last = topic.editions.aggregate(last=Max("number"))["last"] or 0
        edition = Edition.objects.create(
            topic=topic,
            number=last + 1,
            document=document.to_json(),
            sha256=digest,
            change_note=change_note,
            published_at=now,
            published_by=by,
            kind=document.kind,
            slug=document.slug,
            name=document.name,
            plain_name=document.plain_name,
            description=document.description,
            other_names=list(document.other_names),
            search_text=_search_text(document),
        )
        _write_links(edition)
        topic.live_edition, topic.live_slug = edition, edition.slug
        topic.save(update_fields=["live_edition", "live_slug"])
    return edition


def _search_text(document: Document) -> str:
    """Names first, each word with a blank before it, so that a search for the start of a word finds it."""
    parts = (document.name, document.plain_name, *document.other_names, document.title, document.description)
    return " " + " ".join(fold(part) for part in parts if part)


def _write_links(edition: Edition) -> None:
    rows = edition.topic.sections.filter(items__topic__isnull=False).values_list("kind", "items__topic").distinct()
    EditionLink.objects.bulk_create(
        EditionLink(edition=edition, section_kind=kind, topic_id=topic)
        for kind, topic in rows.order_by("kind", "items__topic")
    )
