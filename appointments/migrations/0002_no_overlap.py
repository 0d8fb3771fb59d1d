"""On PostgreSQL a second wall against double booking, which no constraint of a model can say portably."""

from django.db import migrations

EXCLUSION = "appointment_no_overlap"


def lay_wall(apps, schema_editor):
    """BookingCell's unique constraint guards both engines; here the appointments themselves may not overlap either."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    schema_editor.execute(
        f"ALTER TABLE appointments_appointment ADD CONSTRAINT {EXCLUSION} EXCLUDE USING gist "
        "(practitioner_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&) "
        "WHERE (seat = 0 AND status IN ('pending', 'booked', 'arrived', 'fulfilled'))"
    )


def take_wall_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE appointments_appointment DROP CONSTRAINT {EXCLUSION}")


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]
    operations = [migrations.RunPython(lay_wall, take_wall_down)]
