"""Writes down whose words a draft holds. Every action that changes a draft does it through `contributing`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from portal.models import User
from topics import authorship
from topics.compose import compose_unlinked
from topics.contributors import draft_contributors, judged_edition, known_wordings, parts_of
from topics.document import Document
from topics.models import Contribution, Topic


@contextmanager
def contributing(topic: Topic, by: User | None, now: datetime, *others: User) -> Iterator[None]:
    """What the draft says differently after the block is by this person and the others. None: by the portal itself.

    In the caller's transaction, with the row of the topic locked.
    """
    before = compose_unlinked(topic)
    yield
    people = {person.pk for person in (by, *others) if person is not None}
    _record(topic, authorship.parts(before), compose_unlinked(topic), people, now)


def begun(topic: Topic, document: Document, by: User | None, now: datetime) -> None:
    """The words of a draft that has just been made, as `document` has them, are by this person."""
    _record(topic, {}, document, {by.pk} if by else set(), now)


def count_again(topic: Topic) -> None:
    """Brings the stored contributors of the draft up to date: another edition may be the last judged one now."""
    _keep(topic, draft_contributors(topic))


def _record(topic: Topic, before: authorship.Parts, document: Document, people: set[int], now: datetime) -> None:
    edition, after = judged_edition(topic), authorship.parts(document)
    base, number, known = parts_of(edition), edition and edition.pk, known_wordings(topic)
    found = authorship.contributions(before, after, people, base, number, known)
    Contribution.objects.bulk_create(
        Contribution(topic=topic, part=one.part, text=one.text, by_id=one.by, base=edition, at=now)
        for one in sorted(found, key=lambda one: (one.part, one.by))
    )
    _keep(topic, authorship.contributors(after, base, number, {*known, *found}))


def _keep(topic: Topic, found: Iterable[int]) -> None:
    rows, found = Topic.contributors.through.objects, set(found)
    known = set(rows.filter(topic=topic).values_list("user", flat=True))
    if gone := known - found:
        rows.filter(topic=topic, user__in=gone).delete()
    rows.bulk_create(Topic.contributors.through(topic=topic, user_id=person) for person in sorted(found - known))
