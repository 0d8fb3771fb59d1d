"""The small clinic and a request in each status, made once in a process and put back (tests.snapshots)."""

from appointments.models import AppointmentRequest
from tests.appointments.clinic import Clinic, make_clinic
from tests.appointments.situations import SITUATIONS
from tests.snapshots import once


def kept_clinic(doctors: int = 1) -> Clinic:
    """The clinic as make_clinic() makes it; to be asked for before anything else is stored."""
    return once(f"clinic with {doctors} doctors", lambda: make_clinic(doctors))


def in_situation(name: str, clinic: Clinic) -> AppointmentRequest:
    """A request of this clinic in a status, as SITUATIONS makes it."""
    return once(f"clinic with a request: {name}", lambda: SITUATIONS[name](clinic))
