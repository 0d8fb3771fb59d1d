"""What patients are told when something happens, one function for each event; nothing leaves from here so far."""

from datetime import datetime

from appointments.models import AppointmentRequest, TimeOffer


def promise_broken(request: AppointmentRequest, now: datetime) -> None:
    """We did not answer in time: an apology with the new time, which is `request.promise_at`."""


def offered(offer: TimeOffer, now: datetime) -> None:
    """Times are held for the patient."""
