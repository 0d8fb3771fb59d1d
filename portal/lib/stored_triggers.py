"""The triggers that work in the database now."""


def stored_triggers(connection) -> set[str]:
    """Their names, of all tables; on PostgreSQL of those of this schema, without what is switched off."""
    if connection.vendor == "sqlite":
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        named = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)"
    with connection.cursor() as cursor:
        cursor.execute(named)
        return {name for (name,) in cursor.fetchall()}
