"""Finds what changed about accounts since it was last noted, writes it to the log, and tells those who have to know.

What is stored is compared, not what a form did: a change by a command or in the database is found as well. Whatever
page changes accounts calls it in the same transaction, every login does, and so does the worker every few seconds.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from portal import outbox
from portal.accounts.state import AccountState, account_states, differences
from portal.lib.locks import exclusive_lock
from portal.models import AccessChange, AccessChangeReading, User

CHANGED = "portal.access_changed"  # the message; its subject is the last row about an account that was written then
Kind = AccessChange.Kind


def note_changes(*, by: User | None, now: datetime, knew_password: User | None = None, tell: bool = True) -> int:
    """Writes what changed since the last call and queues the mails; gives how many accounts it was about.

    `by`: whose doing it is; None: nobody's that is known. `knew_password`: who has just entered their password rightly:
    that they set another one, or that it is stored in a stronger form (nobody's doing), is written and not told.
    `tell` False: for the accounts a demonstration makes itself.
    """
    if not _changed_accounts():
        return 0
    with transaction.atomic():
        exclusive_lock("changes of access")
        return _note(_changed_accounts(), by, now, knew_password, tell)


def note_those_there(*, now: datetime) -> int:
    """Writes the accounts of which nothing is known yet as those that were there when the log began. Nobody is told."""
    with transaction.atomic():
        exclusive_lock("changes of access")
        unknown = {pk: after for pk, (before, after) in _changed_accounts().items() if before is None}
        AccessChange.objects.bulk_create(
            AccessChange(at=now, account_id=pk, kind=Kind.KNOWN, told=False, state=after.as_stored())
            for pk, after in unknown.items()
        )
    return len(unknown)


@transaction.atomic
def mark_read(*, by: User, up_to: int, now: datetime) -> int:
    """Notes that this person has read what they were told of, up to this row; gives how many."""
    unread = list(unread_by(by).filter(pk__lte=up_to))
    readings = [AccessChangeReading(change=change, by=by, at=now) for change in unread]
    AccessChangeReading.objects.bulk_create(readings, ignore_conflicts=True)
    return len(unread)


def unread_by(user: User):
    """What somebody who is told of changes has not read yet, the earliest first. What they did themselves they know."""
    told = AccessChange.objects.filter(told=True).exclude(by=user)
    return told.exclude(readings__by=user).select_related("account", "by").order_by("pk")


def _changed_accounts() -> dict[int, tuple[AccountState | None, AccountState]]:
    """The accounts that differ from what is known of them, by key: before and after."""
    latest = AccessChange.objects.values("account").annotate(latest=Max("pk")).values("latest")
    known = dict(AccessChange.objects.filter(pk__in=latest).values_list("account_id", "state"))
    before = {pk: AccountState.stored(state) for pk, state in known.items()}
    return {pk: (before.get(pk), after) for pk, after in account_states().items() if differences(before.get(pk), after)}


def _note(changed, by, now, knew_password, tell) -> int:
    receivers = _everybody_told(changed) if tell else set()
    for pk, (before, after) in changed.items():
        concerns = after.reaches or (before is not None and before.reaches)
        rows = []
        for kind, detail in differences(before, after):
            told = concerns and tell
            if kind == Kind.PASSWORD and knew_password is not None and knew_password.pk == pk:
                kind, told = Kind.REHASHED if by is None else kind, False
            row = AccessChange(at=now, account_id=pk, kind=kind, detail=detail, by=by, told=told)
            row.state = after.as_stored()
            rows.append(row)
        written = AccessChange.objects.bulk_create(rows)
        if any(row.told for row in written):
            addresses = receivers | ({before.email, after.email} if before else set())
            outbox.queue_for_all(name=CHANGED, addresses=addresses, subject_id=written[-1].pk, now=now)
    return len(changed)


def _everybody_told(changed) -> set[str]:
    """The addresses of all desk leads and administrators, also of those who were one until now, at those they had."""
    states = [*account_states().values(), *(before for before, _after in changed.values() if before)]
    return {state.email for state in states if state.is_told}
