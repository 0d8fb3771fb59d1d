"""Gives every event that is there its hash and that of the one before; from then on none can be without.

The two constraints stand here and not with the columns: before the rows are filled they would not hold.
"""

import hashlib
import json
from datetime import UTC

from django.db import migrations, models

AT_ONCE = 1000


def hash_of(event, prev_hash):
    moment = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [prev_hash, event.request_id, moment, event.step, event.before, event.after, event.role, event.by_id]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def chain_events(apps, schema_editor):
    Event = apps.get_model("appointments", "Event")
    request, last, changed = None, "", []
    for event in Event.objects.order_by("request_id", "pk").iterator(chunk_size=AT_ONCE):
        if event.request_id != request:
            request, last = event.request_id, ""
        event.prev_hash, event.hash = last, hash_of(event, last)
        last = event.hash
        changed.append(event)
        if len(changed) == AT_ONCE:
            Event.objects.bulk_update(changed, ["prev_hash", "hash"])
            changed = []
    Event.objects.bulk_update(changed, ["prev_hash", "hash"])


class Migration(migrations.Migration):
    atomic = True
    dependencies = [("appointments", "0008_privacy")]
    operations = [
        migrations.RunPython(chain_events, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("hash__regex", "^[0-9a-f]{64}$")), name="event_hash_whole"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("request", "prev_hash"), name="event_follows_one_event"),
        ),
    ]
