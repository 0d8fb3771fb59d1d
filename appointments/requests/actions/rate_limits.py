"""Few tries in a while: enough for a person who mistypes, too few for a machine that guesses or floods. Rows, not a
cache: they hold for every process, on both databases, and across a restart.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from appointments.models import SpentTry
from portal.lib.locks import exclusive_lock

TRIES = 5
WITHIN = timedelta(hours=1)
KEPT = timedelta(days=1)  # no budget looks further back


class NoTriesLeft(Exception):
    """All tries are spent for now."""


def spend(
    scope: SpentTry.Scope, whose: str, *, now: datetime, tries: int = TRIES, within: timedelta = WITHIN
) -> SpentTry:
    """Takes one of the `tries` that `whose` has `within` this time, and gives it; a success may give it back.

    `whose` (a reference, a part of the network …) is stored as a keyed digest only. Raises NoTriesLeft.
    """
    return spend_within(scope, whose, now=now, limits=[(tries, within)])


@transaction.atomic
def spend_within(
    scope: SpentTry.Scope, whose: str, *, now: datetime, limits: Iterable[tuple[int, timedelta]]
) -> SpentTry:
    """The same where several limits hold at once: so many within an hour, so many within a day (KEPT at most)."""
    key = salted_hmac(f"appointments.budgets.{scope}", whose, algorithm="sha256").hexdigest()
    exclusive_lock(f"{scope} {key}")  # or many at once would all find a try left
    spent = SpentTry.objects.filter(scope=scope, key_digest=key)
    if any(spent.filter(at__gt=now - within).count() >= tries for tries, within in limits):
        raise NoTriesLeft
    return SpentTry.objects.create(scope=scope, key_digest=key, at=now)


def give_back(*spent: SpentTry) -> None:
    """They succeeded, or nothing came of it: these tries do not count."""
    SpentTry.objects.filter(pk__in=[each.pk for each in spent]).delete()


def forget(*, now: datetime) -> int:
    """Deletes the tries that no budget counts any more; gives how many."""
    return SpentTry.objects.filter(at__lte=now - KEPT).delete()[0]
