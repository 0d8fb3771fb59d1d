"""Content staff save a draft, or begin a new page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.lib.locks import shared_lock
from portal.lib.text import bound_marks
from portal.models import User
from topics.actions.contributing import begun, contributing
from topics.actions.drafting import UnknownRegion, UnknownTopic, as_of_today, write_draft
from topics.actions.live_links import PLACES
from topics.actions.move import ChangedMeanwhile, move
from topics.compose import compose, compose_unlinked
from topics.document import Document, Item
from topics.models import Edition, Topic, TopicEvent
from topics.roles import roles_of
from topics.workflow import ActionRefused, PageRole, State, Step, StepNotAllowed

LONGEST_SLUG = 80


class AddressInUse(ActionRefused):
    """Another page of this kind has this address."""


class TargetGone(ActionRefused):
    """A line leads to a page, or the text names a body region, that has been deleted in the meantime."""


@dataclass(frozen=True)
class NewTopic:
    """A concept that is to be made because a line names it. `item`: the stable id of the line."""

    kind: str
    name: str
    item: str


def create_topic(*, document: Document, by: User, now: datetime, new_topics: Sequence[NewTopic] = ()) -> Topic:
    """A new page's first draft. Raises AddressInUse or StepNotAllowed; then nothing is stored."""
    with transaction.atomic():
        shared_lock(PLACES)
        topic = Topic.objects.get(pk=make_topic(document.kind, document.slug, document.name, by, now).pk)
        with contributing(topic, by, now):
            write(topic, document, by, now, new_topics)
    return topic


def save_draft(
    *,
    topic: Topic,
    document: Document,
    based_on: int,
    by: User,
    now: datetime,
    new_topics: Sequence[NewTopic] = (),
    over_theirs: bool = False,
) -> Topic:
    """Stores the draft and gives the topic as it is now. Saving what is there already changes nothing.

    `based_on`: the version the text was typed over. `over_theirs`: somebody else had saved in between, and their draft
    is kept in the history. Raises ChangedMeanwhile if it is not the newest, StepNotAllowed if
    the draft is locked or not theirs to edit, AddressInUse. A saved change leaves every sign-off behind.
    """
    with transaction.atomic():
        shared_lock(PLACES)
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        if topic.version != based_on:
            raise ChangedMeanwhile(topic)
        if compose(topic).without_links() == document.without_links() and not new_topics:
            return topic
        replaced = compose_unlinked(topic) if over_theirs else None
        with contributing(topic, by, now):
            write(topic, document, by, now, new_topics)
        digest = compose(topic).sha256
        move(topic=topic, step=Step.EDIT, by=by, now=now, sha256=digest, replaced=replaced, last_changed_by=by)
    return topic


def restore(*, topic: Topic, edition: Edition, by: User, now: datetime, over: int | None = None) -> Topic:
    """Makes an earlier edition the draft, and keeps the draft it replaces. Readers see no difference yet.

    `over`: the version of the draft that may be replaced; None: whatever it is. Raises ChangedMeanwhile if it is
    another by now, StepNotAllowed, AddressInUse, TargetGone.
    """
    return _replace(topic, edition.content, by, now, over, edition=edition)


def bring_back(*, topic: Topic, event: TopicEvent, by: User, now: datetime, over: int | None = None) -> Topic:
    """Makes the draft that a step replaced the draft again, and keeps the one it replaces now. Raises as restore."""
    note = _("The draft that was replaced on %(day)s.") % {"day": date_format(timezone.localtime(event.at))}
    return _replace(topic, Document.from_json(event.replaced), by, now, over, note=note)


def _replace(topic: Topic, document: Document, by: User, now: datetime, over: int | None, **told) -> Topic:
    with transaction.atomic():
        shared_lock(PLACES)
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        if over not in (None, topic.version):
            raise ChangedMeanwhile(topic)
        replaced = compose_unlinked(topic)
        try:
            with contributing(topic, by, now):
                write(topic, as_of_today(document, told.get("edition")), by, now, ())
        except UnknownRegion:
            raise TargetGone(_("A body region of this text is no longer there.")) from None
        digest = compose(topic).sha256
        move(
            topic=topic, step=Step.RESTORE, by=by, now=now, sha256=digest, replaced=replaced, last_changed_by=by, **told
        )
    return topic


def write(topic: Topic, document: Document, by: User, now: datetime, new_topics: Sequence[NewTopic]) -> None:
    """Makes the new topics and the draft rows, in the caller's transaction. Raises AddressInUse, TargetGone."""
    check_address(topic.kind, document.slug, topic.pk)
    made = {new.item: _make_concept(new, by, now) for new in new_topics}
    try:
        write_draft(topic=topic, document=_with_targets(document, made))
    except UnknownTopic as unknown:
        gone = {"targets": ", ".join(sorted(unknown.targets))}
        raise TargetGone(_("A line leads to a page that is no longer there: %(targets)s.") % gone) from None


def make_topic(kind: str, slug: str, name: str, by: User | None, now: datetime) -> Topic:
    """Stores an empty draft and the event of its creation. Raises StepNotAllowed, AddressInUse."""
    acting = roles_of(by) & {PageRole.EDITOR, PageRole.ADMIN, PageRole.SYSTEM}
    if not acting:
        raise StepNotAllowed(_("Only content editors and administrators begin new pages."))
    check_address(kind, slug, None)
    topic = Topic.objects.create(kind=kind, slug=slug, name=name, last_changed_by=by, owner=by)
    document = _still_empty(topic)
    TopicEvent.objects.create(
        topic=topic,
        at=now,
        step=Step.CREATE,
        after=State.DRAFT,
        role=min(acting),
        by=by,
        sha256=document.sha256,
    )
    begun(topic, document, by, now)
    return topic


def _still_empty(topic: Topic) -> Document:
    """What a page says that has just been made: its name, and nothing else."""
    texts = dict.fromkeys(("plain_name", "title", "description", "summary"), "")
    parts = dict.fromkeys(("other_names", "body_regions", "codes", "care_cards", "sections", "sources"), ())
    return Document(kind=topic.kind, slug=topic.slug, name=topic.name, **texts, **parts)


def _make_concept(new: NewTopic, by: User, now: datetime) -> Topic:
    slug = (slugify(bound_marks(new.name)) or "page")[:LONGEST_SLUG].strip("-")
    taken = set(Topic.objects.filter(kind=new.kind, slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    free = slug
    while free in taken:
        free = f"{slug[: LONGEST_SLUG - 4]}-{number}"
        number += 1
    return make_topic(new.kind, free, new.name, by, now)


def check_address(kind: str, slug: str, own: int | None) -> None:
    """AddressInUse if another page of the kind has this address. `own`: the page that may have it."""
    if Topic.objects.filter(kind=kind, slug=slug).exclude(pk=own).exists():
        raise AddressInUse(_("Another page of this kind has this address already. Choose another one."))


def _with_targets(document: Document, made: dict[str, Topic]) -> Document:
    if not made:
        return document

    def linked(item: Item) -> Item:
        topic = made.get(item.id)
        return replace(item, target=f"{topic.kind}/{topic.slug}", reason="") if topic else item

    return document.with_items(linked)
