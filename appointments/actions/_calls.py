"""Calls on the desk's list that have become needless, because what they were about is settled."""

from datetime import datetime

from appointments.models import AppointmentRequest, PhoneTask


def settle(request: AppointmentRequest, kind: PhoneTask.Kind, *, now: datetime) -> None:
    """Ends the open calls of this kind about the request: nobody need make them any more."""
    PhoneTask.objects.filter(request=request, kind=kind, done_at__isnull=True).update(done_at=now)
