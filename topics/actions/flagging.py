"""Anyone on staff says that a page needs changing; whoever mends it says how. Nothing known gets lost in between."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lib.locks import exclusive_lock
from portal.lib.text import clean_text
from portal.models import User
from topics.actions._move import roles_of
from topics.models import NeedsChange, Topic
from topics.workflow import Refused, StepNotAllowed

LONGEST = NeedsChange._meta.get_field("reason").max_length


class FlagRefused(Refused):
    """Something has to be said first, or somebody was quicker."""


def flag(*, topic: Topic, reason: str, by: User, now: datetime) -> NeedsChange:
    """Notes what should be changed on the page, which stays live. Said twice by one person, it is one wish."""
    if not (by.is_active and by.is_staff):
        raise StepNotAllowed(_("Only staff say what should be changed."))
    reason = _said(reason, _("Say what should be changed."))
    with transaction.atomic():
        exclusive_lock(f"wishes of {by.pk}")
        row, _made = NeedsChange.objects.still_open().get_or_create(
            topic=topic, by=by, reason=reason, defaults={"at": now}
        )
    return row


def settle(*, row: NeedsChange, answer: str, by: User, now: datetime) -> NeedsChange:
    """Says in a sentence what was done about it. For editors, reviewers and administrators."""
    if not roles_of(by):
        raise StepNotAllowed(_("Only those who write or review pages settle this."))
    answer = _said(answer, _("Say in a sentence what was done."))
    with transaction.atomic():
        waiting = NeedsChange.objects.still_open().filter(pk=row.pk)
        if not waiting.update(settled_at=now, settled_by=by, answer=answer):
            raise FlagRefused(_("Somebody has settled this in the meantime."))
    row.refresh_from_db()
    return row


def _said(text: str, missing: str) -> str:
    text = " ".join(clean_text(text).split())
    if not text:
        raise FlagRefused(missing)
    if len(text) > LONGEST:
        raise FlagRefused(_("At most %(limit)s characters, please.") % {"limit": LONGEST})
    return text
