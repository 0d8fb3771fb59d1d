"""All rows of what we teach, to see that something changed nothing, or nothing but what it should."""

from django.apps import apps


def stored(but: str = "") -> dict[str, list[tuple]]:
    """Every row of every table of topics, by table; without the column `but`, where there is one."""
    found = {}
    for model in apps.get_app_config("topics").get_models(include_auto_created=True):
        if not model._meta.proxy:
            columns = [field.attname for field in model._meta.concrete_fields if field.attname != but]
            found[model._meta.db_table] = list(model._base_manager.order_by("pk").values_list(*columns))
    return found
