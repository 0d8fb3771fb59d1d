"""Queues the reminders of appointments that are due now; none is queued ahead of its time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from appointments.messages import content, reminder_times
from appointments.messages.actions import outgoing
from appointments.models import Appointment
from appointments.models.appointment import AppointmentStatus
from appointments.workflow import Status
from portal import duties
from portal.channels import sms
from portal.models import OutboundMessage

KEYS_PER_QUERY = 500


def remind_due(*, now: datetime) -> int:
    """Queues the reminders that are due and returns their number. Running it twice, or in two workers, reminds once.

    An appointment that is cancelled, being cancelled or begun has no reminder, nor has one that leave or a closure
    stands against, or whose patient was told its time only after the reminder was due.
    """
    if not settings.REMINDER_HOURS:
        return 0
    horizon = now + timedelta(hours=max(settings.REMINDER_HOURS)) + reminder_times.LARGEST_CLOCK_CHANGE
    horizon += reminder_times.MOST_BROUGHT_FORWARD
    near = content.appointments_with_informed_at().filter(
        status=AppointmentStatus.BOOKED, request__status=Status.BOOKED, starts_at__gt=now, starts_at__lte=horizon
    )
    near = near.with_absence().filter(absence__isnull=True)
    if not sms.is_configured():
        near = near.exclude(request__email="")
    near = near.exclude(Q(request__email="") & ~Q(request__phone_extension=""))  # a switchboard reads no messages
    due = [
        (appointment, lead)
        for appointment in near.order_by("starts_at", "pk")
        if (lead := content.reminder_lead_due(appointment, now))
    ]
    queued = _already_queued([outgoing.reminder_key(appointment, lead) for appointment, lead in due])
    leads = {appointment: lead for appointment, lead in due if outgoing.reminder_key(appointment, lead) not in queued}
    return duties.run_for_each("remind", leads, lambda appointment: _remind(appointment, leads[appointment], now))


@transaction.atomic
def _remind(appointment: Appointment, lead: int, now: datetime) -> bool:
    return outgoing.reminder(appointment, lead, now)


def _already_queued(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for first in range(0, len(keys), KEYS_PER_QUERY):
        chunk = OutboundMessage.objects.filter(dedupe_key__in=keys[first : first + KEYS_PER_QUERY])
        found |= set(chunk.values_list("dedupe_key", flat=True))
    return found
