"""Who waits for a time gets it when one becomes free: each freed time is offered to one patient, and held for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions import offers
from appointments.booking.actions.closing import TooLate
from appointments.booking.actions.freed_time import look_again
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken
from appointments.choices import SkipReason
from appointments.lifecycle.actions.move import ChangedMeanwhile, end_place, remark
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
from appointments.waitlist.candidates import Matching
from appointments.waitlist.eligibility import EARLIER_BY, choose, held_until
from appointments.workflow import Status, Step, StepNotAllowed
from portal import duties

BATCH = 20  # freed times looked at in one round
KEPT_FOR = timedelta(days=60)  # freed times that are over, with the reasons why they went past somebody
Skips = list[tuple[WaitlistEntry, SkipReason]]


@transaction.atomic
def want_earlier(
    request: AppointmentRequest, *, notice_hours: int = 24, by: Actor, now: datetime, based_on: int | None = None
) -> WaitlistEntry:
    """A patient who has an appointment would come earlier: they keep it, and are offered what becomes free. Gives their
    place.

    Asked again, the notice they need is changed. Raises TooLate less than a day before the appointment, StepNotAllowed,
    ChangedMeanwhile.
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
    look_again(now=now)
    return entry


@transaction.atomic
def not_earlier(
    request: AppointmentRequest, *, by: Actor, now: datetime, based_on: int | None = None
) -> AppointmentRequest:
    """The patient wants no earlier time any more; the appointment stays. Raises StepNotAllowed, ChangedMeanwhile."""
    stored = remark(request, Step.NOT_EARLIER, by=by, now=now, based_on=based_on)
    end_place(stored, now=now)
    return stored


# --- freed times -----------------------------------------------------------------------------------------------------


def offer_freed(*, now: datetime) -> int:
    """Offers each freed time to the one whom it suits and who waits longest, and gives how many offers were made.

    Only while reception is open: at night nobody is woken, and those without e-mail are called. Each in a transaction
    of its own; an offer that is not taken frees the time again, and the next one is asked.
    """
    freed = FreedTime.objects.filter(state=FreedTime.State.OPEN).select_related("practitioner", "location")
    batch = list(freed.order_by("freed_at", "pk")[:BATCH])
    if not batch or not may_be_called(now, [], read_reception_hours(now)):
        return 0
    FreedTime.objects.filter(ends_at__lt=now - KEPT_FOR).delete()
    return duties.each_alone("offer freed times", batch, lambda time: _offer_to_somebody(time, now))


def _offer_to_somebody(freed: FreedTime, now: datetime) -> bool:
    """Goes through those who wait, in their order. Gives whether it was offered to one."""
    if freed.ends_at <= now:
        return _settle(freed, FreedTime.State.OVER, [], now) and False
    matching, skips = Matching(freed, now), []
    for entry in matching.entries:
        time, reason = choose(matching.wish_of(entry), matching.free_for(entry), now=now, zone=matching.reception.zone)
        until = held_until(time.starts_at, notice=timedelta(hours=entry.notice_hours), now=now) if time else None
        reason = reason or matching.reason_against_asking(entry, until)
        if reason is None:
            try:
                return _offer(freed, Chosen(entry, time, until), skips, now)
            except (TimeTaken, NotAFreeTime):
                return _settle(freed, FreedTime.State.TAKEN, skips, now) and False
            except (StepNotAllowed, ChangedMeanwhile):
                reason = SkipReason.CHANGED
        skips.append((entry, reason))
    state = FreedTime.State.NOBODY if matching.is_free else FreedTime.State.TAKEN
    return _settle(freed, state, skips, now) and False


@dataclass(frozen=True)
class Chosen:
    """Whom the time is offered to, which part of it, and until when it is held."""

    entry: WaitlistEntry
    time: FreeTime
    until: datetime


@transaction.atomic
def _offer(freed: FreedTime, chosen: Chosen, skips: Skips, now: datetime) -> bool:
    """Holds the time and tells the patient, unless another worker was faster. Raises what offering.offer() raises."""
    if not _settle(freed, FreedTime.State.TAKEN, skips, now):  # whoever changes the row has the time; corrected below
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
    _keep_the_rest(freed, made, now)
    return True


def _settle(freed: FreedTime, state: FreedTime.State, skips: Skips, now: datetime) -> bool:
    """Writes down what became of the freed time and whom it went past; False if another worker has done so."""
    with transaction.atomic():
        if not FreedTime.objects.filter(pk=freed.pk, state=FreedTime.State.OPEN).update(state=state):
            return False
        rows = [WaitlistSkip(entry=entry, freed_time=freed, reason=reason, at=now) for entry, reason in skips]
        fresh = ["reason", "at"]
        WaitlistSkip.objects.bulk_create(
            rows, update_conflicts=True, update_fields=fresh, unique_fields=["entry", "freed_time"]
        )
    return True


def _keep_the_rest(freed: FreedTime, offer: TimeOffer, now: datetime) -> None:
    """What the held appointment leaves of a longer stretch is free for the next one."""
    held = offer.times.get()
    rest = [(freed.starts_at, held.busy_from), (held.busy_until, freed.ends_at)]
    where = {"practitioner": freed.practitioner, "location": freed.location}
    FreedTime.objects.bulk_create(
        FreedTime(**where, starts_at=start, ends_at=end, freed_at=now, because=FreedTime.Because.REST)
        for start, end in rest
        if start < end
    )
