"""The rows of the background worker: when it was last seen, and when work that is done once a period was last begun."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from portal.models import Heartbeat

SKEW = timedelta(minutes=10)  # by which the clocks of two machines may differ
WORKER = "send_messages"  # whose heartbeat /readyz reads


def record_heartbeat(*, now: datetime) -> None:
    """Notes that the worker is alive at this moment."""
    Heartbeat.objects.update_or_create(worker=WORKER, defaults={"seen_at": now})


def record_refusal(channel: str, *, now: datetime) -> None:
    """Notes that the server of this channel did not take a message. The first since it last took one counts."""
    Heartbeat.objects.get_or_create(worker=f"{channel} refused", defaults={"seen_at": now})


def record_taken(channel: str) -> None:
    """Notes that the server of this channel took a message: former refusals are over."""
    Heartbeat.objects.filter(worker=f"{channel} refused").delete()


def refused_since(channel: str) -> datetime | None:
    """When the first message was refused since the server of this channel last took one; None if it took the last."""
    return Heartbeat.objects.filter(worker=f"{channel} refused").values_list("seen_at", flat=True).first()


def mark(name: str, *, now: datetime) -> datetime | None:
    """Sets the mark of this name to `now`, and gives the moment it stood at; None if there was none before `now`.

    A mark ahead of `now` was set by a clock that was wrong: it is replaced and not given.
    """
    with transaction.atomic():
        row, is_new = Heartbeat.objects.select_for_update().get_or_create(worker=name, defaults={"seen_at": now})
        former = row.seen_at
        if not is_new:
            Heartbeat.objects.filter(pk=row.pk).update(seen_at=now)
    return None if is_new or former >= now else former


def note_moment(name: str, *, now: datetime) -> None:
    """Sets the mark of this name to `now`, wherever it stood."""
    Heartbeat.objects.update_or_create(worker=name, defaults={"seen_at": now})


def begin_if_due(name: str, *, due_at: datetime, now: datetime) -> bool:
    """Notes that the work of this name begins now, unless it was begun at `due_at` or later; gives whether to do it.

    Of several workers that ask at once, one is told to do it. A beginning more than SKEW ahead of `now` was noted by a
    clock that was wrong, and does not count.
    """
    with transaction.atomic():
        _row, is_new = Heartbeat.objects.get_or_create(worker=name, defaults={"seen_at": now})
        wrong = Q(seen_at__lt=due_at) | Q(seen_at__gt=now + SKEW)
        return is_new or Heartbeat.objects.filter(wrong, worker=name).update(seen_at=now) == 1
