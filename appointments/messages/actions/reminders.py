"""Patients are reminded of their appointments. Looked for when it is time: no reminder is written down far ahead."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from appointments.messages import notices, outgoing, reminder_times
from appointments.models import Appointment
from appointments.models.appointment import AppointmentStatus
from appointments.workflow import Status
from portal import duties
from portal.channels import sms
from portal.models import OutboundMessage

AT_ONCE = 500  # appointments of which it is asked together whether their patients were reminded already


def remind_due(*, now: datetime) -> int:
    """Queues the reminders that are due and gives their number; whoever runs it twice, or beside another, reminds once.

    None of an appointment that is cancelled, being cancelled or begun, nor to whoever was told its time only after
    that.
    """
    if not settings.REMINDER_HOURS:
        return 0
    horizon = now + timedelta(hours=max(settings.REMINDER_HOURS)) + reminder_times.CLOCKS_SHIFT_AT_MOST
    near = notices.appointments().filter(
        status=AppointmentStatus.BOOKED, request__status=Status.BOOKED, starts_at__gt=now, starts_at__lte=horizon
    )
    if not sms.is_configured():
        near = near.exclude(request__email="")
    due = [
        (appointment, lead)
        for appointment in near.order_by("starts_at", "pk")
        if (lead := notices.lead_due(appointment, now))
    ]
    known = _known([outgoing.reminder_key(appointment, lead) for appointment, lead in due])
    todo = {appointment: lead for appointment, lead in due if outgoing.reminder_key(appointment, lead) not in known}
    return duties.run_for_each("remind", todo, lambda appointment: _remind(appointment, todo[appointment], now))


@transaction.atomic
def _remind(appointment: Appointment, lead: int, now: datetime) -> bool:
    return outgoing.reminded(appointment, lead, now)


def _known(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for first in range(0, len(keys), AT_ONCE):
        chunk = OutboundMessage.objects.filter(dedupe_key__in=keys[first : first + AT_ONCE])
        found |= set(chunk.values_list("dedupe_key", flat=True))
    return found
