"""Every message this app sends: to staff, about pages. Nothing in it is about a patient."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import outbox
from portal.models import User
from topics.actions.reminding import REMINDER
from topics.models import Topic
from topics.reminders import reminder_for
from topics.workboard import admin_url


def register() -> None:
    """Makes the messages known to the outbox."""
    outbox.register(REMINDER, templates="topics/email/reminder", prepare=reminder)


def reminder(person_id: int, now: datetime) -> dict | None:
    """What waits for this person as it stands now; None, and no mail, once nothing does or they have left."""
    person = User.objects.filter(pk=person_id).first()
    digest = reminder_for(person, timezone.localdate(now)) if person else None
    if not digest:
        return None
    parts = (
        (_("Pages you look after that are overdue for review"), digest.mine_overdue),
        (_("Pages you look after that are soon due for review"), digest.mine_soon),
        (_("Pages you look after that need changing"), digest.mine_to_change),
        (_("Waiting for a clinical reviewer"), digest.to_review),
        (_("Other pages overdue for review"), digest.overdue),
        (_("Soon due for review, and nobody looks after them"), digest.soon),
        (_("Need changing, and nobody looks after them"), digest.to_change),
    )
    return {
        "name": person.get_short_name(),
        "parts": [{"heading": heading, "pages": list(map(_page, pages))} for heading, pages in parts if pages],
        "board_url": settings.BASE_URL + reverse("admin:index"),
    }


def _page(topic: Topic) -> dict:
    return {
        "name": topic.name,
        "url": settings.BASE_URL + admin_url(topic),
        "due_on": getattr(topic, "due_on", None),
    }
