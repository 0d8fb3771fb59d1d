"""Writes a Document as draft rows, the inverse of topics.compose: for saving, shipped pages, imports and restoring."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from portal.lib.locks import shared_lock
from topics.actions.live_links import PLACES
from topics.document import Document
from topics.document import Item as DocumentItem
from topics.models import (
    BodyRegion,
    CareCard,
    Edition,
    FormerAddress,
    Item,
    OtherName,
    Section,
    Source,
    Topic,
    TopicCode,
)


class UnknownTopic(LookupError):
    """The document names a topic that is not in the database. `targets` lists them as kind/slug."""

    def __init__(self, targets: set[str]):
        self.targets = targets
        super().__init__("No topic is known as: " + ", ".join(sorted(targets)))


class UnknownRegion(LookupError):
    """The document names a body region that is not in the database."""


def write_draft(*, topic: Topic, document: Document) -> None:
    """Makes the topic's draft exactly what the document says. Rows are found again by their stable ids, others go.

    A line that names a concept merged into another leads to that one. Raises UnknownTopic or UnknownRegion before
    anything is written.
    """
    with transaction.atomic():
        shared_lock(PLACES)
        targets = _resolve({item.target for section in document.sections for item in section.items if item.target})
        regions = _regions(document.body_regions)
        fields = ("slug", "name", "plain_name", "title", "description", "summary")
        for field in fields:
            setattr(topic, field, getattr(document, field))
        topic.save(update_fields=[*fields, "changed_at"])
        topic.body_regions.set(regions)
        _replace(topic.other_names, OtherName, topic, [{"name": name} for name in document.other_names])
        codes = [
            {"system": c.system, "version": c.version, "code": c.code, "display": c.display} for c in document.codes
        ]
        _replace(topic.codes, TopicCode, topic, codes)
        _keep(CareCard, {"topic": topic}, [_card(card) for card in document.care_cards])
        _keep(Source, {"topic": topic}, [_source(source) for source in document.sources])
        sections = _keep(Section, {"topic": topic}, [_section(section) for section in document.sections])
        for section in document.sections:
            lines = [_item(item, targets) for item in section.items]
            _keep(Item, {"section": sections[section.id]}, lines)


def as_of_today(document: Document, edition: Edition | None = None) -> Document:
    """A text of an earlier day as a draft can hold it now: each line leads to the topic that it led to then, wherever
    that is today. A line whose topic was deleted waits for a decision.

    `edition`: the one whose text it is; it keeps which topic each of its links was written for. Without it, the text is
    as `compose_unlinked` gives it.
    """
    links = edition.links.exclude(address="").select_related("topic__merged_into") if edition else ()
    written_for = {(link.section_kind, link.address): link.topic.merged_into or link.topic for link in links}
    found = _found_then({item.target for section in document.sections for item in section.items if item.target})

    def today(kind: str, item: DocumentItem) -> DocumentItem:
        address = f"{item.link.kind}/{item.link.slug}" if item.link else ""
        topic = written_for.get((kind, address)) or found.get(item.target)
        if not item.target:
            return item
        return replace(item, target=f"{topic.kind}/{topic.slug}" if topic else "", link=item.link if topic else None)

    sections = tuple(
        replace(section, items=tuple(today(section.kind, item) for item in section.items))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _found_then(targets: set[str]) -> dict[str, Topic]:
    """Those of the targets that lead to a topic: by its key ("kind/#key"), its address or one that readers had once."""
    keys = {target: target.partition("/#")[2] for target in targets}
    rows = Topic.objects.select_related("merged_into").in_bulk([int(key) for key in keys.values() if key.isdecimal()])
    found = {target: rows[int(key)] for target, key in keys.items() if key.isdecimal() and int(key) in rows}
    wanted = Q(pk__in=[])
    for kind, slug in (target.split("/", 1) for target in targets):
        wanted |= Q(kind=kind, slug=slug)
    for former in FormerAddress.objects.filter(wanted).select_related("topic__merged_into"):
        found[f"{former.kind}/{former.slug}"] = former.topic
    found |= _at(targets)
    return {target: topic.merged_into or topic for target, topic in found.items()}


def _resolve(targets: set[str]) -> dict[str, Topic]:
    found = _at(targets)
    missing = targets - found.keys()
    if missing:
        raise UnknownTopic(missing)
    return found


def _at(targets: set[str]) -> dict[str, Topic]:
    """Each kind/slug with its topic; a draft's address wins over the address another topic is still live at."""
    pairs = [target.split("/", 1) for target in targets]
    wanted = Q(pk__in=[])
    for kind, slug in pairs:
        wanted |= Q(kind=kind, slug=slug) | Q(kind=kind, live_slug=slug)
    found: dict[str, Topic] = {}
    topics = list(Topic.objects.filter(wanted).select_related("merged_into").order_by("pk"))
    for topic in topics:
        if topic.live_slug:
            found[f"{topic.kind}/{topic.live_slug}"] = topic
    for topic in topics:
        found[f"{topic.kind}/{topic.slug}"] = topic.merged_into or topic
    return found


def _regions(slugs: tuple[str, ...]) -> list[BodyRegion]:
    found = list(BodyRegion.objects.filter(slug__in=slugs))
    missing = set(slugs) - {region.slug for region in found}
    if missing:
        raise UnknownRegion("No body region is known as: " + ", ".join(sorted(missing)))
    return found


def _replace(manager, model, topic, rows: list[dict]) -> None:
    """For rows without a life of their own: write anew what differs."""
    stored = list(manager.values(*rows[0])) if rows else []
    if rows and sorted(map(str, stored)) == sorted(map(str, rows)):
        return
    manager.all().delete()
    model.objects.bulk_create(model(topic=topic, **row) for row in rows)


def _keep(model, parent: dict, rows: list[dict]) -> dict[str, object]:
    """Updates the rows with a known stable id, makes the new ones, removes the rest. Gives them by stable id."""
    stored = {row.stable_id: row for row in model.objects.filter(**parent)}
    wanted = [row["stable_id"] for row in rows]
    model.objects.filter(**parent).exclude(stable_id__in=wanted).delete()
    fresh, kept = [], []
    for position, values in enumerate(rows):
        row = stored.pop(values["stable_id"], None) or model(**parent)
        for name, value in {**values, "position": position}.items():
            setattr(row, name, value)
        (kept if row.pk else fresh).append(row)
    model.objects.bulk_create(fresh)
    if kept and rows:
        model.objects.bulk_update(kept, [*rows[0], "position"])
    return {row.stable_id: row for row in fresh + kept}


def _card(card) -> dict:
    points = "\n".join(card.points)
    return {
        "stable_id": card.id,
        "urgency": card.urgency,
        "heading": card.heading,
        "points": points,
        "signs": [list(named) for named in card.signs],
        "action": card.action,
    }


def _source(source) -> dict:
    return {
        "stable_id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "date": source.date,
    }


def _section(section) -> dict:
    return {
        "stable_id": section.id,
        "kind": section.kind,
        "heading": section.heading,
        "body": section.body,
        "list_intro": section.list_intro,
    }


def _item(item, targets) -> dict:
    return {
        "stable_id": item.id,
        "label": item.label,
        "topic": targets.get(item.target),
        "unlinked_reason": item.reason,
    }
