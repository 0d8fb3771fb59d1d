"""What the page of one request shows: the facts for the call, what to notice, and the steps open to the actor."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from appointments import date_words
from appointments.booking.actions import looks
from appointments.booking.actions.slots import OVERBOOK_PERMISSION
from appointments.choices import ContactOutcome, DeclineReason
from appointments.desk import flags, history
from appointments.desk.desk_steps import BY_STEP, DESK_STEPS, Circumstances, DeskStep, Placement, steps_open_to
from appointments.desk.forms import times
from appointments.desk.free_time_choices import FreeDays, free_days
from appointments.desk.request_card import card, phone_tasks
from appointments.desk.waitlist_places import waitlist_place
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.workflow import Outcome, Status, Step


@dataclass(frozen=True)
class StepButton:
    """A step as the page offers it: a button, or a form that unfolds."""

    step: str
    label: str
    url: str
    key: str
    form: object  # None where there is nothing to fill in
    is_open: bool = False  # unfolded, since it came back with what was typed
    ends: bool = False


def request_context(
    appointment_request, *, actor, now: datetime, call_windows, forms: dict, changed: int, start
) -> dict:
    """The context of desk/request.html, apart from the queue beside it and from what may be duplicates.

    `forms`: forms that were sent and are shown again, by step. `changed`: how many of the latest changes to list.
    `start`: the day from which free times are shown; None for the next ones.
    """
    steps = steps_open_to(appointment_request, actor, now)
    appointment = appointment_request.appointments.filter(status__in=(*LIVE, AppointmentStatus.NO_SHOW)).select_related(
        "practitioner", "location"
    )
    appointment = appointment.with_absence().order_by("-pk").first()
    booking = Step.BOOK if Step.BOOK in steps else Step.MOVE if Step.MOVE in steps else None
    is_booked = appointment is not None and appointment.status == AppointmentStatus.BOOKED
    free = FreeDays()
    calendar_url = f"{reverse('desk:calendar')}?for={appointment_request.reference}"
    if booking == Step.BOOK or (booking == Step.MOVE and is_booked) or Step.OFFER in steps:
        free = free_days(
            appointment_request,
            now=now,
            start=start,
            ignoring=appointment if is_booked else None,
            calendar_url=calendar_url,
        )
    urls = {step: reverse("desk:step", args=[appointment_request.reference, step.value]) for step in BY_STEP}
    on_waitlist, offer = waitlist_place(appointment_request, now), _offer(appointment_request, now)
    circumstances = Circumstances(
        now, appointment, is_on_waitlist=on_waitlist is not None, has_open_offer=offer is not None
    )
    shown = [row for row in DESK_STEPS if row.label and row.step in steps and row.makes_sense(circumstances)]
    buttons = {row.step: _button(row, urls[row.step], forms) for row in shown}

    def placed(placement: Placement) -> list[StepButton]:
        return [buttons[row.step] for row in shown if row.placement == placement]

    return {
        "card": card(appointment_request, now, call_windows),
        "version": appointment_request.version,
        "copy_url": reverse("desk:copy", args=[appointment_request.reference]) if actor.leads else "",
        "others": [person.get_short_name() for person in looks.others_present(appointment_request, by=actor, now=now)],
        "holder": _holder(appointment_request, actor, now),
        "first": placed(Placement.FIRST),
        "take_over": buttons.get(Step.TAKE_OVER),
        "at_once": placed(Placement.AT_ONCE),
        "unfolding": placed(Placement.UNFOLDS),
        "phone_tasks": phone_tasks(appointment_request, now),
        "tell_url": urls[Step.TELL] if Step.TELL in steps else "",
        "note": buttons.get(Step.NOTE),
        "outcomes": [{"value": code, "label": label} for code, label in ContactOutcome.choices]
        if Step.ATTEMPT in steps
        else [],
        "attempt_url": urls[Step.ATTEMPT],
        "booking": _booking(booking, appointment_request, actor, urls, forms)
        if booking and (is_booked or not appointment)
        else None,
        "offer_button": buttons.get(Step.OFFER),
        "accept_url": urls[Step.ACCEPT] if Step.ACCEPT in steps else "",
        "merge_url": urls[Step.MERGE] if Step.MERGE in steps else "",
        "free": free,
        "calendar_url": calendar_url,
        "appointment": _appointment(appointment, now)
        if appointment and appointment_request.status in (Status.BOOKED, Status.CANCEL_PENDING)
        else None,
        "offer": offer,
        "waitlist_place": on_waitlist,
        "ending": _ending(appointment_request, now),
        "set_aside": appointment_request.set_aside_in_words
        if appointment_request.is_quarantined or appointment_request.outcome == Outcome.SPAM
        else [],
        "flags": [flag.words for flag in flags.flags_of(appointment_request)],
        "attempts": history.contact_attempts(appointment_request, now),
        "notes": history.notes(appointment_request, now),
        "latest": history.latest_steps(appointment_request, now),
        "changes": history.changes_since(appointment_request, changed, now) if changed else [],
    }


def _button(row: DeskStep, url: str, forms: dict) -> StepButton:
    form = forms.get(row.step.value) or row.form(auto_id=f"{row.step}_%s")
    return StepButton(
        step=row.step.value,
        label=str(row.label),
        url=url,
        key=row.key,
        form=form if form.fields else None,
        is_open=row.step.value in forms,
        ends=row.ends,
    )


def _booking(step: Step, appointment_request, actor, urls: dict, forms: dict) -> dict:
    may_overbook = actor.user.has_perm(OVERBOOK_PERMISSION)
    typed = forms.get(step.value)
    own = typed if isinstance(typed, times.TypedTimeForm) else None
    return {
        "url": urls[step],
        "moves": step == Step.MOVE,
        "own": own
        or times.TypedTimeForm(service=appointment_request.service, may_overbook=may_overbook, auto_id="own_%s"),
        "own_open": own is not None,
        "minutes": appointment_request.service.appointment_minutes,
    }


def _holder(appointment_request, actor, now: datetime) -> dict | None:
    holder = appointment_request.claim_at(now)
    if holder is None:
        return None
    return {
        "name": holder.get_short_name(),
        "since": date_words.relative_day_and_time(appointment_request.claimed_at, now),
        "is_me": holder == actor.user,
    }


def _appointment(appointment, now: datetime) -> dict:
    return {
        "when": date_words.long_day_and_time(appointment.starts_at),
        "until": date_words.clock_time(appointment.ends_at),
        "who": appointment.practitioner.name,
        "place": appointment.location.name,
        "arrived": date_words.clock_time(appointment.arrived_at) if appointment.arrived_at else "",
        "on_top": appointment.overbook_reason,
        "absence": appointment.absence_in_words if appointment.status in LIVE else "",
        "day_url": f"{reverse('desk:calendar')}?day={timezone.localdate(appointment.starts_at).isoformat()}",
    }


def _offer(appointment_request, now: datetime) -> dict | None:
    offer = appointment_request.offers.filter(answer="").first()
    if offer is None:
        return None
    held = offer.times.filter(status=AppointmentStatus.PENDING).with_absence()
    held = list(held.select_related("practitioner", "location").order_by("starts_at"))
    until = max((time.hold_expires_at for time in held if not time.absence), default=offer.expires_at)
    return {
        "until": date_words.relative_day_and_time(until, now),
        "over": offer.expires_at <= now,
        "times": [
            {
                "pk": time.pk,
                "code": times.time_code(time.practitioner_id, time.location_id, time.starts_at),
                "words": f"{date_words.long_day_and_time(time.starts_at)}, {time.practitioner}, {time.location}",
                "absence": time.absence_in_words,
            }
            for time in held
        ],
    }


def _ending(appointment_request, now: datetime) -> dict | None:
    if not appointment_request.closed_at:
        return None
    other = appointment_request.duplicate_of
    return {
        "outcome": str(Outcome(appointment_request.outcome).label),
        "when": date_words.relative_day_and_time(appointment_request.closed_at, now),
        "because": str(DeclineReason(appointment_request.declined_because).label)
        if appointment_request.declined_because
        else "",
        "answer": appointment_request.public_answer,
        "other": other.spoken_reference if other else "",
        "other_url": reverse("desk:request", args=[other.reference]) if other else "",
    }
