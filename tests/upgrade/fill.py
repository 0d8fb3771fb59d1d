"""Fills an empty database with a small clinic: pages and requests in every state, told by the actions themselves.

To be run as a process of its own: python -m tests.upgrade.fill with DATABASE_URL and DATA_DIR. Prints, as one line of
JSON, what is in it and the addresses to open.
"""

import json
from datetime import date, datetime

import django
import time_machine

from tests.upgrade.look import rows

DAY = date(2026, 11, 23)  # a Monday
KEPT_AT = datetime.fromisoformat("2026-11-23T10:30:00+00:00")


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    with time_machine.travel(KEPT_AT):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_content", verbosity=0)
        from appointments.demo.actions.clinic import make_demo_clinic

        make_demo_clinic(passwords=settings.DATA_DIR / "demo-logins.txt")
        from appointments.demo.actions.busy_day import fill_busy_day

        fill_busy_day(day=DAY, now=KEPT_AT, requests=1)
        erase_one()
        topics = pages_in_every_state()
        everything_else(topics)
        print(json.dumps(told(topics)))
    put_into_one_file()


def put_into_one_file() -> None:
    """On SQLite, everything into the one file, without gaps. Through Django: the constraints need its functions."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
            cursor.execute("VACUUM")


def erase_one() -> None:
    from appointments.lifecycle.actor import SYSTEM
    from appointments.models import AppointmentRequest
    from appointments.privacy.actions import erasure

    withdrawn = AppointmentRequest.objects.filter(status="closed", outcome="withdrawn").order_by("pk").first()
    erasure.erase(withdrawn, by=SYSTEM, now=KEPT_AT)


def pages_in_every_state() -> list:
    """A page in each state of the workflow besides those the shipped pages are in; all conditions but one."""
    from tests import builders
    from topics.actions import merging, retiring, reviewing, withdrawing
    from topics.actions.publishing import publish
    from topics.models import Topic

    boss, editor = builders.make_user("admin"), builders.make_user("editor")
    now = builders.NOW.replace(day=DAY.day)

    def page(name):
        topic = builders.make_ready(builders.make_topic(name=name, owner=editor))
        builders.make_section(topic)
        return topic

    draft, waiting, back = page("Sample in writing"), page("Sample in review"), page("Sample sent back")
    reviewing.submit(topic=waiting, by=editor, now=now)
    reviewing.submit(topic=back, by=editor, now=now)
    reviewing.request_changes(topic=back, by=builders.make_user("clinician"), now=now, note="Say it shorter.")
    signed, live = builders.make_signed(page("Sample signed off")), builders.make_signed(page("Sample live"))
    publish(topic=live, by=editor, now=now)
    gone, old, double = (builders.make_live(page(f"Sample {name}")) for name in ("withdrawn", "retired", "merged"))
    withdrawing.withdraw(topic=gone, by=boss, now=now, reason="outdated", public_note="We are looking at it again.")
    retiring.retire(topic=old, by=boss, now=now, public_note="We do not treat it any more.")
    merging.merge(topic=double, into=Topic.objects.get(pk=live.pk), by=boss, now=now)
    return [draft, waiting, back, signed, live, gone, old, double]


def everything_else(topics) -> None:
    """A row or two in tables that neither the busy day nor the pages fill."""
    from appointments.booking.actions import calendar_feeds
    from appointments.lifecycle.actor import Actor
    from appointments.models import HealthcareService
    from appointments.paper.actions import write_hourly
    from appointments.privacy.actions import chain_verification
    from appointments.requests.actions import drafts
    from appointments.workflow import Role
    from portal.models import User
    from tests import builders
    from topics.actions.change_requests import file_change_request
    from topics.models import Practitioner, QuoteConsent

    lead = User.objects.get(email="lead@demo.example")
    calendar_feeds.make(Practitioner.objects.order_by("pk").first(), by=Actor(Role.LEAD, lead), now=KEPT_AT)
    drafts.begin(service=HealthcareService.objects.order_by("pk").first(), edition=None, now=KEPT_AT)
    file_change_request(topic=topics[4], reason="It says three weeks twice.", by=lead, now=KEPT_AT)
    if not QuoteConsent.objects.exists():
        builders.make_consent()
    write_hourly(now=KEPT_AT)
    chain_verification.verify(now=KEPT_AT)


def told(topics) -> dict:
    from collections import Counter

    from django.urls import reverse

    from appointments.demo.workday import form_secret
    from appointments.link_secrets import status_secret
    from appointments.models import AppointmentRequest
    from topics.models import Topic

    requests = AppointmentRequest.objects.order_by("status", "outcome", "pk")
    one_each = {(request.status, request.outcome): request for request in requests}.values()
    link = reverse("appointments:status", args=[status_secret(form_secret(DAY, 1))])
    live = Topic.objects.filter(live_edition__isnull=False).order_by("kind", "slug")
    addresses = ["- /", "- /symptoms/", "- /search/?q=back", f"- {link}", "receptionist /desk/", "lead /desk/numbers/"]
    addresses += [f"- {topic.get_absolute_url()}" for topic in live]
    addresses += [f"lead /desk/{request.reference}/" for request in one_each if request.status != "erased"]
    addresses += [f"editor /admin/topics/condition/{topic.pk}/change/" for topic in topics]
    return {
        "kept_at": KEPT_AT.isoformat(),
        "rows": rows(),
        "requests": dict(Counter(requests.values_list("status", flat=True))),
        "topics": dict(Counter(Topic.objects.values_list("state", flat=True))),
        "addresses": addresses,
    }


if __name__ == "__main__":
    main()
