"""Times are held for a patient to choose from: offered, accepted, refused, taken back, or lapsed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from appointments.booking.actions.locks import lock_request, update_appointment
from appointments.booking.actions.slots import (
    NotAFreeTime,
    Slot,
    absence_between,
    all_or_nothing,
    end_appointments,
    lock_practitioners,
    next_free_times,
    seat_for,
    take_cells,
)
from appointments.choices import QueueRank
from appointments.lifecycle.actions.transitions import claim_fields, close_phone_tasks, move, remark
from appointments.lifecycle.actor import SYSTEM, Actor
from appointments.messages.actions import outgoing
from appointments.models import Appointment, AppointmentRequest, PhoneTask, TimeOffer, WaitlistEntry
from appointments.models.appointment import AppointmentStatus, CancellationReason
from appointments.scheduling.answer_deadline import promise_time_for
from appointments.workflow import Role, Status, Step, StepNotAllowed
from portal import duties
from portal.lib.refusal import Refused

MOST_TIMES = 3


class OfferOver(Refused):
    """The offer cannot be answered like this any more; `offer` is how it stands."""

    def __init__(self, offer: TimeOffer, message: str):
        self.offer = offer
        super().__init__(message)


def offer(
    request: AppointmentRequest,
    *,
    times: Sequence[tuple],
    lasts: timedelta,
    by: Actor,
    now: datetime,
    based_on: int | None = None,
) -> TimeOffer:
    """Holds one to three times, (practitioner, location, starts_at) each, for the patient and returns the offer.

    Nobody else is given them until the offer is answered or `now + lasts` has come. All are held or none.
    Raises StepNotAllowed, HeldByColleague, ChangedMeanwhile, TimeTaken, NotAFreeTime.
    """
    if not 1 <= len(times) <= MOST_TIMES or lasts <= timedelta(0):
        raise ValueError(f"One to {MOST_TIMES} times are offered, for a while.")

    def attempt() -> TimeOffer:
        locked = lock_practitioners(practitioner.pk for practitioner, _location, _starts_at in times)
        moved = move(request, Step.OFFER, by=by, now=now, based_on=based_on)
        made = hold_times(moved, times=times, locked=locked, lasts=lasts, by=by, now=now)
        outgoing.offered(made, now)
        return made

    practitioner, _location, starts_at = times[0]
    return all_or_nothing(
        attempt,
        instead=lambda: next_free_times(
            service=request.service, practitioner=practitioner, starts_at=starts_at, now=now
        ),
    )


def hold_times(request, *, times, locked: dict, lasts: timedelta, by: Actor, now: datetime) -> TimeOffer:
    """Stores the offer and its holds. The practitioners have to be locked; `locked`: them by id. Moves nothing.

    No hold outlasts the start of its time, and no offer the start of its last one, whatever `lasts` says.
    """
    expires_at = min(now + lasts, max(starts_at for _practitioner, _location, starts_at in times))
    if expires_at <= now:
        raise NotAFreeTime(_("That time is over."))
    made = TimeOffer.objects.create(request=request, made_by=by.user, made_at=now, expires_at=expires_at)
    for practitioner, location, starts_at in times:
        slot = Slot.for_service(request.service, locked[practitioner.pk], location, starts_at)
        seat_for(slot, by=by, now=now)
        held = Appointment.objects.create(
            request=request,
            **slot.as_columns(),
            status=AppointmentStatus.PENDING,
            offer=made,
            hold_expires_at=min(made.expires_at, slot.starts_at),
            made_by=by.user,
            made_at=now,
        )
        take_cells(held)
    return made


def offer_beside_appointment(
    request: AppointmentRequest, *, times: Sequence[tuple], lasts: timedelta, by: Actor, now: datetime
) -> TimeOffer:
    """Holds times to which a booked appointment could be moved, and returns the offer. The appointment stays.

    Raises StepNotAllowed if the request is not booked or something is offered already, TimeTaken, NotAFreeTime.
    """

    def attempt() -> TimeOffer:
        locked = lock_practitioners(practitioner.pk for practitioner, _location, _starts_at in times)
        stored = lock_request(request.pk)
        if stored.status != Status.BOOKED or stored.offers.filter(answer="").exists():
            raise StepNotAllowed(
                _("Only a patient who has an appointment, and no other offer, is offered an earlier time.")
            )
        return hold_times(stored, times=times, locked=locked, lasts=lasts, by=by, now=now)

    return all_or_nothing(attempt)


@transaction.atomic
def accept(offer: TimeOffer, *, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Makes the held time the appointment and returns it; the others become free. Raises OfferOver, StepNotAllowed."""
    stored = _lock_offer(offer)
    _refuse_if_over(stored, now)
    chosen = stored.times.select_related("practitioner").filter(pk=appointment.pk, status="pending").first()
    if chosen is None or chosen.starts_at <= now or chosen.hold_expires_at <= now:
        raise OfferOver(stored, _("This time is no longer held for you."))
    if away := absence_between(chosen.practitioner, chosen.starts_at, chosen.ends_at):
        raise OfferOver(stored, _("This time can no longer be kept: %(why)s.") % {"why": away})
    moved = move(stored.request, Step.ACCEPT, by=by, now=now, queue_rank=QueueRank.NORMAL)
    appointment = update_appointment(chosen, status=AppointmentStatus.BOOKED, hold_expires_at=None)
    _close(stored, TimeOffer.Answer.ACCEPTED, now)
    appointment.request = moved
    outgoing.booked(appointment, now)
    return appointment


@transaction.atomic
def none_suits(offer: TimeOffer, *, by: Actor, now: datetime) -> AppointmentRequest:
    """Ends the offer, whose times become free, and returns the request to the desk. Raises OfferOver.

    If the system made the offer and a patient answers, the request goes back on the waiting list at its old place. If
    there is an appointment, it stays.
    """
    stored = _lock_offer(offer)
    _refuse_if_over(stored, now)
    if stored.request.status == Status.BOOKED:
        _close(stored, TimeOffer.Answer.NONE_SUITS, now)
        return remark(stored.request, Step.NONE_SUITS, by=by, now=now)
    if by.role == Role.PATIENT and stored.made_by is None:
        return _back_to_the_list(stored, by=by, now=now)
    return _back_to_the_desk(stored, TimeOffer.Answer.NONE_SUITS, Step.NONE_SUITS, by=by, now=now)


@transaction.atomic
def take_back(offer: TimeOffer, *, by: Actor, now: datetime) -> AppointmentRequest:
    """Ends the offer for the desk, which has the request again. Raises OfferOver if it was answered."""
    stored = _lock_offer(offer)
    _refuse_if_answered(stored)
    return _back_to_the_desk(stored, TimeOffer.Answer.TAKEN_BACK, Step.TAKE_BACK_OFFER, by=by, now=now)


def expire_due(*, now: datetime) -> int:
    """Ends the offers that have lapsed, or none of whose times can be chosen any more, and returns their number.

    Each in a transaction of its own.
    """
    due = _over(TimeOffer.objects.filter(answer=""), now).order_by("expires_at", "pk")
    return duties.run_for_each("expire offers", list(due), lambda lapsed: _expire(lapsed, now))


def _over(found, now: datetime):
    """Those of these offers that have lapsed, or whose times all have begun or fall into leave or a closure."""
    held = Appointment.objects.filter(offer=OuterRef("pk"), status=AppointmentStatus.PENDING, hold_expires_at__gt=now)
    return found.filter(Q(expires_at__lte=now) | ~Exists(held.with_absence().filter(absence__isnull=True)))


@transaction.atomic
def _expire(offer: TimeOffer, now: datetime) -> bool:
    stored = _lock_offer(offer)
    if stored.answer or not _over(TimeOffer.objects.filter(pk=stored.pk), now).exists():
        return False  # answered while we waited for the lock, or the practitioner is back
    if stored.request.status == Status.AWAITING_PATIENT:
        _back_to_the_desk(stored, TimeOffer.Answer.ENDED, Step.OFFER_ENDED, by=SYSTEM, now=now)
    else:  # alternatives to an appointment that stands
        _close(stored, TimeOffer.Answer.ENDED, now)
    return True


def end_offer(request: AppointmentRequest, *, answer: TimeOffer.Answer, now: datetime) -> TimeOffer | None:
    """Ends the request's open offer, if it has one, frees its times and returns it. Moves nothing.

    To be called before the request is moved, in the same transaction: practitioners are locked before requests.
    """
    found = TimeOffer.objects.filter(request=request, answer="").first()
    if found is None:
        return None
    stored = _lock_offer(found)
    if stored.answer:
        return None
    return _close(stored, answer, now)


def end_offer_of_appointment(request: AppointmentRequest, *, answer: TimeOffer.Answer, now: datetime) -> None:
    """Ends the alternatives held for a booked appointment, whose practitioners and request lock_appointment has locked
    already."""
    found = TimeOffer.objects.filter(request=request, answer="").first()
    if found is not None:
        _close(found, answer, now)


def _lock_offer(offer: TimeOffer) -> TimeOffer:
    """The offer as it stands now, behind the locks of its practitioners and its request."""
    lock_practitioners(offer.times.filter(status=AppointmentStatus.PENDING).values_list("practitioner", flat=True))
    lock_request(offer.request_id)
    return TimeOffer.objects.select_related("request__service", "made_by").get(pk=offer.pk)


def _refuse_if_answered(offer: TimeOffer) -> None:
    if offer.answer:
        raise OfferOver(offer, _("This offer is closed: %(how)s.") % {"how": offer.get_answer_display()})


def _refuse_if_over(offer: TimeOffer, now: datetime) -> None:
    _refuse_if_answered(offer)
    if offer.expires_at <= now:
        raise OfferOver(offer, _("The times are no longer held."))


def _close(offer: TimeOffer, answer: TimeOffer.Answer, now: datetime) -> TimeOffer:
    """Stores how the offer ended and frees what is still held of it."""
    held = offer.times.filter(status=AppointmentStatus.PENDING).values_list("pk", flat=True)
    end_appointments(held, reason=CancellationReason.HOLD_ENDED, now=now)
    close_phone_tasks(offer.request, PhoneTask.Kind.OFFER, now=now)
    TimeOffer.objects.filter(pk=offer.pk).update(answer=answer, answered_at=now)
    offer.answer, offer.answered_at = answer, now
    return offer


def _back_to_the_list(offer: TimeOffer, *, by: Actor, now: datetime) -> AppointmentRequest:
    """On the waiting list again, since when they first were: saying no to one time costs nobody their place."""
    back = _back_to_the_desk(offer, TimeOffer.Answer.NONE_SUITS, Step.NONE_SUITS, by=by, now=now)
    again = move(back, Step.WAIT_ON, by=SYSTEM, now=now, queue_rank=QueueRank.NORMAL)
    last = WaitlistEntry.objects.filter(request=again).order_by("-pk").first()
    if last is None:
        raise LookupError("The portal offers times to those who wait, and to nobody else.")
    kept = {"since": last.since, "review_on": last.review_on, "notice_hours": last.notice_hours}
    WaitlistEntry.objects.create(request=again, **kept)
    return again


def _back_to_the_desk(offer: TimeOffer, answer, step: Step, *, by: Actor, now: datetime) -> AppointmentRequest:
    """Moves the request back: raised at least, with a new promise, claimed by `by`, or by whoever made the offer."""
    _close(offer, answer, now)
    owner = by.user or offer.made_by
    return move(
        offer.request,
        step,
        by=by,
        now=now,
        queue_rank=min(offer.request.queue_rank, QueueRank.RAISED),
        promise_at=promise_time_for(
            offer.request.service, now, rank=QueueRank.RAISED, call_times=offer.request.call_times
        ),
        **claim_fields(owner if owner and owner.is_active else None, now),
    )
