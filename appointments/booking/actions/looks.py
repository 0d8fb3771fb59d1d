"""Records who opened a request or was shown a list of them, for the access report, and who has one open now, for
colleagues."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from appointments.lifecycle.actions.transitions import record_event
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, DeskPresence, Event, ListLook
from appointments.workflow import Step, remark_for
from portal.models import User

PRESENT_FOR = timedelta(seconds=90)  # after the last sign of an open page
FORGOTTEN_AFTER = timedelta(hours=1)


@transaction.atomic
def record_look(request: AppointmentRequest, *, by: Actor, now: datetime) -> Event:
    """Records that the actor was shown what the request says, once for each opening. Raises StepNotAllowed."""
    remark_for(Step.LOOK, request.status, by.role)
    return record_event(request, Step.LOOK, by=by, now=now)


def record_list(requests: Iterable[int], page: ListLook.Page, *, by: Actor, now: datetime) -> None:
    """Records that the actor was shown a list on which patients of these requests are named. Nothing for an empty one.

    `requests`: their primary keys.
    """
    if shown := sorted(set(requests)):
        ListLook.objects.create(by=by.user, at=now, page=page, requests=shown)


@transaction.atomic
def note_presence(request: AppointmentRequest, *, by: Actor, now: datetime) -> list[User]:
    """Stores that the actor has the request open, and returns the others who have. Raises StepNotAllowed."""
    remark_for(Step.LOOK, request.status, by.role)
    DeskPresence.objects.update_or_create(request=request, user=by.user, defaults={"seen_at": now})
    DeskPresence.objects.filter(user=by.user, seen_at__lt=now - FORGOTTEN_AFTER).delete()
    return others_present(request, by=by, now=now)


def others_present(request: AppointmentRequest, *, by: Actor, now: datetime) -> list[User]:
    """The colleagues whose page of the request gave a sign within the last 90 seconds, in the order of their names."""
    present = DeskPresence.objects.filter(request=request, seen_at__gt=now - PRESENT_FOR).exclude(user=by.user)
    return [presence.user for presence in present.select_related("user").order_by("user__display_name", "user_id")]
