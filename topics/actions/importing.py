"""Keeps the plan of a text from a file, lets an editor change it, and makes it a draft. Publishes nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lib.locks import shared_lock
from portal.models import User
from topics.actions.contributing import contributing
from topics.actions.drafting import UnknownRegion, UnknownTopic
from topics.actions.live_links import PLACES
from topics.actions.loading import load_rules
from topics.actions.move import move
from topics.actions.saving import NewTopic, make_topic, write
from topics.compose import compose, compose_unlinked
from topics.document import Document
from topics.importing.planning import Plan
from topics.importing.reading import IncomingText
from topics.models import ArticleImport, BodyRegion, Topic
from topics.roles import roles_of
from topics.workflow import ActionRefused, PageRole, State, Step, StepNotAllowed, follow


class DraftInTheWay(ActionRefused):
    """The draft holds what this plan does not know of, and nobody said that it may go. `topic`: as it is now."""

    def __init__(self, topic: Topic):
        self.topic = topic
        super().__init__(
            _("The draft of “%(name)s” was changed since. It is replaced only if you say so.") % {"name": topic.name}
        )


class NoLongerWaiting(ActionRefused):
    """Somebody made this plan into a draft already, or threw it away."""


def keep_plan(
    *, arrived: IncomingText, plan: Plan, topic: Topic | None, by: User | None, now: datetime
) -> tuple[ArticleImport, bool]:
    """The plan that waits for this text, and whether it is a new one. `topic`: the page it is for, if there is one.

    A text that waits already keeps the plan somebody may have worked on. Raises StepNotAllowed.
    """
    _only_writers(by)
    return ArticleImport.objects.get_or_create(
        kind=plan.document.kind,
        sha256=arrived.sha256,
        state=ArticleImport.State.WAITING,
        defaults={
            "file_name": arrived.file_name,
            "format": arrived.format,
            "title": arrived.title,
            "plan": plan.to_json(),
            "topic": topic,
            "based_on": topic.version if topic else None,
            "made_by": by,
            "made_at": now,
        },
    )


def change_plan(*, waiting: ArticleImport, plan: Plan, by: User | None) -> None:
    """Keeps what an editor decided so far. Raises NoLongerWaiting or StepNotAllowed."""
    _only_writers(by)
    with transaction.atomic():
        if not ArticleImport.objects.waiting().filter(pk=waiting.pk).update(plan=plan.to_json()):
            raise NoLongerWaiting(_gone())
        if by is not None:
            waiting.decided_by.add(by)


def throw_away(*, waiting: ArticleImport, by: User) -> None:
    """Forgets a plan that nobody needs. Raises NoLongerWaiting or StepNotAllowed."""
    _only_writers(by)
    deleted, _each = ArticleImport.objects.waiting().filter(pk=waiting.pk).delete()
    if not deleted:
        raise NoLongerWaiting(_gone())


def make_draft(
    *,
    waiting: ArticleImport,
    document: Document,
    by: User | None,
    now: datetime,
    new_topics: Sequence[NewTopic] = (),
    over: int | None = None,
) -> Topic:
    """Writes the draft and gives its topic: a new one, or the one the plan is for. Readers see no change.

    `over`: the version of a draft changed since that shall be replaced nevertheless. `by` None: a command on the
    server. Raises DraftInTheWay, StepNotAllowed (in review, or not theirs to write), AddressInUse, NoLongerWaiting, or
    ActionRefused if a page that a line leads to has gone; then nothing is stored.
    """
    _only_writers(by)
    with transaction.atomic():
        shared_lock(PLACES)
        if not BodyRegion.objects.exists():
            load_rules()  # an empty portal: or else nobody would ask for the warning signs
        row = ArticleImport.objects.select_for_update().waiting().filter(pk=waiting.pk).first()
        if row is None:
            raise NoLongerWaiting(_gone())
        if row.topic_id is None:
            row.topic_id = make_topic(document.kind, document.slug, document.name, by, now).pk
            topic = Topic.objects.get(pk=row.topic_id)
        else:
            topic = _locked(row, over, by)
        before = compose_unlinked(topic) if row.based_on is not None else None
        if compose(topic).without_links() != document.without_links() or new_topics:
            with contributing(topic, by, now, *filter(None, (row.made_by, *row.decided_by.all()))):
                _store(topic, document, by, now, new_topics)
            digest = compose(topic).sha256
            note = _("From the file %(name)s.") % {"name": row.file_name}
            told = {"note": note, "replaced": before, "last_changed_by": by}
            move(topic=topic, step=Step.IMPORT, by=by, now=now, sha256=digest, **told)
        row.topic, row.state, row.applied_at = topic, ArticleImport.State.APPLIED, now
        row.draft_sha256 = compose_unlinked(topic).sha256
        row.save(update_fields=["topic", "state", "applied_at", "draft_sha256"])
    return topic


def replaces_freely(waiting: ArticleImport, topic: Topic) -> bool:
    """Whether nothing is lost: the draft is as the last file made it, and the plan was made for this very draft."""
    last = ArticleImport.objects.applied_to(topic).first()
    untouched = last is not None and last.draft_sha256 == compose_unlinked(topic).sha256
    return untouched and waiting.based_on == topic.version


def _locked(row: ArticleImport, over: int | None, by: User | None) -> Topic:
    topic = Topic.objects.select_for_update().get(pk=row.topic_id)
    follow(Step.IMPORT, State(topic.state), roles_of(by))
    if over != topic.version and not replaces_freely(row, topic):
        raise DraftInTheWay(topic)
    return topic


def _store(topic: Topic, document: Document, by: User | None, now: datetime, new_topics: Sequence[NewTopic]) -> None:
    try:
        write(topic, document, by, now, new_topics)
    except (UnknownTopic, UnknownRegion) as error:
        raise ActionRefused(_("Something this text names is no longer there. %(what)s") % {"what": error}) from error


def _only_writers(by: User | None) -> None:
    if not roles_of(by) & {PageRole.EDITOR, PageRole.ADMIN, PageRole.SYSTEM}:
        raise StepNotAllowed(_("Only content editors and administrators bring in texts."))


def _gone() -> str:
    return _("This text does not wait any more: it was made into a draft, or thrown away.")
