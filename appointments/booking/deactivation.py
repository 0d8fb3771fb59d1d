"""Nobody who has appointments ahead stops seeing patients: somebody has to move or cancel these first."""

from datetime import datetime

from django.utils.translation import ngettext

from appointments.date_words import day_and_time
from appointments.models import Appointment
from topics.models import Practitioner


def appointments_ahead(practitioner: Practitioner, now: datetime) -> str:
    """How many times are booked or held with them from now on, and the first; "" if none."""
    ahead = Appointment.objects.taking_time(now).filter(practitioner=practitioner, ends_at__gt=now)
    first = ahead.order_by("starts_at").first()
    if first is None:
        return ""
    count = ahead.count()
    sentence = ngettext(
        "%(count)s appointment is still booked with them or held, on %(first)s. Enter their leave at the desk: it "
        "lists the appointment, to be moved or cancelled.",
        "%(count)s appointments are still booked with them or held, the first on %(first)s. Enter their leave at the "
        "desk: it lists the appointments, to be moved or cancelled.",
        count,
    )
    return sentence % {"count": count, "first": day_and_time(first.starts_at)}
