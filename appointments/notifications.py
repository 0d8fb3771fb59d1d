"""Every message this app sends: its name, what its text is made from, and whether it still holds at sending time."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from appointments.actions import linking
from appointments.models import AppointmentRequest
from appointments.workflow import QUEUED_STATUSES
from portal import outbox

RECEIVED = "appointments.received"


def register() -> None:
    """Makes the messages known to the outbox."""
    outbox.register(RECEIVED, templates="appointments/email/received", prepare=received)


def received(request_id: int, now: datetime) -> dict | None:
    """We have your request. Holds nothing the sender typed, not even a name: the address may be a stranger's."""
    request = AppointmentRequest.objects.filter(pk=request_id, status__in=QUEUED_STATUSES).first()
    if request is None:
        return None
    secret = linking.mint(request=request, now=now)
    return {
        "reference": request.spoken_reference,
        "promise_at": request.promise_at,
        "status_url": settings.BASE_URL + reverse("appointments:status", args=[secret]),
    }
