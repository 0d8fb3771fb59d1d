"""The walls in the database against double booking, taken down for a while: to see what happens without them."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

from appointments.models import Appointment, BookingCell

CELL_GIVEN_ONCE = next(each for each in BookingCell._meta.constraints if each.name == "cell_given_once")
no_overlap = import_module("appointments.migrations.0002_no_overlap")  # PostgreSQL's second wall


@contextmanager
def without_wall_of_cells() -> Iterator[None]:
    kept, BookingCell._meta.constraints = BookingCell._meta.constraints, []  # SQLite builds the table from these anew
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(BookingCell, CELL_GIVEN_ONCE)
    finally:
        BookingCell._meta.constraints = kept
    try:
        yield
    finally:
        Appointment.objects.all().delete()  # with their cells
        with connection.schema_editor() as editor:
            editor.add_constraint(BookingCell, CELL_GIVEN_ONCE)


@contextmanager
def without_wall_of_appointments() -> Iterator[None]:
    """On SQLite there is none."""
    with connection.schema_editor() as editor:
        no_overlap.take_wall_down(None, editor)
    try:
        yield
    finally:
        Appointment.objects.all().delete()
        with connection.schema_editor() as editor:
            no_overlap.lay_wall(None, editor)
