"""Verifies the event chains of all requests and anchors their state: every night, and by command."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from appointments.lifecycle import event_chain
from appointments.models import AppointmentRequest, ChainAnchor, ChainCheck, Event

log = logging.getLogger("appointments.history")

SETTLED_AFTER = timedelta(hours=1)  # no transaction lasts as long: events as old are complete up to their key
COLUMNS = ("pk", "request", "at", "step", "before", "after", "role", "by", "prev_hash", "hash", "request__status")


def verify(*, now: datetime) -> ChainCheck:
    """Reads all events once, outside any transaction, and stores the result, with a new anchor if there is no fault.

    The anchor's digest is written to the log, too: a copy of the log shows a change by somebody who can write to the
    database. Faults are logged as an error.
    """
    former = ChainAnchor.objects.order_by("-last_event").first()
    settled = (
        Event.objects.filter(at__lte=now - SETTLED_AFTER).order_by("-pk").values_list("pk", flat=True).first() or 0
    )
    then, today = event_chain.AnchorState(former.last_event if former else 0), event_chain.AnchorState(settled)
    report = event_chain.verify_chains(_events(), [then, today])
    if former and (then.events, then.requests, then.digest) != (former.events, former.requests, former.digest):
        lost = former.events - then.events
        report.add_fault(
            f"{former} does not fit: events, or whole histories, were taken out or put in ({lost:+} missing)"
        )
    without = AppointmentRequest.objects.filter(events__isnull=True).count()
    if without:
        report.add_fault(f"{without} requests have no history at all")
    with transaction.atomic():
        if not report.faults and settled > (former.last_event if former else 0):
            _store_anchor(today, now)
        check = ChainCheck.objects.create(
            checked_at=now, events=report.events, faults=report.faults, fault_descriptions=report.descriptions
        )
    if report.faults:
        log.error("The history is not whole: %s faults. %s", report.faults, "; ".join(report.descriptions))
    return check


def latest_check() -> ChainCheck | None:
    """The verification made last, whatever the clock said then; None if there was none yet."""
    return ChainCheck.objects.order_by("-pk").first()


def _events():
    events = Event.objects.order_by("request_id", "pk").values_list(*COLUMNS)
    return (event_chain.ChainedEvent(*row) for row in events.iterator(chunk_size=5000))


def _store_anchor(state: event_chain.AnchorState, now: datetime) -> None:
    ChainAnchor.objects.create(
        made_at=now,
        last_event=state.last_event,
        events=state.events,
        requests=state.requests,
        digest=state.digest,
    )
    log.info("History anchored at event %s: %s", state.last_event, state.digest)
