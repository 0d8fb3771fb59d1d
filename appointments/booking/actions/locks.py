"""Locks an appointment's practitioners and its request, and reads or stores the appointment behind these locks.

Practitioners are locked before requests, never after.
"""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from appointments.booking.actions.slots import lock_practitioners
from appointments.lifecycle.actions.transitions import ChangedMeanwhile
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import Appointment, AppointmentRequest
from appointments.models.appointment import AppointmentStatus
from appointments.workflow import Role, Step, StepNotAllowed
from topics.models import Practitioner


def lock_appointment(
    appointment: Appointment, step: Step, *, by: Actor, only: Iterable[str], also: Iterable[int] = ()
) -> tuple[Appointment, dict[int, Practitioner]]:
    """The appointment as stored and the locked practitioners by id: its own, those of its request's holds, those of
    `also`.

    `only`: the statuses of the appointment in which the step makes sense. A practitioner acts on their own appointments
    only. Raises StepNotAllowed, ChangedMeanwhile if it went to another practitioner this moment, NoRight.
    """
    theirs = Appointment.objects.filter(request=appointment.request_id, status=AppointmentStatus.PENDING)
    seen = Appointment.objects.only("practitioner").get(pk=appointment.pk)
    locked = lock_practitioners({seen.practitioner_id, *theirs.values_list("practitioner", flat=True), *also})
    lock_request(appointment.request_id)
    appointment = Appointment.objects.select_related("request__service__specialty", "practitioner", "location").get(
        pk=appointment.pk
    )
    if appointment.practitioner_id not in locked:
        raise ChangedMeanwhile(appointment.request)
    if by.role == Role.PRACTITIONER and appointment.practitioner.user_id != by.user.pk:
        raise NoRight(_("This is an appointment to somebody else."))
    if appointment.status not in only:
        raise StepNotAllowed(
            _("“%(step)s” is not open while the appointment is “%(status)s”.")
            % {"step": step.label, "status": appointment.get_status_display()}
        )
    return appointment, locked


def lock_request(pk: int) -> AppointmentRequest:
    """Locks the request's row until the transaction ends."""
    return AppointmentRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def update_appointment(appointment: Appointment, **changes) -> Appointment:
    """Stores these fields and the next version, and returns the appointment as stored."""
    Appointment.objects.filter(pk=appointment.pk).update(version=F("version") + 1, **changes)
    return Appointment.objects.select_related("request__service__specialty", "practitioner", "location").get(
        pk=appointment.pk
    )
