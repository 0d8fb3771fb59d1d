"""Nobody who has appointments ahead stops seeing patients, and no place at which they are goes out of use: somebody has
to move or cancel these first."""

from datetime import datetime

from django.utils.translation import ngettext

from appointments.date_words import day_and_time
from appointments.models import Appointment, Location
from topics.models import Practitioner


def appointments_ahead(practitioner: Practitioner, now: datetime) -> str:
    """How many times are booked or held with them from now on, and the first; "" if none."""
    count, first = _ahead(now, practitioner=practitioner)
    if first is None:
        return ""
    sentence = ngettext(
        "%(count)s appointment is still booked with them or held, on %(first)s. Enter their leave at the desk: it "
        "lists the appointment, to be moved or cancelled.",
        "%(count)s appointments are still booked with them or held, the first on %(first)s. Enter their leave at the "
        "desk: it lists the appointments, to be moved or cancelled.",
        count,
    )
    return sentence % {"count": count, "first": day_and_time(first.starts_at)}


def appointments_ahead_at(location: Location, now: datetime) -> str:
    """How many times are booked or held at this place from now on, and the first; "" if none."""
    count, first = _ahead(now, location=location)
    if first is None:
        return ""
    sentence = ngettext(
        "%(count)s appointment is still booked there or held, on %(first)s. Move or cancel it first.",
        "%(count)s appointments are still booked there or held, the first on %(first)s. Move or cancel them first.",
        count,
    )
    return sentence % {"count": count, "first": day_and_time(first.starts_at)}


def _ahead(now: datetime, **filters) -> tuple[int, Appointment | None]:
    ahead = Appointment.objects.taking_time(now).filter(ends_at__gt=now, **filters)
    return ahead.count(), ahead.order_by("starts_at", "pk").first()
