"""Stores the answers of an unfinished request form, for a day."""

from datetime import datetime, timedelta

from django.db import transaction

from appointments import link_secrets
from appointments.models import HealthcareService, RequestDraft
from portal.lib.text import storable
from topics.models import Edition

KEPT_FOR = timedelta(hours=24)
MOST_EXPIRED_REMOVED = 200  # of them when a new draft begins, so that the table stays small between nightly purges


def begin(*, service: HealthcareService, edition: Edition | None, now: datetime) -> str:
    """Stores a new draft and gives the secret of its address. `edition`: the article the reader came from."""
    secret = link_secrets.new_secret()
    with transaction.atomic():
        remove_expired(now=now, at_most=MOST_EXPIRED_REMOVED)
        RequestDraft.objects.create(
            key_digest=link_secrets.digest(secret),
            service=service,
            source_edition=edition,
            begun_at=now,
            expires_at=now + KEPT_FOR,
        )
    return secret


def save_step(*, draft: RequestDraft, step: str, answers: dict[str, list[str]], now: datetime) -> None:
    """Stores what was typed at one step, by field, and keeps the draft for KEPT_FOR from now."""
    with transaction.atomic():
        stored = RequestDraft.objects.select_for_update().filter(pk=draft.pk).first()
        if stored is None:
            return  # sent from another tab in the meantime
        stored.answers = {
            **stored.answers,
            step: {name: list(map(storable, typed)) for name, typed in answers.items()},
        }
        stored.expires_at = now + KEPT_FOR
        stored.save(update_fields=["answers", "expires_at"])


def remove_expired(*, now: datetime, at_most: int) -> int:
    """Deletes drafts that have expired, the oldest first; gives how many."""
    old = RequestDraft.objects.filter(expires_at__lte=now).order_by("expires_at").values_list("pk", flat=True)[:at_most]
    removed, _each = RequestDraft.objects.filter(pk__in=list(old)).delete()
    return removed
