"""Writes a Document as draft rows, the inverse of topics.compose: for saving, shipped pages, imports and restoring."""

from django.db import transaction
from django.db.models import Q

from portal.lib.locks import shared_lock
from topics.actions.live_links import PLACES
from topics.document import Document
from topics.models import BodyRegion, CareCard, Item, OtherName, Section, Source, Topic, TopicCode


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


def _resolve(targets: set[str]) -> dict[str, Topic]:
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
    missing = targets - found.keys()
    if missing:
        raise UnknownTopic(missing)
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
