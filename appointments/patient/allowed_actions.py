"""What a patient can do now, behind their link: read from the table of steps and from what is known of the
appointment."""

from dataclasses import dataclass

from appointments.booking.actions.booking import CANCEL_UNTIL
from appointments.lifecycle.story import Story
from appointments.models.appointment import AppointmentStatus
from appointments.patient.actions.details import STILL_LOOKING
from appointments.workflow import Role, Status, Step, open_remarks, open_steps


@dataclass(frozen=True)
class Possible:
    """One word for each thing; the page shows a way to it where it is true."""

    choose: bool  # one of the held times
    refuse: bool  # all of them
    confirm: bool
    cancel: bool
    cannot_come: bool  # too late to cancel online, and not told yet
    keep: bool
    withdraw: bool
    change: bool  # how we reach them
    wish: bool  # for other days
    calendar: bool
    erase: bool
    keep_data: bool


def possible(story: Story) -> Possible:
    """What the patient may do at the moment of the story."""
    request, appointment, now = story.request, story.appointment, story.now
    steps = {*open_steps(request.status, Role.PATIENT, request.outcome), *open_remarks(request.status, Role.PATIENT)}
    ahead = appointment is not None and appointment.status == AppointmentStatus.BOOKED and appointment.starts_at > now
    in_time = ahead and now <= appointment.starts_at - CANCEL_UNTIL
    not_coming = story.told_they_cannot_come
    return Possible(
        choose=bool(story.choices) and bool({Step.ACCEPT, Step.MOVE} & steps),
        refuse=bool(story.choices) and Step.NONE_SUITS in steps,
        confirm=ahead and Step.CONFIRM in steps and (appointment.confirmed_at is None or not_coming),
        cancel=in_time and Step.ASK_CANCEL in steps,
        cannot_come=ahead and not in_time and Step.CANNOT_COME in steps and not not_coming,
        keep=Step.KEEP in steps,
        withdraw=Step.WITHDRAW in steps,
        change=Step.CHANGE in steps,
        wish=Step.CHANGE in steps and request.status in STILL_LOOKING,
        calendar=ahead and request.status == Status.BOOKED,
        erase=Step.ASK_ERASURE in steps and request.erasure_asked_at is None,
        keep_data=Step.NO_ERASURE in steps and request.erasure_asked_at is not None,
    )
