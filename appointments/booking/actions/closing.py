"""A request is closed without an appointment, put on the waiting list or taken from it, released, or opened again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions.freed_time import reopen_untaken_times
from appointments.booking.actions.offers import end_offer
from appointments.booking.actions.slots import lock_practitioners
from appointments.choices import ContactOutcome, DeclineReason, QueueRank
from appointments.lifecycle.actions.transitions import claim_fields, move
from appointments.lifecycle.actor import Actor
from appointments.messages.actions import outgoing
from appointments.models import Appointment, AppointmentRequest, TimeOffer, WaitlistEntry
from appointments.scheduling.answer_deadline import possible_promise, promise_time_for, renewed_promise_time_for
from appointments.workflow import Outcome, Status, Step
from portal.lib.refusal import Refused
from portal.lib.text import usable_text

MIN_ATTEMPTS = 3  # before a patient counts as unreachable
LONGEST_ANSWER = 500  # characters
REOPENED_WITHIN = timedelta(days=30)
PLACE_KEPT_FOR = timedelta(days=14)  # of somebody who was called up and goes on waiting
CAN_SURVIVE = {Status.NEW, Status.IN_PROGRESS, Status.AWAITING_PATIENT, Status.WAITING_LIST, Status.BOOKED}


class TooFewAttempts(Refused):
    """The patient was not tried often enough to be called unreachable; `made` says how often."""

    def __init__(self, made: int):
        self.made = made
        super().__init__(
            _("Three attempts without success are needed first; so far there are %(made)s.") % {"made": made}
        )


class TooLate(Refused):
    """The time within which this could be done is over."""


class NotASurvivor(Refused):
    """The other request cannot stand for this one: it is the same one, closed, cancelling, or set aside."""


class NotAhead(Refused):
    """The day on which the desk looks at a waiting request again has to lie in the future."""


@transaction.atomic
def decline(
    request: AppointmentRequest,
    *,
    because: str,
    public_answer: str,
    by: Actor,
    now: datetime,
    based_on: int | None = None,
) -> AppointmentRequest:
    """Declines the request and frees held times. `because`: a DeclineReason; `public_answer`: what the patient reads.

    Raises UnusableText, StepNotAllowed, HeldByColleague, ChangedMeanwhile.
    """
    answer = usable_text(public_answer, at_most=LONGEST_ANSWER)
    end_offer(request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    declined = move(
        request,
        Step.DECLINE,
        by=by,
        now=now,
        based_on=based_on,
        declined_because=DeclineReason(because),
        public_answer=answer,
    )
    outgoing.declined(declined, now)
    return declined


@transaction.atomic
def withdraw(
    request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Closes the request for the patient. Frees held times. Raises StepNotAllowed, ChangedMeanwhile."""
    end_offer(request, answer=TimeOffer.Answer.NONE_SUITS, now=now)
    return move(request, Step.WITHDRAW, by=by, now=now, based_on=based_on)


@transaction.atomic
def give_up(
    request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Closes a request whose patient cannot be reached.

    Raises TooFewAttempts, StepNotAllowed, HeldByColleague, ChangedMeanwhile.
    """
    closed = move(request, Step.GIVE_UP, by=by, now=now, based_on=based_on)
    made = unsuccessful_attempts(request)
    if made < MIN_ATTEMPTS:
        raise TooFewAttempts(made)
    return closed


def unsuccessful_attempts(request: AppointmentRequest) -> int:
    """How many contact attempts failed since the patient was last reached."""
    made = 0
    for outcome in request.contact_attempts.order_by("at", "pk").values_list("outcome", flat=True):
        made = 0 if outcome == ContactOutcome.REACHED else made + 1
    return made


@transaction.atomic
def merge(
    request: AppointmentRequest,
    *,
    into: AppointmentRequest,
    by: Actor,
    now: datetime,
    based_on: int | None = None,
) -> AppointmentRequest:
    """Closes the request as a duplicate of `into` and returns it. Each keeps its own wishes, notes and history.

    If `into` is itself a duplicate, the request it was merged into is taken; duplicates of this request follow.
    Raises NotASurvivor, StepNotAllowed, ChangedMeanwhile.
    """
    held = Appointment.objects.filter(request=request, offer__answer="", status="pending")
    lock_practitioners(held.values_list("practitioner", flat=True))
    survivor = _survivor(request, into)
    end_offer(request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    merged = move(request, Step.MERGE, by=by, now=now, based_on=based_on, duplicate_of=survivor)
    AppointmentRequest.objects.filter(duplicate_of=request).update(duplicate_of=survivor, version=F("version") + 1)
    return merged


def _survivor(request: AppointmentRequest, into: AppointmentRequest) -> AppointmentRequest:
    """The request that goes on, locked together with the one to be merged. Raises NotASurvivor."""
    known, seen = AppointmentRequest.objects.only("pk", "outcome", "duplicate_of"), set()
    found = known.get(pk=into.pk)
    while found.outcome == Outcome.DUPLICATE and found.pk not in seen:
        seen.add(found.pk)
        found = known.get(pk=found.duplicate_of_id)
    if found.pk == request.pk:
        raise NotASurvivor(_("A request is no duplicate of itself."))
    both = AppointmentRequest.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[request.pk, found.pk])
    survivor = {row.pk: row for row in both.order_by("pk")}[found.pk]
    if survivor.status not in CAN_SURVIVE:
        raise NotASurvivor(
            _("%(reference)s is “%(status)s”: only an open or a booked request can stand for another.")
            % {"reference": survivor, "status": survivor.get_status_display()}
        )
    return survivor


@transaction.atomic
def reject(request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None) -> AppointmentRequest:
    """Closes what was set aside as not a real request. No mail leaves. Raises StepNotAllowed, ChangedMeanwhile."""
    return move(request, Step.REJECT, by=by, now=now, based_on=based_on)


@transaction.atomic
def release(
    request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Makes what was set aside a request like any other, and sends the acknowledgement.

    The promise that the patient's page has shown since they asked holds. If it has passed, there is a new one, and the
    request is late since the first. Raises StepNotAllowed, ChangedMeanwhile.
    """
    stored = AppointmentRequest.objects.select_related("service").get(pk=request.pk)
    if stored.promise_at > now:
        promise = {"promise_at": possible_promise(stored, now)}
    else:
        promise_at = renewed_promise_time_for(stored.service, now, call_times=stored.call_times)
        promise = {"promise_at": promise_at, "late_since": stored.promise_at, "queue_rank": QueueRank.RAISED}
    released = move(request, Step.RELEASE, by=by, now=now, based_on=based_on, **promise)
    outgoing.received(released, now)
    return released


@transaction.atomic
def reopen(request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None) -> AppointmentRequest:
    """Opens a closed request again, with a new promise, claimed by the actor.

    Raises TooLate after 30 days, StepNotAllowed, ChangedMeanwhile.
    """
    closed_at = AppointmentRequest.objects.values_list("closed_at", flat=True).get(pk=request.pk)
    opened = _taken_up(request, Step.REOPEN, by=by, now=now, based_on=based_on)
    if now - closed_at > REOPENED_WITHIN:
        raise TooLate(_("Requests can be opened again for 30 days after they were closed. Take a new request instead."))
    return opened


@transaction.atomic
def put_on_waiting_list(
    request: AppointmentRequest,
    *,
    review_on: date,
    notice_hours: int = 24,
    by: Actor,
    now: datetime,
    based_on: int | None = None,
) -> AppointmentRequest:
    """Puts the request on the waiting list and frees held times. `review_on`: the day by which the desk calls.

    `notice_hours`: how short before an appointment the patient may still be called.
    Raises NotAhead, StepNotAllowed, HeldByColleague, ChangedMeanwhile.
    """
    if review_on <= timezone.localdate(now):
        raise NotAhead(_("Choose a day in the future on which the desk looks at this again."))
    end_offer(request, answer=TimeOffer.Answer.TAKEN_BACK, now=now)
    moved = move(request, Step.WAIT, by=by, now=now, based_on=based_on)
    since = _old_place(moved, now) or now
    WaitlistEntry.objects.create(request=moved, since=since, review_on=review_on, notice_hours=notice_hours)
    reopen_untaken_times(now=now)
    return moved


def _old_place(request: AppointmentRequest, now: datetime) -> datetime | None:
    """Since when the patient waited before, if that ended within the last 14 days: they keep their place."""
    before = WaitlistEntry.objects.filter(request=request, ended_at__gte=now - PLACE_KEPT_FOR)
    return before.order_by("since").values_list("since", flat=True).first()


@transaction.atomic
def call_up(
    request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Takes the request from the waiting list, with a new promise, claimed by the actor unless that is the system.

    Raises StepNotAllowed, ChangedMeanwhile.
    """
    return _taken_up(request, Step.CALL_UP, by=by, now=now, based_on=based_on)


def _taken_up(request: AppointmentRequest, step: Step, *, by: Actor, now: datetime, based_on: int | None):
    promise_at = promise_time_for(request.service, now, call_times=request.call_times)
    return move(request, step, by=by, now=now, based_on=based_on, promise_at=promise_at, **claim_fields(by.user, now))
