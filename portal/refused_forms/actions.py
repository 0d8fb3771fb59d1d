"""Stores what was typed into a form that was refused, and removes it an hour later."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.models import RefusedForm

KEPT_FOR = timedelta(hours=1)
MOST_EXPIRED_REMOVED = 200  # of them when another one is kept, so that the table stays small whatever the worker does


@transaction.atomic
def keep(key_digest: str, content: dict, *, now: datetime) -> RefusedForm:
    """Keeps the content under this digest for KEPT_FOR."""
    remove_expired(now=now, at_most=MOST_EXPIRED_REMOVED)
    return RefusedForm.objects.create(key_digest=key_digest, content=content, expires_at=now + KEPT_FOR)


def remove_expired(*, now: datetime, at_most: int = 1000) -> int:
    """Deletes refused forms that have expired, the oldest first; gives how many. A duty of the worker."""
    old = RefusedForm.objects.filter(expires_at__lte=now).order_by("expires_at").values_list("pk", flat=True)[:at_most]
    removed, _each = RefusedForm.objects.filter(pk__in=list(old)).delete()
    return removed
