"""Rows of what we teach: all of them, to see what something changed; many live pages; a waiver as reviewers give it."""

from django.apps import apps

from tests.builders import NOW, make_live
from topics.models import Edition, Topic, Waiver


def stored(but: str = "") -> dict[str, list[tuple]]:
    """Every row of every table of topics, by table; without the column `but`, where there is one."""
    found = {}
    for model in apps.get_app_config("topics").get_models(include_auto_created=True):
        if not model._meta.proxy:
            columns = [field.attname for field in model._meta.concrete_fields if field.attname != but]
            found[model._meta.db_table] = list(model._base_manager.order_by("pk").values_list(*columns))
    return found


def make_waiver(topic, by, **changes) -> Waiver:
    """A waiver that is not stored yet."""
    ended = {"ended_by": by} if changes.get("ended_at") else {}
    plain = {"code": "red_flags", "key": "1", "fingerprint": "a" * 64, "finding": "Missing.", "reason": "Elsewhere."}
    return Waiver(topic=topic, by=by, at=NOW, **plain | ended | changes)


def make_many_live(number: int, name: str, **changes) -> None:
    """So many live pages, "Pain 0", "Pain 1" …: the first is published, the others are stored as it is."""
    first = make_live(name=f"{name} 0", **changes)
    like_it = {one.attname: getattr(first, one.attname) for one in Topic._meta.concrete_fields if not one.primary_key}
    like_it |= {"live_edition_id": None, "live_slug": None, "state": "draft"}
    topics = Topic.objects.bulk_create(
        Topic(**like_it | {"name": f"{name} {n}", "slug": f"{first.slug}-{n}"}) for n in range(1, number)
    )
    edition = first.live_edition
    said = {one.attname: getattr(edition, one.attname) for one in Edition._meta.concrete_fields if not one.primary_key}
    editions = Edition.objects.bulk_create(
        Edition(
            **said
            | {"topic_id": topic.pk, "name": topic.name, "slug": topic.slug}
            | {"search_text": edition.search_text.replace("0", topic.name.split()[-1])}
        )
        for topic in topics
    )
    for topic, own in zip(topics, editions, strict=True):
        topic.live_edition, topic.live_slug, topic.state = own, own.slug, first.state
    Topic.objects.bulk_update(topics, ["live_edition", "live_slug", "state"])
