"""Anyone on staff says that a page needs changing; whoever changes it settles that with an answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lib.locks import one_at_a_time
from portal.lib.text import clean_text
from portal.models import User
from topics.models import NeedsChange, Topic
from topics.roles import roles_of
from topics.workflow import ActionRefused, StepNotAllowed

LONGEST = NeedsChange._meta.get_field("reason").max_length


class ChangeRequestRefused(ActionRefused):
    """Something has to be said first, or somebody was quicker."""


def file_change_request(*, topic: Topic, reason: str, by: User, now: datetime) -> NeedsChange:
    """Notes what should be changed on the page, which stays live. Said twice by one person, it is one request."""
    if not (by.is_active and by.is_staff):
        raise StepNotAllowed(_("Only staff say what should be changed."))
    reason = _said(reason, _("Say what should be changed."))
    with transaction.atomic():
        one_at_a_time(f"change requests of {by.pk}")
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
            raise ChangeRequestRefused(_("Somebody has settled this in the meantime."))
    row.refresh_from_db()
    return row


def _said(text: str, missing: str) -> str:
    text = " ".join(clean_text(text).split())
    if not text:
        raise ChangeRequestRefused(missing)
    if len(text) > LONGEST:
        raise ChangeRequestRefused(_("At most %(limit)s characters, please.") % {"limit": LONGEST})
    return text
