"""Hours may end at midnight, stored as 00:00; those that are stored go on as they are. Notes on access are read for
warning words, like reasons."""

import datetime

from django.db import migrations, models

from appointments.warning_words import names_something_serious


def read_notes_on_access(apps, schema_editor):
    requests = apps.get_model("appointments", "AppointmentRequest").objects.using(schema_editor.connection.alias)
    for pk, note in requests.filter(names_warning=False).exclude(access_note="").values_list("pk", "access_note"):
        if names_something_serious(note):
            requests.filter(pk=pk).update(names_warning=True)


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0002_no_overlap"),
        ("topics", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="openinghours",
            name="opening_closes_after_it_opens",
        ),
        migrations.RemoveConstraint(
            model_name="workinghours",
            name="working_ends_after_it_starts",
        ),
        migrations.AlterField(
            model_name="openinghours",
            name="closes",
            field=models.TimeField(help_text="24:00 or 00:00: midnight at the end of the day.", verbose_name="closes"),
        ),
        migrations.AlterField(
            model_name="workinghours",
            name="ends",
            field=models.TimeField(help_text="24:00 or 00:00: midnight at the end of the day.", verbose_name="until"),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens")), ("closes", datetime.time(0, 0)), _connector="OR"),
                name="opening_closes_after_it_opens",
                violation_error_message="Closing has to be later than opening, on one day; 24:00 is midnight.",
            ),
        ),
        migrations.AddConstraint(
            model_name="workinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts")), ("ends", datetime.time(0, 0)), _connector="OR"),
                name="working_ends_after_it_starts",
                violation_error_message="The end has to be later than the start, on one day; 24:00 is midnight.",
            ),
        ),
        migrations.AlterField(
            model_name="appointmentrequest",
            name="names_warning",
            field=models.BooleanField(
                default=False,
                help_text="What was written holds words of a warning sign.",
                verbose_name="to be read at once",
            ),
        ),
        migrations.RunPython(read_notes_on_access, migrations.RunPython.noop),
    ]
