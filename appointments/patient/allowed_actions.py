"""What a patient may do now behind their link: decided from the table of steps (workflow.py) and the appointment."""

from dataclasses import dataclass

from appointments.booking.actions.booking import CANCEL_UNTIL
from appointments.lifecycle.story import Story
from appointments.models.appointment import AppointmentStatus
from appointments.patient.actions.details import LOOKING_FOR_A_TIME
from appointments.workflow import Role, Status, Step, open_remarks, open_steps


@dataclass(frozen=True)
class AllowedActions:
    """Whether each action is open to the patient; the page shows a way to those that are."""

    choose_time: bool  # one of the held times
    refuse_times: bool  # all held times
    confirm: bool  # that they are coming
    cancel: bool
    report_cannot_come: bool  # too late to cancel here, and not reported yet
    keep_appointment: bool  # undo the cancelling
    withdraw: bool
    change_contact: bool
    change_wishes: bool
    download_calendar: bool
    ask_erasure: bool
    take_back_erasure: bool


def allowed_actions(story: Story) -> AllowedActions:
    """What the patient may do at the moment of the story (`story.now`)."""
    request, appointment, now = story.request, story.appointment, story.now
    steps = {*open_steps(request.status, Role.PATIENT, request.outcome), *open_remarks(request.status, Role.PATIENT)}
    is_ahead = (
        appointment is not None and appointment.status == AppointmentStatus.BOOKED and appointment.starts_at > now
    )
    in_time_to_cancel = is_ahead and now <= appointment.starts_at - CANCEL_UNTIL
    cannot_come, kept = story.told_they_cannot_come, not story.absence
    return AllowedActions(
        choose_time=bool(story.choices) and bool({Step.ACCEPT, Step.MOVE} & steps),
        refuse_times=bool(story.choices) and Step.NONE_SUITS in steps,
        confirm=is_ahead and kept and Step.CONFIRM in steps and (appointment.confirmed_at is None or cannot_come),
        cancel=in_time_to_cancel and Step.ASK_CANCEL in steps,
        report_cannot_come=is_ahead
        and kept
        and not in_time_to_cancel
        and Step.CANNOT_COME in steps
        and not cannot_come,
        keep_appointment=Step.KEEP in steps and kept,
        withdraw=Step.WITHDRAW in steps,
        change_contact=Step.CHANGE in steps,
        change_wishes=Step.CHANGE in steps and request.status in LOOKING_FOR_A_TIME,
        download_calendar=is_ahead and kept and request.status == Status.BOOKED,
        ask_erasure=Step.ASK_ERASURE in steps and request.erasure_asked_at is None,
        take_back_erasure=Step.NO_ERASURE in steps and request.erasure_asked_at is not None,
    )
