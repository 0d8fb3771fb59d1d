"""What every step of a visit begins with: who must wait is locked, and the visit is read as it stands now."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from appointments.booking.actions.slots import lock
from appointments.lifecycle.actions.move import ChangedMeanwhile
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import Appointment, AppointmentRequest
from appointments.models.appointment import AppointmentStatus
from appointments.workflow import Role, Step, StepNotAllowed
from topics.models import Practitioner


def lock_visit(
    appointment: Appointment, step: Step, *, by: Actor, only: Iterable[str], also: Iterable[int] = ()
) -> tuple[Appointment, dict[int, Practitioner]]:
    """The visit as stored and the locked practitioners by id: its own, those of its request's holds, those of `also`.

    `only`: the statuses of the visit in which the step makes sense. A practitioner acts on their own visits only.
    Raises StepNotAllowed, ChangedMeanwhile if it went to another practitioner this moment, NoRight.
    """
    theirs = Appointment.objects.filter(request=appointment.request_id, status=AppointmentStatus.PENDING)
    seen = Appointment.objects.only("practitioner").get(pk=appointment.pk)
    locked = lock({seen.practitioner_id, *theirs.values_list("practitioner", flat=True), *also})
    lock_request(appointment.request_id)
    visit = Appointment.objects.select_related("request__service__specialty", "practitioner", "location").get(
        pk=appointment.pk
    )
    if visit.practitioner_id not in locked:
        raise ChangedMeanwhile(visit.request)
    if by.role == Role.PRACTITIONER and visit.practitioner.user_id != by.user.pk:
        raise NoRight(_("This is a visit to somebody else."))
    if visit.status not in only:
        raise StepNotAllowed(
            _("“%(step)s” is not open while the visit is “%(status)s”.")
            % {"step": step.label, "status": visit.get_status_display()}
        )
    return visit, locked


def lock_request(pk: int) -> AppointmentRequest:
    """Locks the request's row until the transaction ends; practitioners are locked before it, never after."""
    return AppointmentRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def change(visit: Appointment, **changes) -> Appointment:
    """Stores the changes with the next version and gives the visit as stored."""
    Appointment.objects.filter(pk=visit.pk).update(version=F("version") + 1, **changes)
    return Appointment.objects.select_related("request__service__specialty", "practitioner", "location").get(
        pk=visit.pk
    )


def has_begun(visit: Appointment, now: datetime) -> bool:
    return visit.starts_at <= now
