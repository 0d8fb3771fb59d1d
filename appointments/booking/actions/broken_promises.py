"""Broken promises: each patient gets one apology with a new time, while reception is open."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.booking.actions.locks import lock_request
from appointments.choices import QueueRank
from appointments.date_words import day_and_time_with_zone
from appointments.lifecycle.actions.transitions import remark
from appointments.lifecycle.actor import SYSTEM
from appointments.messages.actions import outgoing, phone_tasks
from appointments.models import AppointmentRequest, PhoneTask
from appointments.scheduling.answer_deadline import renewed_promise_time_for
from appointments.scheduling.call_times import may_be_called
from appointments.scheduling.reception_hours import read_reception_hours
from appointments.workflow import Step
from portal import duties

GRACE = timedelta(hours=1)  # for a request that somebody works on at this moment: they may be on the phone
BATCH = 50  # looked at in one round


def renew_broken(*, now: datetime) -> int:
    """Sends an apology with a new time to those whose promise has passed, and returns their number.

    Only while reception is open. The request stays late, since its first promise, until it is answered; its rank is
    raised, so that the later promise does not put it further back in the queue. Each in a transaction of its own.
    """
    if not may_be_called(now, [], read_reception_hours(now)):
        return 0
    broken = AppointmentRequest.objects.broken(now).order_by("promise_at", "pk")
    return duties.run_for_each("renew broken promises", list(broken[:BATCH]), lambda request: _renew(request, now))


@transaction.atomic
def _renew(request: AppointmentRequest, now: datetime) -> bool:
    lock_request(request.pk)
    stored = (
        AppointmentRequest.objects.broken(now).select_related("service", "claimed_by").filter(pk=request.pk).first()
    )
    if stored is None:
        return False  # answered, or renewed by another worker, while we waited for the lock
    if stored.claim_at(now) and now < stored.promise_at + GRACE:
        return False
    promised = stored.promise_at
    stored.late_since = stored.late_since or promised
    stored.promise_at = renewed_promise_time_for(
        stored.service, now, call_times=stored.call_times, next_try_at=stored.next_try_at
    )
    stored.queue_rank = min(stored.queue_rank, QueueRank.RAISED)
    # The version stays: what somebody types at this moment is not out of date because of this.
    AppointmentRequest.objects.filter(pk=stored.pk).update(
        promise_at=stored.promise_at, late_since=stored.late_since, queue_rank=stored.queue_rank
    )
    remark(stored, Step.LATE, by=SYSTEM, now=now)
    if stored.email:
        outgoing.promise_broken(stored, now)
    else:
        _ask_for_a_call(stored, promised, now)
    return True


def _ask_for_a_call(request: AppointmentRequest, promised: datetime, now: datetime) -> None:
    say = _("We promised you an answer by %(moment)s, and we are late. We are sorry. Shall we find a time now?")
    phone_tasks.ask_for_a_call(
        request,
        kind=PhoneTask.Kind.PROMISE,
        say=say % {"moment": day_and_time_with_zone(promised)},
        dedupe_key=f"promise:{request.pk}:{promised:%Y%m%d%H%M}",
        now=now,
    )
