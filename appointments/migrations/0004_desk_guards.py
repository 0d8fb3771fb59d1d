"""Folds the names that are there for search, and on PostgreSQL lays a second wall against double booking."""

from django.db import migrations

from portal.lib.text import fold

EXCLUSION = "appointment_no_overlap"


def fold_names(apps, schema_editor):
    AppointmentRequest = apps.get_model("appointments", "AppointmentRequest")
    for request in AppointmentRequest.objects.filter(patient_name_folded="").iterator():
        request.patient_name_folded = fold(request.patient_name)[:400]
        request.save(update_fields=["patient_name_folded"])


def lay_wall(apps, schema_editor):
    """BookingCell's unique constraint guards both engines; here the visits themselves may not overlap either."""
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
    atomic = True
    dependencies = [("appointments", "0003_desk")]
    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.RunPython(lay_wall, take_wall_down),
    ]
