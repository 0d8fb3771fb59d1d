"""Which pages a reminder to somebody names: their own that are due or need changing; for reviewers, what waits."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from portal.models import User
from portal.roles import BY_SLUG
from topics.models import NeedsChange, Topic
from topics.roles import roles_of
from topics.workboard import due_soon, for_review, overdue
from topics.workflow import PageRole

MOST_NAMED = 20  # in one mail; the first page of the admin has the others


@dataclass(frozen=True)
class Reminder:
    """What waits for one person. `mine` are pages they look after, the others are everybody's among the reviewers."""

    mine_overdue: tuple[Topic, ...] = ()
    mine_soon: tuple[Topic, ...] = ()
    mine_to_change: tuple[Topic, ...] = ()
    to_review: tuple[Topic, ...] = ()
    overdue: tuple[Topic, ...] = ()
    soon: tuple[Topic, ...] = ()
    to_change: tuple[Topic, ...] = ()

    def __bool__(self) -> bool:
        return any(vars(self).values())


def content_staff() -> list[User]:
    """Everybody who writes or reviews pages and is still here."""
    groups = [BY_SLUG[role].name for role in (PageRole.EDITOR, PageRole.CLINICIAN, PageRole.ADMIN)]
    works_here = Q(groups__name__in=groups) | Q(is_superuser=True)
    return list(User.objects.filter(works_here, is_active=True, is_staff=True).distinct().order_by("pk"))


def reminder_for(person: User, today: date) -> Reminder:
    """What to remind the person of; empty if nothing waits, or if they have left or work on pages no longer."""
    held = roles_of(person) if person.is_staff else frozenset()
    if not held:
        return Reminder()
    pages, mine = Topic.objects.all(), Q(owner=person)
    own = {
        "mine_overdue": _some(overdue(pages, person, today).filter(mine)),
        "mine_soon": _some(due_soon(pages, person, today).filter(mine)),
        "mine_to_change": _some(_to_change().filter(mine)),
    }
    if not held & _who_minds():
        return Reminder(**own)
    theirs = ~mine | Q(owner__isnull=True)
    nobodys = ~_looked_after()
    return Reminder(
        **own,
        to_review=_some(for_review(pages, person, today)),
        overdue=_some(overdue(pages, person, today).filter(theirs)),
        soon=_some(due_soon(pages, person, today).filter(nobodys)),
        to_change=_some(_to_change().filter(nobodys)),
    )


def _who_minds() -> frozenset[PageRole]:
    """Who looks after what is nobody's: the clinical reviewers; administrators, as long as there are none."""
    reviewers = User.objects.filter(groups__name=BY_SLUG[PageRole.CLINICIAN].name, is_active=True, is_staff=True)
    return frozenset({PageRole.CLINICIAN if reviewers.exists() else PageRole.ADMIN})


def _looked_after() -> Q:
    return Q(owner__in=[person.pk for person in content_staff()])


def _to_change() -> QuerySet:
    """Pages of which somebody said what should be changed."""
    named = set(NeedsChange.objects.still_open().values_list("topic", flat=True))
    return Topic.objects.filter(pk__in=named).order_by("name", "pk")


def _some(rows: QuerySet) -> tuple[Topic, ...]:
    return tuple(rows[:MOST_NAMED])
