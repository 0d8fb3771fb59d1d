"""The one place where the state of a draft changes: conditional update and event, in the caller's transaction."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from portal.models import User
from topics.document import Document
from topics.models import Edition, Topic, TopicEvent
from topics.roles import roles_of
from topics.workflow import ActionRefused, State, Step, follow


class ChangedMeanwhile(ActionRefused):
    """Somebody else saved or moved this page after it was opened here. `topic` is how it stands now."""

    def __init__(self, topic: Topic):
        self.topic = topic
        super().__init__(_("Somebody else changed “%(name)s” in the meantime.") % {"name": topic.name})


def move(
    *,
    topic: Topic,
    step: Step,
    by: User | None,
    now: datetime,
    sha256: str,
    note: str = "",
    edition: Edition | None = None,
    replaced: Document | None = None,
    **changes,
) -> TopicEvent:
    """Takes the step and writes its event; `topic` is brought up to date, with `changes` stored along.
    `replaced`: the draft that the step put another in the place of; it is kept.

    Raises StepNotAllowed, or ChangedMeanwhile if the row is no longer as `topic` says.
    """
    after, role = follow(step, State(topic.state), roles_of(by))
    before = topic.state
    same = Topic.objects.filter(pk=topic.pk, version=topic.version, state=before)
    if same.update(state=after, version=F("version") + 1, changed_at=now, **changes) != 1:
        raise ChangedMeanwhile(Topic.objects.get(pk=topic.pk))
    topic.refresh_from_db()
    return TopicEvent.objects.create(
        topic=topic,
        at=now,
        step=step,
        before=before,
        after=after,
        role=role,
        by=by,
        sha256=sha256,
        edition=edition,
        note=note,
        replaced=replaced.to_json() if replaced else None,
    )
