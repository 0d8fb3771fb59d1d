"""The first appointment of the kept clinic, made once in a process and put back (tests.snapshots)."""

from appointments.models import Appointment
from tests.appointments.clinic import Clinic, at
from tests.snapshots import once


def at_ten(clinic: Clinic) -> Appointment:
    """Monday at ten, with its first doctor; to be asked for before anything else is stored."""
    return once(f"clinic with {len(clinic.doctors)} doctors and an appointment", lambda: clinic.booked(at(10)))
