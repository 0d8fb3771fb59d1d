"""The lists content staff work from: what waits for whom, and what is live without a signature."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.models import User
from topics.actions._move import roles_of
from topics.models import Edition, Topic
from topics.workflow import Role, State

LONGEST = 20
_ADMIN_NAMES = {"symptom": "symptom", "condition": "condition", "test": "medicaltest", "specialty": "specialty"}


@dataclass(frozen=True)
class Waiting:
    """One page on a list: its name, where it is edited, and what to know about it."""

    name: str
    url: str
    detail: str


@dataclass(frozen=True)
class WorkList:
    """A list with its heading; `alarming` lists stand out."""

    heading: str
    pages: tuple[Waiting, ...]
    alarming: bool = False


def admin_url(topic: Topic) -> str:
    """Where the draft of this topic is edited."""
    return reverse(f"admin:topics_{_ADMIN_NAMES[topic.kind]}_change", args=[topic.pk])


def workboard(user: User) -> list[WorkList]:
    """The lists for somebody in these roles, the most pressing first; empty ones are left out. At most five queries."""
    held = roles_of(user)
    lists = [WorkList(_("Live without a clinician’s signature"), _forced(), alarming=True)]
    if Role.CLINICIAN in held:
        lists.append(WorkList(_("Waiting for review"), _in_state(State.IN_REVIEW)))
    if held & {Role.EDITOR, Role.ADMIN}:
        lists.append(WorkList(_("Changes requested"), _in_state(State.CHANGES_REQUESTED)))
        lists.append(WorkList(_("Signed off, ready to publish"), _in_state(State.SIGNED_OFF)))
    return [found for found in lists if found.pages]


def _forced() -> tuple[Waiting, ...]:
    editions = Edition.objects.live().forced_and_unsigned().entries().select_related("live_topic")
    return tuple(
        Waiting(edition.name, admin_url(edition.live_topic), edition.forced_reason)
        for edition in editions.order_by("published_at", "pk")[:LONGEST]
    )


def _in_state(state: State) -> tuple[Waiting, ...]:
    topics = Topic.objects.filter(state=state).select_related("last_changed_by").order_by("changed_at", "pk")
    return tuple(Waiting(topic.name, admin_url(topic), str(topic.last_changed_by or "")) for topic in topics[:LONGEST])
