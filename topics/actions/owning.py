"""Who looks after a page, and is reminded of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import User
from topics.compose import compose
from topics.models import Topic, TopicEvent
from topics.roles import roles_of
from topics.workflow import ActionRefused, State, Step, follow


class NotAnOwner(ActionRefused):
    """Somebody who neither writes nor reviews pages, or has left, cannot look after one."""


def hand_over(*, topic: Topic, owner: User | None, by: User, now: datetime) -> Topic:
    """Gives the page to somebody, or to nobody: then its reminders go to all reviewers. Its text is not touched."""
    if owner is not None and not (owner.is_staff and roles_of(owner)):
        raise NotAnOwner(_("Choose somebody who writes or reviews pages."))
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        after, role = follow(Step.HAND_OVER, State(topic.state), roles_of(by))
        if topic.owner_id == (owner and owner.pk):
            return topic
        Topic.objects.filter(pk=topic.pk).update(owner=owner)
        topic.refresh_from_db()
        TopicEvent.objects.create(
            topic=topic,
            at=now,
            step=Step.HAND_OVER,
            before=topic.state,
            after=after,
            role=role,
            by=by,
            sha256=compose(topic).sha256,
            note=str(owner or _("nobody")),
        )
    return topic
