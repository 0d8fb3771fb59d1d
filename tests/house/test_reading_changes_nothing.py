"""Opening a page never changes the database, whoever opens it: GET and HEAD of every address as a superuser.

The one exception is the desk: that a receptionist opened a request, or was shown a list, is written down, and nothing
else.
"""

import hashlib
import re

from django.apps import apps
from django.db import connection
from django.test import override_settings

from appointments.models import DeskPresence, Event
from tests.house.world import everything

NOT_COUNTED = {"django_session"}  # a session is kept alive by being used


def checksums() -> dict[str, str]:
    """A digest of all rows, by table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and model._meta.db_table not in NOT_COUNTED:
            digest = hashlib.sha256()
            for row in model._base_manager.order_by("pk").values_list().iterator():
                digest.update(repr(row).encode())
            found[model._meta.db_table] = digest.hexdigest()
    return found


class Writes:
    """Notes the tables written to while it is around the database; knows nothing of who wrote."""

    def __init__(self):
        self.tables: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        written = re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', sql, re.IGNORECASE)
        if written and written[1] not in NOT_COUNTED:
            self.tables.append(written[1])
        return execute(sql, params, many, context)


def writing_addresses(client, paths: list[str]) -> list[str]:
    """Which of these paths write when they are opened, and where. The views of the admin know no HEAD of their own."""
    faults = []
    for path in paths:
        for method in ("get",) if path.startswith("/admin/") else ("get", "head"):
            writes = Writes()
            with connection.execute_wrapper(writes):
                response = getattr(client, method)(path)
            assert response.status_code < 500, path
            faults += [f"{method.upper()} {path} writes {table}" for table in writes.tables]
    return faults


@override_settings(DEBUG=True)  # the style guide, too
def test_opening_any_page_changes_no_table(world, staff, client):
    client.force_login(staff("superuser"))
    paths = [path for _, path in everything(world)]
    before = checksums()
    assert writing_addresses(client, paths) == []
    after = checksums()
    assert [table for table in before if before[table] != after[table]] == []


LOOKED_AT = {"appointments_event", "appointments_deskpresence", "appointments_listlook"}


def test_reading_at_the_desk_adds_looks_and_presences_and_nothing_else(world, staff, client):
    person = staff("receptionist")
    client.force_login(person)
    paths = [path for address, path in everything(world) if address.name.startswith("desk:")]
    before, events = checksums(), list(Event.objects.values_list("pk", flat=True))
    written = {fault.rsplit(" ", 1)[1] for fault in writing_addresses(client, paths)}
    after = checksums()
    assert written <= LOOKED_AT
    assert {table for table in before if before[table] != after[table]} <= LOOKED_AT
    looks = Event.objects.exclude(pk__in=events)
    assert {(look.step, look.by, look.before == look.after) for look in looks} == {("look", person, True)}
    assert list(DeskPresence.objects.values_list("user", flat=True)) == [person.pk]


def test_a_page_that_writes_is_caught(db, staff):
    person = staff("superuser")

    class Careless:
        def get(self, path):
            type(person).objects.filter(pk=person.pk).update(display_name="seen")
            return type("Answer", (), {"status_code": 200})

        def head(self, path):
            return type("Answer", (), {"status_code": 200})

    before = checksums()
    assert writing_addresses(Careless(), ["/page/"]) == ["GET /page/ writes portal_user"]
    after = checksums()
    assert [table for table in before if before[table] != after[table]] == ["portal_user"]
