"""Records who opened a request, for the access report, and who has it open now, for colleagues."""

from datetime import datetime, timedelta

from django.db import transaction

from appointments.lifecycle.actions.transitions import record_event, record_events
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, DeskPresence, Event
from appointments.workflow import Step, remark_for
from portal.models import User

PRESENT_FOR = timedelta(seconds=90)  # after the last sign of an open page
LIST_SHOWN_FOR = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=1)


@transaction.atomic
def record_look(request: AppointmentRequest, *, by: Actor, now: datetime) -> Event:
    """Records that the actor opened the request's page, once for each opening. Raises StepNotAllowed."""
    remark_for(Step.LOOK, request.status, by.role)
    return record_event(request, Step.LOOK, by=by, now=now)


@transaction.atomic
def record_list(requests: list[AppointmentRequest], *, by: Actor, now: datetime) -> int:
    """Records that the actor was shown these requests in a list that says what they are about; gives how many looks.

    A list that is opened again within LIST_SHOWN_FOR is the same look. Raises StepNotAllowed.
    """
    for status in {request.status for request in requests}:
        remark_for(Step.LOOK, status, by.role)
    looks = Event.objects.filter(request__in=requests, step=Step.LOOK, by=by.user, at__gt=now - LIST_SHOWN_FOR)
    lately = set(looks.values_list("request_id", flat=True))
    return record_events([one for one in requests if one.pk not in lately], Step.LOOK, by=by, now=now)


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
