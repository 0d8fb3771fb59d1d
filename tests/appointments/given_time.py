"""Whether time was given twice, or cells and appointments disagree: found in all rows, not by asking the actions."""

from collections import defaultdict
from itertools import pairwise

from appointments.grid import cells
from appointments.models import Appointment, AppointmentRequest, BookingCell, TimeOffer

TAKES_TIME = {"pending", "booked", "arrived", "fulfilled"}


def overlaps() -> list[tuple[int, int]]:
    """Pairs of appointments or holds of one practitioner and seat whose times, buffers included, overlap."""
    of_practitioner = defaultdict(list)
    for appointment in Appointment.objects.filter(status__in=TAKES_TIME):
        of_practitioner[appointment.practitioner_id, appointment.seat].append(appointment)
    found = []
    for appointments in of_practitioner.values():
        appointments.sort(key=lambda appointment: (appointment.busy_from, appointment.busy_until))
        found += [(one.pk, other.pk) for one, other in pairwise(appointments) if other.busy_from < one.busy_until]
    return found


def wrong_cells() -> list[str]:
    """Appointments whose cells are not exactly those they should have; those that take no time should have none."""
    stored = defaultdict(set)
    for cell in BookingCell.objects.all():
        stored[cell.appointment_id].add((cell.practitioner_id, cell.seat, cell.starts_at))
    wrong = []
    for appointment in Appointment.objects.all():
        taken = cells(appointment.busy_from, appointment.busy_until) if appointment.status in TAKES_TIME else ()
        if stored[appointment.pk] != {(appointment.practitioner_id, appointment.seat, start) for start in taken}:
            wrong.append(
                f"appointment {appointment.pk} is {appointment.status} and has {len(stored[appointment.pk])} cells"
            )
    return wrong


def loose_ends() -> list[str]:
    """Requests, appointments and offers that contradict each other."""
    found = []
    for request in AppointmentRequest.objects.prefetch_related("appointments", "offers"):
        live = [
            appointment for appointment in request.appointments.all() if appointment.status in {"booked", "arrived"}
        ]
        held = [appointment for appointment in request.appointments.all() if appointment.status == "pending"]
        offers = [offer for offer in request.offers.all() if not offer.answer]
        if bool(live) != (request.status in {"booked", "cancel_pending"}):
            found.append(f"request {request.pk} is {request.status} with {len(live)} appointments")
        if request.status == "awaiting_patient" and not offers:
            found.append(f"request {request.pk} awaits an answer to no offer")
        if offers and request.status not in {"awaiting_patient", "booked", "cancel_pending"}:
            found.append(f"request {request.pk} is {request.status} with an open offer")
        if held and not offers:
            found.append(f"request {request.pk} has holds of no open offer")
    found += [
        f"offer {offer.pk} is closed and holds times"
        for offer in TimeOffer.objects.exclude(answer="").filter(times__status="pending")
    ]
    return found


def faults() -> list:
    """Everything that is wrong; empty where no time was given twice and nothing was left behind."""
    return overlaps() + wrong_cells() + loose_ends()
