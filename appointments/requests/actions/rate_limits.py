"""Limits how often something is tried: enough for a person who mistypes, too few for a machine that guesses or floods.

Tries are rows, not a cache: they hold for every process, on both databases, and across a restart.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from appointments.models import SpentTry
from portal.lib.locks import one_at_a_time

TRIES = 5
WITHIN = timedelta(hours=1)
KEPT = timedelta(days=1)  # no limit looks further back


class NoTriesLeft(Exception):
    """All tries are spent for now."""


@transaction.atomic
def spend_try(
    scope: SpentTry.Scope, whose: str, limits: Iterable[tuple[int, timedelta]] = ((TRIES, WITHIN),), *, now: datetime
) -> SpentTry:
    """Takes one of the tries that `whose` has, and gives it; a success may give it back.

    `limits`: (number, within) each; KEPT at most. `whose` (a reference, a part of the network …) is stored as a keyed
    digest only. Raises NoTriesLeft if one of the limits is reached.
    """
    key = salted_hmac(f"appointments.budgets.{scope}", whose, algorithm="sha256").hexdigest()
    one_at_a_time(f"{scope} {key}")  # or many at once would all find a try left
    spent = SpentTry.objects.filter(scope=scope, key_digest=key)
    if any(spent.filter(at__gt=now - within).count() >= tries for tries, within in limits):
        raise NoTriesLeft
    return SpentTry.objects.create(scope=scope, key_digest=key, at=now)


def give_back_tries(*spent: SpentTry) -> None:
    """Deletes tries that succeeded, or of which nothing came: they do not count."""
    SpentTry.objects.filter(pk__in=[each.pk for each in spent]).delete()


def delete_old_tries(*, now: datetime) -> int:
    """Deletes the tries that no limit counts any more; gives how many."""
    return SpentTry.objects.filter(at__lte=now - KEPT).delete()[0]
