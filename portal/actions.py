"""The rows of the background worker: when it was last seen, and when work that is done once a period was last begun."""

from datetime import datetime

from django.db import transaction

from portal.models import Heartbeat

WORKER = "send_messages"  # whose heartbeat /readyz reads


def record_heartbeat(*, now: datetime) -> None:
    """Notes that the worker is alive at this moment."""
    Heartbeat.objects.update_or_create(worker=WORKER, defaults={"seen_at": now})


def begin_if_due(name: str, *, due_at: datetime, now: datetime) -> bool:
    """Notes that the work of this name begins now, unless it was begun at `due_at` or later; gives whether to do it.

    Of several workers that ask at once, one is told to do it.
    """
    with transaction.atomic():
        _row, is_new = Heartbeat.objects.get_or_create(worker=name, defaults={"seen_at": now})
        return is_new or Heartbeat.objects.filter(worker=name, seen_at__lt=due_at).update(seen_at=now) == 1
