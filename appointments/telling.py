"""What patients are told, queued with the event it tells of; and which messages are about a request."""

from datetime import datetime

from appointments import notifications
from appointments.models import AppointmentRequest
from portal.models import OutboundMessage


def erased(email: str, reference: str, now: datetime) -> None:
    """The receipt: what you told us is erased. The address is forgotten once it has left."""


def messages_of(request: AppointmentRequest):
    """Every message about this request, its visits and its offers, whatever became of it; no receipt of an erasure."""
    return OutboundMessage.objects.filter(name=notifications.RECEIVED, subject_id=request.pk)
