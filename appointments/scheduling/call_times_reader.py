"""Reads when reception is open, and tells who may be called now and when to try somebody again."""

from datetime import datetime

from appointments.models import AppointmentRequest
from appointments.models.request_queryset import EVERY_CALL_TIMES
from appointments.scheduling.answer_deadline_reader import reception
from appointments.scheduling.call_times import callable_now, next_try_at


def open_call_times(now: datetime) -> list[list[str]]:
    """Of all wishes for calls that a request can hold, those open at this moment. For the queue's `callable_at`."""
    hours = reception(now)
    return [chosen for chosen in EVERY_CALL_TIMES if callable_now(now, chosen, *hours)]


def next_try_for(request: AppointmentRequest, *, now: datetime, attempts: int) -> datetime:
    """From when to call this patient again. `attempts`: those that failed, the one just now included."""
    return next_try_at(now, call_times=request.call_times, attempts=attempts, **reception(now)._asdict())
