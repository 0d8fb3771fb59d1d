"""What patients are told, queued with the event it tells of."""

from datetime import datetime

from appointments.models import AppointmentRequest


def new_link(request: AppointmentRequest, now: datetime) -> None:
    """A new link to their request, for the address we hold."""
