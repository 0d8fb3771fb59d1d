"""Rows of what we teach: all of them, to see what something changed; and a waiver as a reviewer gives it."""

from django.apps import apps

from tests.builders import NOW
from topics.models import Waiver


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
