"""Offers each freed time to one patient of the waiting list, and notes who would come earlier."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions import offers
from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.freed_time import reopen_untaken_times
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken
from appointments.choices import SkipReason
from appointments.lifecycle.actions.transitions import ChangedMeanwhile, end_waitlist_entry, remark
from appointments.lifecycle.actor import SYSTEM, Actor
from appointments.messages.actions import outgoing
from appointments.models import (
    Appointment,
    AppointmentRequest,
    FreedTime,
    TimeOffer,
    WaitlistEntry,
    WaitlistSkip,
)
from appointments.models.appointment import LIVE
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.call_times import may_be_called
from appointments.scheduling.reception_hours import read_reception_hours
from appointments.waitlist.candidates import Candidates
from appointments.waitlist.eligibility import EARLIER_BY, first_accepted, hold_ends_at
from appointments.workflow import Status, Step, StepNotAllowed
from portal import duties

BATCH = 20  # freed times in one round
KEPT_FOR = timedelta(days=60)  # after a freed time has passed, with why it was not offered to whom
Skips = list[tuple[WaitlistEntry, SkipReason]]


@transaction.atomic
def want_earlier(
    request: AppointmentRequest, *, notice_hours: int = 24, by: Actor, now: datetime, based_on: int | None = None
) -> WaitlistEntry:
    """Puts a patient who keeps their appointment on the waiting list for an earlier one, and gives their place.

    `notice_hours`: how long before an appointment they have to know; called again, this is changed.
    Raises TooLate less than EARLIER_BY before the appointment, StepNotAllowed, ChangedMeanwhile.
    """
    remark(request, Step.WANT_EARLIER, by=by, now=now, based_on=based_on)
    appointment = Appointment.objects.get(request=request, status__in=LIVE)
    if appointment.starts_at - EARLIER_BY <= now:
        raise TooLate(_("The appointment is too near for an earlier one."))
    kept = {"since": now, "review_on": timezone.localdate(appointment.starts_at)}
    entry, _made = WaitlistEntry.objects.update_or_create(
        request=request,
        ended_at=None,
        defaults={"notice_hours": notice_hours},
        create_defaults=kept | {"notice_hours": notice_hours},
    )
    reopen_untaken_times(now=now)
    return entry


@transaction.atomic
def not_earlier(
    request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """Ends the place on the waiting list; the appointment stays. Raises StepNotAllowed, ChangedMeanwhile."""
    stored = remark(request, Step.NOT_EARLIER, by=by, now=now, based_on=based_on)
    end_waitlist_entry(stored, now=now)
    return stored


# --- freed times -----------------------------------------------------------------------------------------------------


def offer_freed_times(*, now: datetime) -> int:
    """Offers each freed time to the first candidate who accepts such a time, and gives how many offers were made.

    Only while reception is open, so that nobody is written to at night and the desk can call. Each in a transaction of
    its own. An offer that is not taken frees the time again; then the next candidate is asked.
    """
    freed = FreedTime.objects.filter(state=FreedTime.State.OPEN).select_related("practitioner", "location")
    batch = list(freed.order_by("freed_at", "pk")[:BATCH])
    if not batch or not may_be_called(now, [], read_reception_hours(now)):
        return 0
    FreedTime.objects.filter(ends_at__lt=now - KEPT_FOR).delete()
    return duties.run_for_each("offer freed times", batch, lambda time: _offer_to_first(time, now))


def _offer_to_first(freed: FreedTime, now: datetime) -> bool:
    """Asks the candidates in their order; gives whether one got an offer."""
    if freed.ends_at <= now:
        return _store_result(freed, FreedTime.State.OVER, [], now) and False
    candidates, skips = Candidates(freed, now), []
    for entry in candidates.entries:
        accepted, free = candidates.accepted_by(entry), candidates.free_for(entry)
        time, reason = first_accepted(accepted, free, now=now, zone=candidates.reception.zone)
        until = hold_ends_at(time.starts_at, notice=timedelta(hours=entry.notice_hours), now=now) if time else None
        reason = reason or candidates.reason_not_to_ask(entry, until)
        if reason is None:
            try:
                return _offer(freed, ChosenCandidate(entry, time, until), skips, now)
            except (TimeTaken, NotAFreeTime):
                return _store_result(freed, FreedTime.State.TAKEN, skips, now) and False
            except (StepNotAllowed, ChangedMeanwhile):
                reason = SkipReason.CHANGED
        skips.append((entry, reason))
    state = FreedTime.State.NOBODY if candidates.is_free else FreedTime.State.TAKEN
    return _store_result(freed, state, skips, now) and False


@dataclass(frozen=True)
class ChosenCandidate:
    """To whom a freed time is offered, which part of it, and until when it is held."""

    entry: WaitlistEntry
    time: FreeTime
    until: datetime


@transaction.atomic
def _offer(freed: FreedTime, chosen: ChosenCandidate, skips: Skips, now: datetime) -> bool:
    """Holds the time and tells the patient; False if another worker was faster. Raises what offers.offer() raises."""
    if not _store_result(freed, FreedTime.State.TAKEN, skips, now):  # as a lock; the state is corrected below
        return False
    request, time = chosen.entry.request, chosen.time
    how = {
        "times": [(freed.practitioner, freed.location, time.starts_at)],
        "lasts": chosen.until - now,
        "by": SYSTEM,
        "now": now,
    }
    if request.status == Status.BOOKED:
        made = offers.offer_beside_appointment(request, **how)
        outgoing.offered(made, now)
    else:
        made = offers.offer(request, **how, based_on=request.version)
    FreedTime.objects.filter(pk=freed.pk).update(state=FreedTime.State.OFFERED, offer=made)
    _free_the_rest(freed, made, now)
    return True


def _store_result(freed: FreedTime, state: FreedTime.State, skips: Skips, now: datetime) -> bool:
    """Stores what became of the freed time and who was skipped; False if another worker has done so."""
    with transaction.atomic():
        if not FreedTime.objects.filter(pk=freed.pk, state=FreedTime.State.OPEN).update(state=state):
            return False
        rows = [WaitlistSkip(entry=entry, freed_time=freed, reason=reason, at=now) for entry, reason in skips]
        fresh = ["reason", "at"]
        WaitlistSkip.objects.bulk_create(
            rows, update_conflicts=True, update_fields=fresh, unique_fields=["entry", "freed_time"]
        )
    return True


def _free_the_rest(freed: FreedTime, offer: TimeOffer, now: datetime) -> None:
    """Stores what the held appointment leaves of the freed time as freed times of their own."""
    held = offer.times.get()
    rest = [(freed.starts_at, held.busy_from), (held.busy_until, freed.ends_at)]
    where = {"practitioner": freed.practitioner, "location": freed.location}
    FreedTime.objects.bulk_create(
        FreedTime(**where, starts_at=start, ends_at=end, freed_at=now, because=FreedTime.Because.REST)
        for start, end in rest
        if start < end
    )
