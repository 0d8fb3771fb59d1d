"""Tables whose rows are added and never changed or taken out: the database itself refuses it, whoever asks."""

from portal.lib.stored_triggers import stored_triggers

_WORDS = "rows of this table are only added"
_FUNCTION = "portal_rows_are_only_added"


def guard_names(table: str, vendor: str) -> set[str]:
    """The triggers that guard a table. `vendor`: "sqlite" or "postgresql"."""
    verbs = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    return {f"{table}_no_{verb}" for verb in verbs}


def missing_guards(connection, table: str) -> set[str]:
    """The triggers this table should have and has not."""
    return guard_names(table, connection.vendor) - stored_triggers(connection)


def lay_guards(connection, table: str) -> None:
    """Lays the triggers that are missing: also after SQLite has rebuilt the table in a migration, which drops them."""
    missing = missing_guards(connection, table)
    if not missing:
        return
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for name in sorted(missing):
            verb = name.rpartition("_")[2]
            if connection.vendor == "sqlite":
                then = f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            else:
                each = "STATEMENT" if verb == "truncate" else "ROW"
                then = f"FOR EACH {each} EXECUTE FUNCTION {_FUNCTION}()"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {quoted}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {quoted} {then}")
