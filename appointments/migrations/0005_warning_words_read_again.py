"""What was written in requests is read again for warning words: more of them are known, and in more languages."""

from django.db import migrations

from appointments.warning_words import names_something_serious

TEXTS = ("reason", "access_note", "language", "phone_typed")


def read_again(apps, schema_editor):
    """Notes what is to be read at once of requests that were never noted so; takes no note back."""
    requests = apps.get_model("appointments", "AppointmentRequest").objects.using(schema_editor.connection.alias)
    for pk, *texts in requests.filter(names_warning=False).values_list("pk", *TEXTS).iterator():
        if names_something_serious(*texts):
            requests.filter(pk=pk).update(names_warning=True)


class Migration(migrations.Migration):
    dependencies = [("appointments", "0004_list_look")]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
