"""Who has a page open for editing; the editing page names the others."""

from datetime import datetime, timedelta

from portal.models import User
from topics.models import EditingSession, Topic

STILL_THERE = timedelta(seconds=90)  # browsers say so every 30 seconds


def attend(*, topic: Topic, user: User, now: datetime) -> list[str]:
    """Notes that somebody has the page open, and gives the names of the others who have."""
    EditingSession.objects.update_or_create(topic=topic, user=user, defaults={"seen_at": now})
    return others(topic=topic, user=user, now=now)


def others(*, topic: Topic, user: User, now: datetime) -> list[str]:
    """The names of the others who have the page open now, in order."""
    open_now = EditingSession.objects.filter(topic=topic, seen_at__gte=now - STILL_THERE).exclude(user=user)
    return sorted(session.user.get_short_name() or str(session.user) for session in open_now.select_related("user"))
