"""Opening a page never changes the database, whoever opens it: GET and HEAD of every address as a superuser.
The headers of each answer are looked at on the way.

The one exception is the desk: that a receptionist opened a request, or was shown a list, is written down, and nothing
else.
"""

import hashlib
import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.http import HttpResponse

from appointments.models import DeskPresence, Event
from tests.house.headers import header_faults
from tests.house.world import everything

NOT_COUNTED = {"django_session"}  # a session is kept alive by being used
STYLE_GUIDE = "portal:styleguide"


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


def opened(client, paths: list[str]) -> Iterator[tuple[str, HttpResponse, list[str]]]:
    """Each of these paths by GET and HEAD: what was asked, the answer, and the tables that were written to.

    The views of the admin know no HEAD of their own.
    """
    for path in paths:
        for method in ("get",) if path.startswith("/admin/") else ("get", "head"):
            writes = Writes()
            with connection.execute_wrapper(writes):
                response = getattr(client, method)(path)
            assert response.status_code < 500, path
            yield f"{method.upper()} {path}", response, writes.tables


def writing_addresses(client, paths: list[str]) -> list[str]:
    """Which of these paths write when they are opened, and where."""
    return [f"{asked} writes {table}" for asked, _response, tables in opened(client, paths) for table in tables]


def test_opening_any_page_changes_no_table_and_sends_safe_headers(world, staff, client, settings):
    client.force_login(staff("superuser"))
    before, faults = checksums(), []
    for is_style_guide in (False, True):
        settings.DEBUG = is_style_guide  # which opens only while developing
        paths = [path for address, path in everything(world) if (address.name == STYLE_GUIDE) is is_style_guide]
        for asked, response, tables in opened(client, paths):
            faults += [f"{asked} writes {table}" for table in tables]
            faults += [f"{asked}: {fault}" for fault in header_faults(response.headers)]
            assert not is_style_guide or response.status_code == 200
    assert faults == []
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
