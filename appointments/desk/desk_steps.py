"""All that the desk knows of a step, as one table: its form, its action, its button, and when that is shown.

Whether a step may be taken at all is said by the tables of `appointments/workflow.py`; the rows here add to that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django import forms
from django.utils.translation import gettext_lazy

from appointments.booking.actions import attendance, booking, claims, closing, contacts, offers
from appointments.desk import step_actions
from appointments.desk.forms import requests, times
from appointments.desk.step_actions import on_appointment, on_request
from appointments.lifecycle.actor import Actor
from appointments.models import Appointment, AppointmentRequest
from appointments.models.appointment import AppointmentStatus
from appointments.waitlist import actions as waitlist
from appointments.workflow import Step, open_rows


class Placement(Enum):
    """Where the page of a request shows a step."""

    FIRST = "first"  # a button above the others: what is most likely done next
    AT_ONCE = "at once"  # a button beside it, pressed once
    UNFOLDS = "unfolds"  # below "Other steps": it unfolds and is sent by a second press
    OWN = "own"  # in the part of the page it belongs to, such as the free times or the notes


@dataclass(frozen=True)
class Circumstances:
    """What decides, beside the tables of the workflow, whether a step makes sense at the moment `now`."""

    now: datetime
    appointment: Appointment | None = None  # the latest one that stands or was missed
    is_on_waitlist: bool = False
    has_open_offer: bool = False


def _always(circumstances: Circumstances) -> bool:
    return True


def _with_appointment(
    *statuses: AppointmentStatus, begun: bool = False, kept: bool = False
) -> Callable[[Circumstances], bool]:
    """Whether the appointment is in one of these statuses; with `begun`, its start has passed too; with `kept`, neither
    leave nor a closure stands against it."""

    def fits(circumstances: Circumstances) -> bool:
        appointment = circumstances.appointment
        if appointment is None or appointment.status not in statuses:
            return False
        if kept and appointment.absence_in_words:
            return False
        return not begun or appointment.starts_at <= circumstances.now

    return fits


@dataclass(frozen=True)
class DeskStep:
    """One row of the table.

    `action`: called as step_actions says. `label`: of the button; "" where its part of the page has buttons of its own.
    `key`: the key that presses the button. `ends`: it closes the request or gives an appointment up; the button warns.
    `leaves`: the queue is shown afterwards, not the request. `day_rank`: its place among the buttons of a line of the
    page "Today"; None if it has none there. `makes_sense`: asked once the workflow allows the step.
    """

    step: Step
    action: Callable
    form: type[forms.Form] = requests.DeskForm
    label: str = ""
    key: str = ""
    placement: Placement = Placement.OWN
    ends: bool = False
    leaves: bool = False
    day_rank: int | None = None
    makes_sense: Callable[[Circumstances], bool] = _always


# --- the table -------------------------------------------------------------------------------------------------------

BOOKED, ARRIVED, NO_SHOW = AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.NO_SHOW
FIRST, AT_ONCE, UNFOLDS = Placement.FIRST, Placement.AT_ONCE, Placement.UNFOLDS

DESK_STEPS = (  # those of one placement in the order in which the page shows them
    DeskStep(Step.CLAIM, on_request(claims.claim), label=gettext_lazy("Take it on"), key="a", placement=FIRST),
    DeskStep(Step.RELEASE, on_request(closing.release), label=gettext_lazy("It is a real request"), placement=FIRST),
    DeskStep(
        Step.CALL_UP, on_request(closing.call_up), label=gettext_lazy("Take from the waiting list"), placement=FIRST
    ),
    DeskStep(Step.REOPEN, on_request(closing.reopen), label=gettext_lazy("Open it again"), placement=FIRST),
    DeskStep(
        Step.ARRIVE,
        on_appointment(attendance.arrive, Step.ARRIVE, BOOKED),
        label=gettext_lazy("Has arrived"),
        key="a",
        placement=FIRST,
        day_rank=1,
        makes_sense=_with_appointment(BOOKED, kept=True),
    ),
    DeskStep(Step.KEEP, step_actions.keep, label=gettext_lazy("The patient keeps it after all"), placement=FIRST),
    DeskStep(
        Step.NOT_ARRIVED,
        on_appointment(attendance.not_arrived, Step.NOT_ARRIVED, ARRIVED),
        label=gettext_lazy("Has not arrived after all"),
        placement=AT_ONCE,
        day_rank=4,
        makes_sense=_with_appointment(ARRIVED),
    ),
    DeskStep(
        Step.ATTEND,
        on_appointment(attendance.attend, Step.ATTEND),
        label=gettext_lazy("The appointment took place"),
        placement=AT_ONCE,
        day_rank=2,
        makes_sense=_with_appointment(BOOKED, ARRIVED, begun=True),
    ),
    DeskStep(
        Step.MISS,
        on_appointment(attendance.miss, Step.MISS, BOOKED),
        label=gettext_lazy("Did not come"),
        placement=AT_ONCE,
        day_rank=3,
        makes_sense=_with_appointment(BOOKED, begun=True, kept=True),
    ),
    DeskStep(
        Step.NOT_MISSED,
        on_appointment(attendance.not_missed, Step.NOT_MISSED, NO_SHOW),
        label=gettext_lazy("Take “did not come” back"),
        placement=AT_ONCE,
        day_rank=5,
        makes_sense=_with_appointment(NO_SHOW),
    ),
    DeskStep(
        Step.NONE_SUITS,
        step_actions.none_suits,
        label=gettext_lazy("None of the times suits"),
        placement=AT_ONCE,
        makes_sense=lambda circumstances: circumstances.has_open_offer,
    ),
    DeskStep(
        Step.TAKE_BACK_OFFER, step_actions.take_back_offer, label=gettext_lazy("Take the offer back"), placement=AT_ONCE
    ),
    DeskStep(
        Step.NOT_EARLIER,
        on_request(waitlist.not_earlier),
        label=gettext_lazy("No earlier time is wanted any more"),
        placement=AT_ONCE,
        makes_sense=lambda circumstances: circumstances.is_on_waitlist,
    ),
    DeskStep(
        Step.LET_GO,
        on_request(claims.let_go),
        label=gettext_lazy("Put it back"),
        key="p",
        placement=AT_ONCE,
        leaves=True,
    ),
    DeskStep(
        Step.CORRECT,
        on_request(contacts.correct_phone, "phone"),
        requests.PhoneForm,
        gettext_lazy("Correct the number"),
        placement=UNFOLDS,
    ),
    DeskStep(
        Step.DISCRETION,
        on_request(contacts.set_discreet, "discreet"),
        requests.DiscretionForm,
        gettext_lazy("Neutral messages, or as usual"),
        placement=UNFOLDS,
    ),
    DeskStep(
        Step.WAIT,
        on_request(closing.put_on_waiting_list, "review_on", "notice_hours"),
        requests.WaitForm,
        gettext_lazy("Put on the waiting list"),
        key="w",
        placement=UNFOLDS,
    ),
    DeskStep(
        Step.WANT_EARLIER,
        on_request(waitlist.want_earlier, "notice_hours"),
        requests.EarlierForm,
        gettext_lazy("The patient wants an earlier time"),
        placement=UNFOLDS,
        makes_sense=lambda circumstances: not circumstances.is_on_waitlist,
    ),
    DeskStep(
        Step.MERGE,
        step_actions.merge,
        requests.MergeForm,
        gettext_lazy("Close as a duplicate"),
        placement=UNFOLDS,
        ends=True,
    ),
    DeskStep(
        Step.WITHDRAW,
        on_request(closing.withdraw),
        label=gettext_lazy("The patient needs no appointment any more"),
        placement=UNFOLDS,
        ends=True,
    ),
    DeskStep(
        Step.DECLINE,
        on_request(closing.decline, "because", "public_answer"),
        requests.DeclineForm,
        gettext_lazy("Decline"),
        key="d",
        placement=UNFOLDS,
        ends=True,
    ),
    DeskStep(
        Step.GIVE_UP,
        on_request(closing.give_up),
        label=gettext_lazy("Close: could not be reached"),
        placement=UNFOLDS,
        ends=True,
    ),
    DeskStep(
        Step.CANCEL,
        on_appointment(booking.cancel, Step.CANCEL),
        label=gettext_lazy("The patient cancels"),
        placement=UNFOLDS,
        ends=True,
    ),
    DeskStep(
        Step.CANCEL_BY_CLINIC,
        step_actions.cancel_by_clinic,
        requests.CancelByClinicForm,
        gettext_lazy("We have to cancel"),
        placement=UNFOLDS,
        ends=True,
    ),
    DeskStep(
        Step.REJECT,
        on_request(closing.reject),
        label=gettext_lazy("It is not a real request"),
        placement=UNFOLDS,
        ends=True,
    ),
    DeskStep(Step.TAKE_OVER, on_request(claims.take_over), label=gettext_lazy("Take it over")),
    DeskStep(Step.NOTE, step_actions.write_note, requests.NoteForm, gettext_lazy("Keep the note"), key="m"),
    DeskStep(
        Step.OFFER,
        on_request(offers.offer, "times", "lasts"),
        times.OfferForm,
        gettext_lazy("Hold times for the patient"),
        key="o",
    ),
    DeskStep(Step.ACCEPT, step_actions.accept, times.HeldTimeForm),
    DeskStep(Step.BOOK, step_actions.book, times.FreeTimeForm),
    DeskStep(Step.MOVE, step_actions.move, times.FreeTimeForm),
    DeskStep(Step.ATTEMPT, on_request(contacts.attempt, "outcome"), requests.AttemptForm),
    DeskStep(Step.TELL, step_actions.tell, requests.TellForm),
)
BY_STEP = {row.step: row for row in DESK_STEPS}
OF_THE_DAY = sorted((row for row in DESK_STEPS if row.day_rank), key=lambda row: row.day_rank)


def steps_open_to(request: AppointmentRequest, actor: Actor, now: datetime) -> list[Step]:
    """The steps this person may take now: those the workflow opens to their role, unless a colleague's claim bars them.

    Left out, too: claiming what one has already, and taking over what no colleague has.
    """
    holder = request.claim_at(now)
    is_held = holder is not None and holder != actor.user
    pointless = set() if is_held else {Step.TAKE_OVER}
    if holder == actor.user:
        pointless.add(Step.CLAIM)
    return [
        row.step
        for row in open_rows(request.status, actor.role, request.outcome)
        if row.step not in pointless and not (is_held and row.holder.bars(leads=actor.leads))
    ]
