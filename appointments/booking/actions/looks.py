"""Who looks at a request, for the record; and who has it open right now, for colleagues."""

from datetime import datetime, timedelta

from django.db import transaction

from appointments.lifecycle.actions.move import record
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, DeskPresence, Event
from appointments.workflow import Step, remark_for
from portal.models import User

PRESENT_FOR = timedelta(seconds=90)  # after the last sign of an open page
FORGOTTEN_AFTER = timedelta(hours=1)


@transaction.atomic
def record_look(request: AppointmentRequest, *, by: Actor, now: datetime) -> Event:
    """Records that a member of staff opened the request's page: once for each opening. Raises StepNotAllowed."""
    remark_for(Step.LOOK, request.status, by.role)
    return record(request, Step.LOOK, by=by, now=now)


@transaction.atomic
def note_presence(request: AppointmentRequest, *, by: Actor, now: datetime) -> list[User]:
    """Notes that the actor has the request open, and gives the others who have. Raises StepNotAllowed."""
    remark_for(Step.LOOK, request.status, by.role)
    DeskPresence.objects.update_or_create(request=request, user=by.user, defaults={"seen_at": now})
    DeskPresence.objects.filter(user=by.user, seen_at__lt=now - FORGOTTEN_AFTER).delete()
    return others_present(request, by=by, now=now)


def others_present(request: AppointmentRequest, *, by: Actor, now: datetime) -> list[User]:
    """Colleagues who have the request open at this moment, in the order of their names."""
    present = DeskPresence.objects.filter(request=request, seen_at__gt=now - PRESENT_FOR).exclude(user=by.user)
    return [presence.user for presence in present.select_related("user").order_by("user__display_name", "user_id")]
