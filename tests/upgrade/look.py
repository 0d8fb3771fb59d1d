"""Brings the database it is given to this version and tells, as one line of JSON, what is in it and which pages open.

To be run as a process of its own: python -m tests.upgrade.look ADDRESS … with DATABASE_URL and DATA_DIR.
"""

import json
import sys
from collections import Counter
from datetime import datetime, timedelta

import django
import time_machine


def main(kept_at: datetime, addresses: list[str]) -> None:
    django.setup()
    from django.conf import settings
    from django.test import override_settings

    unhashed = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected here
    with (
        override_settings(STORAGES={**settings.STORAGES, "staticfiles": unhashed}),
        time_machine.travel(kept_at + timedelta(hours=1)),
    ):
        print(json.dumps(look(kept_at, addresses)))


def look(kept_at: datetime, addresses: list[str]) -> dict:
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from appointments.models import AppointmentRequest
    from appointments.privacy.actions import chain_verification
    from portal.models import User
    from topics.models import Topic

    setup_test_environment()
    call_command("migrate", verbosity=0, interactive=False)
    found = rows()  # before anything is looked at: looks are events
    call_command("check", databases=["default"], verbosity=0)
    verified = chain_verification.verify(now=kept_at + timedelta(hours=1))
    opened = {"": Client()}
    for role in ("editor", "clinician", "receptionist", "lead", "admin"):
        opened[role] = Client()
        opened[role].force_login(User.objects.get(email=f"{role}@demo.example"))
    pages = {}
    for line in addresses:
        role, address = line.split(" ")
        pages[line] = opened[role.strip("-")].get(address).status_code
    return {
        "rows": found,
        "requests": dict(Counter(AppointmentRequest.objects.values_list("status", flat=True))),
        "topics": dict(Counter(Topic.objects.values_list("state", flat=True))),
        "history_faults": verified.faults,
        "pages": pages,
        "not_as_shipped": not_as_shipped(kept_at + timedelta(hours=1)),
    }


def not_as_shipped(now: datetime) -> list[str]:
    """Which pages that nobody edited did not get what their file says today."""
    from topics import shipped
    from topics.actions.loading import load_shipped_pages
    from topics.models import ShippedPage
    from topics.wording import wording_digest

    loaded = load_shipped_pages(now=now)
    rows = ShippedPage.objects.select_related("topic__live_edition")
    live = {row.key: wording_digest(row.topic.live_edition.content) for row in rows}
    late = [file.key for file in shipped.files() if live.get(file.key) != wording_digest(file.document)]
    return sorted({*loaded.left_alone, *loaded.signed, *late})


def rows() -> dict[str, int]:
    """How many rows each table of ours holds."""
    from django.apps import apps

    ours = [model for model in apps.get_models(include_auto_created=True) if model._meta.label.split(".")[0] in OURS]
    return {model._meta.db_table: model._base_manager.count() for model in ours if not model._meta.proxy}


OURS = {"portal", "topics", "appointments"}

if __name__ == "__main__":
    main(datetime.fromisoformat(sys.argv[1]), sys.argv[2:])
