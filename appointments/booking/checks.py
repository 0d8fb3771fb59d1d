"""What guards against double booking has to be in the database itself; no table may have lost it on the way."""

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from appointments.models import Appointment, BookingCell

GUARDED_SINCE = ("appointments", "0002_no_overlap")
CELL, NO_OVERLAP = "cell_given_once", "appointment_no_overlap"
CELL_COLUMNS = {"practitioner_id", "starts_at", "seat"}


@register(Tags.database)
def guards_are_there(app_configs, databases=None, **kwargs):
    """Under `check --database default`, and asked by /readyz. Silent until the migration that lays them has run."""
    found = []
    for alias in databases or []:
        connection = connections[alias]
        if GUARDED_SINCE in MigrationRecorder(connection).applied_migrations():
            found += [_missing(name, alias) for name in missing_guards(connection)]
    return found


def missing_guards(connection) -> list[str]:
    """The names of the guards this database should have and has not."""
    with connection.cursor() as cursor:
        of_cells = connection.introspection.get_constraints(cursor, BookingCell._meta.db_table)
        of_appointments = connection.introspection.get_constraints(cursor, Appointment._meta.db_table)
    unique = [given for given in of_cells.values() if given["unique"] and set(given["columns"]) == CELL_COLUMNS]
    missing = [] if unique else [CELL]
    if connection.vendor == "postgresql" and NO_OVERLAP not in of_appointments:
        missing.append(NO_OVERLAP)
    return missing


def _missing(name: str, alias: str) -> Error:
    return Error(
        f"The guard {name} against double booking is missing in the database {alias!r}.",
        hint="Take no bookings before it is there again: restore the backup, or create the constraint by hand.",
        id="appointments.E001",
    )
