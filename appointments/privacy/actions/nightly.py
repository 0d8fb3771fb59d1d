"""What is done once a night, by whichever worker comes first: one row a duty says when it was last begun."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from portal.models import Heartbeat

AT = time(3)  # at the clinic: nobody works at the desk


def night_of(now: datetime) -> datetime:
    """The moment the last night's work became due: three o'clock by the clinic's clock, today or yesterday."""
    today = timezone.localtime(now)
    due = datetime.combine(today.date(), AT, timezone.get_default_timezone())
    return due if due <= now else datetime.combine(today.date() - timedelta(days=1), AT, due.tzinfo)


def once_a_night(name: str, do: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """The duty that does it when a night's work is due and nobody has begun it; else nothing. Two workers do it once.

    A portal that was off at three does it when it is back. What fails is tried again the next night.
    """

    def duty(now: datetime) -> int:
        return do(now) if _begin(f"night: {name}", now) else 0

    return duty


def _begin(name: str, now: datetime) -> bool:
    with transaction.atomic():
        _row, is_new = Heartbeat.objects.get_or_create(worker=name, defaults={"beaten_at": now})
        return is_new or Heartbeat.objects.filter(worker=name, beaten_at__lt=night_of(now)).update(beaten_at=now) == 1
