"""Deletes a draft that was never live and that nothing uses. Other pages are withdrawn, retired or merged."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lib.locks import one_at_a_time
from portal.models import User
from topics.actions.live_links import PLACES
from topics.models import NeedsChange, ReReview, SignOff, Topic, TopicEvent, Waiver
from topics.roles import roles_of
from topics.where_used import Uses, where_used
from topics.workflow import ActionRefused, PageRole, StepNotAllowed


class StillUsed(ActionRefused):
    """Something names the topic, or readers have seen it. `uses`: what."""

    def __init__(self, message: str, uses: Uses):
        self.uses = uses
        super().__init__(message)


def delete(*, topic: Topic, by: User, now: datetime) -> None:
    """Deletes the draft with its history. Administrators only. Raises StillUsed or StepNotAllowed; then it stays."""
    if PageRole.ADMIN not in roles_of(by):
        raise StepNotAllowed(_("Only administrators delete drafts."))
    with transaction.atomic():
        one_at_a_time(PLACES)
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        uses = where_used(topic)
        if topic.editions.exists():
            raise StillUsed(_("Readers have seen this page: withdraw it, retire it or merge it instead."), uses)
        if topic.merged_into_id or uses:
            raise StillUsed(_("“%(name)s” is still used.") % {"name": topic.name}, uses)
        for model in (TopicEvent, SignOff, NeedsChange, Waiver):
            model.objects.filter(topic=topic).delete()
        ReReview.objects.filter(cause=topic).delete()
        topic.delete()
