"""Queues a reminder to each person for whom a page waits, at most one per REMINDER_DAYS."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal import outbox
from portal.actions import SKEW
from portal.models import Heartbeat, OutboundMessage
from topics.reminders import content_staff, reminder_for

REMINDER = "topics.reminder"
LOOK_EVERY = timedelta(hours=1)
MARK = "reminders of pages"


def remind(*, now: datetime) -> int:
    """Queues a mail to everybody for whom something waits and who had none of late; gives how many.

    Called every few seconds; looks once an hour, whichever worker comes first.
    """
    if Heartbeat.objects.filter(worker=MARK, seen_at__gt=now - LOOK_EVERY, seen_at__lte=now + SKEW).exists():
        return 0
    with transaction.atomic():
        if not _first_this_hour(now):
            return 0
        every = timedelta(days=settings.REMINDER_DAYS)
        period = int(now.timestamp() // every.total_seconds())
        queued = 0
        lately = _reminded_since(now - every)
        for person in content_staff():
            if person.pk not in lately and reminder_for(person, timezone.localdate(now)):
                key = f"{REMINDER}:{person.pk}:{settings.REMINDER_DAYS}:{period}"
                outbox.queue(name=REMINDER, to=person.email, subject_id=person.pk, dedupe_key=key, now=now)
                queued += 1
    return queued


def _first_this_hour(now: datetime) -> bool:
    """Whether this worker is the one to look; the others see the mark."""
    mark, made = Heartbeat.objects.get_or_create(worker=MARK, defaults={"seen_at": now})
    due = Heartbeat.objects.filter(Q(seen_at__lte=now - LOOK_EVERY) | Q(seen_at__gt=now + SKEW), pk=mark.pk)
    return made or bool(due.update(seen_at=now))


def _reminded_since(moment: datetime) -> set[int]:
    """Who had a reminder since, or has one under way."""
    messages = OutboundMessage.objects.filter(name=REMINDER, created_at__gt=moment)
    return set(messages.exclude(state=OutboundMessage.State.CANCELLED).values_list("subject_id", flat=True))
