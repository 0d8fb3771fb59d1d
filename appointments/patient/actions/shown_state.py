"""What a patient decides, they decide about what their page showed. If that has changed, they are asked again."""

from datetime import datetime

from appointments.booking.actions.slots import lock_practitioners
from appointments.lifecycle.actions.move import ChangedMeanwhile
from appointments.lifecycle.story import Story, story_of
from appointments.models import Appointment, AppointmentRequest
from appointments.models.appointment import LIVE, AppointmentStatus


def lock_as_seen(request: AppointmentRequest, seen: str, now: datetime) -> Story:
    """Locks whoever holds time for the request, then the request, and gives its story as it stands now.

    `seen`: the stamp of the story the patient's page was told from. To be called inside a transaction, first of all.
    Raises ChangedMeanwhile if it is another one by now.
    """
    taking = Appointment.objects.filter(request=request, status__in=(AppointmentStatus.PENDING, *LIVE))
    lock_practitioners(taking.values_list("practitioner", flat=True))
    locked = AppointmentRequest.objects.select_for_update(of=("self",), no_key=True)
    stored = locked.select_related("service__specialty").get(pk=request.pk)
    story = story_of(stored, now)
    if story.stamp != seen:
        raise ChangedMeanwhile(stored)
    return story
