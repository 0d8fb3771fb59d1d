"""Reads when reception is open, and counts a service's promise in it."""

from datetime import datetime, timedelta

from django.utils import timezone

from appointments.availability import Span
from appointments.models import HealthcareService, OpeningHours, ScheduleException
from appointments.opening import Opening, Reception
from appointments.promise import answer_by


def reception(now: datetime) -> Reception:
    """Opening hours and the closures that are not over yet, in the clinic's time zone. Two queries."""
    opening = OpeningHours.objects.order_by("weekday", "opens").values_list("weekday", "opens", "closes")
    closures = ScheduleException.objects.filter(kind=ScheduleException.Kind.CLOSURE, ends_at__gt=now)
    spans = closures.order_by("starts_at").values_list("starts_at", "ends_at")
    return Reception([Opening(*row) for row in opening], [Span(*row) for row in spans], timezone.get_default_timezone())


def promise_for(service: HealthcareService, now: datetime) -> datetime:
    """By when a request for this service that comes in now is answered: later than now, on a whole five minutes."""
    within = timedelta(hours=service.answer_within_hours)
    return answer_by(now, within=within, **reception(now)._asdict())
