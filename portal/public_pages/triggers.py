"""The database counts the changes of what public pages are made of: triggers on those tables, whoever writes.

An app names the tables its public pages read with `watch`. On PostgreSQL the number goes up when a transaction is
committed, once in each, so that long transactions do not wait for one another.
"""

from django.apps import apps as all_apps
from django.db import connections

from portal.lib.registry import Registry
from portal.lib.stored_triggers import stored_triggers
from portal.models import SiteVersion
from portal.public_pages import actions

WATCHED: Registry[str] = Registry("watched table")
VERBS = ("insert", "update", "delete")
_FUNCTION = "portal_site_changed"


def watch(*models: type) -> None:
    """Says that public pages show rows of these models. Raises AlreadyRegistered."""
    for model in models:
        WATCHED.register(model._meta.label, model._meta.db_table)


def trigger_names(table: str, vendor: str) -> set[str]:
    """The triggers on a watched table. `vendor`: "sqlite" or "postgresql"."""
    verbs = VERBS if vendor == "sqlite" else (*VERBS, "truncate")
    return {f"{table}_counts_{verb}" for verb in verbs}


def missing_triggers(connection) -> set[str]:
    """The triggers that should be there and are not."""
    wanted = {name for table in WATCHED.values() for name in trigger_names(table, connection.vendor)}
    return wanted - stored_triggers(connection)


def before_migrations(app_config, using="default", plan=(), **kwargs) -> None:
    """Receiver of pre_migrate: nothing is counted until after_migrations, and so nothing kept is shown.

    PostgreSQL changes no table whose rows wait to be counted. If the migrations fail, pages are drawn for each reader.
    """
    connection, models = connections[using], _with_models()
    if app_config.label != models[0] or not plan or not _is_there(connection):
        return
    actions.stop_counting(using)
    with connection.cursor() as cursor:
        for table in WATCHED.values():
            for name in sorted(trigger_names(table, connection.vendor)):
                on = f" ON {connection.ops.quote_name(table)}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def after_migrations(app_config, using="default", **kwargs) -> None:
    """Receiver of post_migrate: lays what is missing, counts again, and counts once for what was changed meanwhile."""
    connection = connections[using]
    if app_config.label == _with_models()[-1] and _is_there(connection):
        lay_triggers(connection)
        actions.count_again(using)


def _is_there(connection) -> bool:
    """Whether the tables exist: migrating may go back, and to the middle."""
    return {*WATCHED.values(), SiteVersion._meta.db_table} <= set(connection.introspection.table_names())


def _with_models() -> list[str]:
    """The apps for which pre_migrate and post_migrate come, in their order."""
    return [each.label for each in all_apps.get_app_configs() if each.models_module is not None]


def lay_triggers(connection) -> None:
    """Lays the triggers that are missing."""
    missing = missing_triggers(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and missing:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "IF current_setting('portal.counted', true) IS DISTINCT FROM pg_current_xact_id()::text THEN "
                f"{_count(connection)}; "
                "PERFORM set_config('portal.counted', pg_current_xact_id()::text, true); "
                "END IF; RETURN NULL; END $$"
            )
        for table in WATCHED.values():
            for name in sorted(trigger_names(table, connection.vendor) & missing):
                cursor.execute(_trigger(connection, table, name))


def _trigger(connection, table: str, name: str) -> str:
    verb, quoted = name.rpartition("_")[2], connection.ops.quote_name(table)
    if connection.vendor == "sqlite":
        return f"CREATE TRIGGER {name} AFTER {verb} ON {quoted} BEGIN {_count(connection)}; END"
    call = f"EXECUTE FUNCTION {_FUNCTION}()"
    if verb == "truncate":
        return f"CREATE TRIGGER {name} AFTER TRUNCATE ON {quoted} FOR EACH STATEMENT {call}"
    late = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    return f"CREATE CONSTRAINT TRIGGER {name} AFTER {verb} ON {quoted} {late} {call}"


def _count(connection) -> str:
    table = connection.ops.quote_name(SiteVersion._meta.db_table)
    return f"UPDATE {table} SET number = number + 1 WHERE id = 1"  # noqa: S608 - our own name
