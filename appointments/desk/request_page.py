"""What the page of one request shows: facts for the call, what to notice, and the steps open to this person."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from appointments import date_words
from appointments.booking.actions import looks
from appointments.choices import ContactOutcome, DeclineReason
from appointments.desk import flags, history
from appointments.desk.doings import DOINGS, fits_the_day
from appointments.desk.forms import times
from appointments.desk.request_card import card, duplicates, phone_tasks
from appointments.desk.times import FreeDays, free_days
from appointments.desk.waitlist import waiting_of
from appointments.models.appointment import LIVE, AppointmentStatus
from appointments.workflow import (
    Holder,
    Outcome,
    Status,
    Step,
    StepNotAllowed,
    open_remarks,
    open_steps,
    remark_for,
    row_for,
)

BUTTONS = {  # what the button says, and the key that presses it
    Step.CLAIM: (gettext_lazy("Take it on"), "a"),
    Step.TAKE_OVER: (gettext_lazy("Take it over"), ""),
    Step.LET_GO: (gettext_lazy("Put it back"), "p"),
    Step.NOTE: (gettext_lazy("Keep the note"), "m"),
    Step.CORRECT: (gettext_lazy("Correct the number"), ""),
    Step.DISCRETION: (gettext_lazy("Neutral messages, or as usual"), ""),
    Step.OFFER: (gettext_lazy("Hold times for the patient"), "o"),
    Step.WAIT: (gettext_lazy("Put on the waiting list"), "w"),
    Step.CALL_UP: (gettext_lazy("Take from the waiting list"), ""),
    Step.WANT_EARLIER: (gettext_lazy("The patient wants an earlier time"), ""),
    Step.NOT_EARLIER: (gettext_lazy("No earlier time is wanted any more"), ""),
    Step.DECLINE: (gettext_lazy("Decline"), "d"),
    Step.WITHDRAW: (gettext_lazy("The patient needs no appointment any more"), ""),
    Step.GIVE_UP: (gettext_lazy("Close: could not be reached"), ""),
    Step.MERGE: (gettext_lazy("Close as a duplicate"), ""),
    Step.REOPEN: (gettext_lazy("Open it again"), ""),
    Step.RELEASE: (gettext_lazy("It is a real request"), ""),
    Step.REJECT: (gettext_lazy("It is not a real request"), ""),
    Step.ARRIVE: (gettext_lazy("Has arrived"), "a"),
    Step.NOT_ARRIVED: (gettext_lazy("Has not arrived after all"), ""),
    Step.ATTEND: (gettext_lazy("The appointment took place"), ""),
    Step.MISS: (gettext_lazy("Did not come"), ""),
    Step.NOT_MISSED: (gettext_lazy("Take “did not come” back"), ""),
    Step.CANCEL: (gettext_lazy("The patient cancels"), ""),
    Step.CANCEL_BY_CLINIC: (gettext_lazy("We have to cancel"), ""),
    Step.KEEP: (gettext_lazy("The patient keeps it after all"), ""),
    Step.NONE_SUITS: (gettext_lazy("None of the times suits"), ""),
    Step.TAKE_BACK_OFFER: (gettext_lazy("Take the offer back"), ""),
}
FIRST = (Step.CLAIM, Step.RELEASE, Step.CALL_UP, Step.REOPEN, Step.ARRIVE, Step.KEEP)
AT_ONCE = (
    Step.NOT_ARRIVED,
    Step.ATTEND,
    Step.MISS,
    Step.NOT_MISSED,
    Step.NONE_SUITS,
    Step.TAKE_BACK_OFFER,
    Step.NOT_EARLIER,
    Step.LET_GO,
)
TO_OPEN = (  # each unfolds, and is sent with a second press: they end something
    Step.CORRECT,
    Step.DISCRETION,
    Step.WAIT,
    Step.WANT_EARLIER,
    Step.MERGE,
    Step.WITHDRAW,
    Step.DECLINE,
    Step.GIVE_UP,
    Step.CANCEL,
    Step.CANCEL_BY_CLINIC,
    Step.REJECT,
)
ENDING = {Step.DECLINE, Step.GIVE_UP, Step.REJECT, Step.CANCEL, Step.CANCEL_BY_CLINIC, Step.WITHDRAW, Step.MERGE}


@dataclass(frozen=True)
class Act:
    """A step as the page offers it."""

    step: str
    label: str
    url: str
    key: str
    form: object  # None where there is nothing to fill in
    is_open: bool = False  # unfolded, since it came back with what was typed
    ends: bool = False


def request_page(asked, *, actor, now: datetime, calls, forms: dict, changed: int, start) -> dict:
    """The context of desk/request.html, apart from the queue beside it."""
    steps = open_to(asked, actor, now)
    appointment = asked.appointments.filter(status__in=(*LIVE, AppointmentStatus.NO_SHOW)).select_related(
        "practitioner", "location"
    )
    appointment = appointment.order_by("-pk").first()
    booking = Step.BOOK if Step.BOOK in steps else Step.MOVE if Step.MOVE in steps else None
    is_booked = appointment is not None and appointment.status == AppointmentStatus.BOOKED
    free = FreeDays()
    calendar_url = f"{reverse('desk:calendar')}?for={asked.reference}"
    if booking == Step.BOOK or (booking == Step.MOVE and is_booked) or Step.OFFER in steps:
        free = free_days(
            asked, now=now, start=start, ignoring=appointment if is_booked else None, calendar_url=calendar_url
        )
    urls = {step: reverse("desk:step", args=[asked.reference, step.value]) for step in DOINGS}
    waits, offer = waiting_of(asked, now), _offer(asked, now)
    pointless = {Step.NOT_EARLIER} if waits is None else {Step.WANT_EARLIER}
    if offer is None:
        pointless.add(Step.NONE_SUITS)
    sensible = [
        step for step in steps if step in BUTTONS and step not in pointless and fits_the_day(step, appointment, now)
    ]
    acts = {step: _act(step, urls[step], forms) for step in sensible}
    return {
        "card": card(asked, now, calls),
        "version": asked.version,
        "others": [person.get_short_name() for person in looks.others_here(asked, by=actor, now=now)],
        "holder": _holder(asked, actor, now),
        "first": [acts[step] for step in FIRST if step in acts],
        "take_over": acts.get(Step.TAKE_OVER),
        "at_once": [acts[step] for step in AT_ONCE if step in acts],
        "to_open": [acts[step] for step in TO_OPEN if step in acts],
        "phone_tasks": phone_tasks(asked, now),
        "tell_url": urls[Step.TELL] if Step.TELL in steps else "",
        "note": acts.get(Step.NOTE),
        "outcomes": [{"value": code, "label": label} for code, label in ContactOutcome.choices]
        if Step.ATTEMPT in steps
        else [],
        "attempt_url": urls[Step.ATTEMPT],
        "booking": _booking(booking, asked, actor, urls, forms) if booking and (is_booked or not appointment) else None,
        "offer_act": acts.get(Step.OFFER),
        "accept_url": urls[Step.ACCEPT] if Step.ACCEPT in steps else "",
        "merge_url": urls[Step.MERGE] if Step.MERGE in steps else "",
        "free": free,
        "calendar_url": calendar_url,
        "appointment": _appointment(appointment, now)
        if appointment and asked.status in (Status.BOOKED, Status.CANCEL_PENDING)
        else None,
        "offer": offer,
        "waits": waits,
        "ending": _ending(asked, now),
        "duplicates": duplicates(asked, now, actor=actor),
        "set_aside": asked.set_aside_in_words if asked.is_quarantined or asked.outcome == Outcome.SPAM else [],
        "flags": [flag.words for flag in flags.of(asked)],
        "attempts": history.attempts(asked, now),
        "notes": history.notes(asked, now),
        "latest": history.latest(asked, now),
        "changes": history.changes_since(asked, changed, now) if changed else [],
    }


def open_to(asked, actor, now: datetime) -> list[Step]:
    """The steps of the table that this person may take now: not those a colleague's claim stands in the way of."""
    holder = asked.claim_at(now)
    held = holder is not None and holder != actor.user
    found = []
    for step in [*open_steps(asked.status, actor.role, asked.outcome), *open_remarks(asked.status, actor.role)]:
        try:
            rule = row_for(step, asked.status, actor.role, asked.outcome).holder
        except StepNotAllowed:
            rule = remark_for(step, asked.status, actor.role).holder
        stands_in_the_way = held and (rule == Holder.NOBODY or (rule == Holder.CLAIMANT and not actor.leads))
        pointless = (step == Step.CLAIM and holder == actor.user) or (step == Step.TAKE_OVER and not held)
        if not stands_in_the_way and not pointless:
            found.append(step)
    return found


def _act(step: Step, url: str, forms: dict) -> Act:
    label, key = BUTTONS[step]
    form = forms.get(step.value) or DOINGS[step].form(auto_id=f"{step.value}_%s")
    return Act(step.value, str(label), url, key, form if form.fields else None, step.value in forms, step in ENDING)


def _booking(step: Step, asked, actor, urls: dict, forms: dict) -> dict:
    may_overbook = actor.user.has_perm("appointments.overbook_appointment")
    typed = forms.get(step.value)
    own = typed if isinstance(typed, times.TypedTimeForm) else None
    return {
        "url": urls[step],
        "moves": step == Step.MOVE,
        "own": own or times.TypedTimeForm(service=asked.service, may_overbook=may_overbook, auto_id="own_%s"),
        "own_open": own is not None,
        "minutes": asked.service.appointment_minutes,
    }


def _holder(asked, actor, now: datetime) -> dict | None:
    holder = asked.claim_at(now)
    if holder is None:
        return None
    return {
        "name": holder.get_short_name(),
        "since": date_words.relative_day_and_time(asked.claimed_at, now),
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
        "day_url": f"{reverse('desk:calendar')}?day={timezone.localdate(appointment.starts_at).isoformat()}",
    }


def _offer(asked, now: datetime) -> dict | None:
    offer = asked.offers.filter(answer="").first()
    if offer is None:
        return None
    held = offer.times.filter(status=AppointmentStatus.PENDING).select_related("practitioner", "location")
    return {
        "until": date_words.relative_day_and_time(offer.expires_at, now),
        "over": offer.expires_at <= now,
        "times": [
            {
                "pk": time.pk,
                "code": times.time_code(time.practitioner_id, time.location_id, time.starts_at),
                "words": f"{date_words.long_day_and_time(time.starts_at)}, {time.practitioner}, {time.location}",
            }
            for time in held.order_by("starts_at")
        ],
    }


def _ending(asked, now: datetime) -> dict | None:
    if not asked.closed_at:
        return None
    other = asked.duplicate_of
    return {
        "outcome": str(Outcome(asked.outcome).label),
        "when": date_words.relative_day_and_time(asked.closed_at, now),
        "because": str(DeclineReason(asked.declined_because).label) if asked.declined_because else "",
        "answer": asked.public_answer,
        "other": other.spoken_reference if other else "",
        "other_url": reverse("desk:request", args=[other.reference]) if other else "",
    }
