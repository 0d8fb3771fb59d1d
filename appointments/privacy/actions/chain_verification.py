"""Every night, and by command: are the histories of all requests whole? If they are, their state is anchored."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from appointments.lifecycle import event_chain
from appointments.models import AppointmentRequest, ChainAnchor, ChainCheck, Event

log = logging.getLogger("appointments.history")

SETTLED = timedelta(hours=1)  # no transaction lasts as long: what is older, and all before it, has been stored for good
COLUMNS = ("pk", "request", "at", "step", "before", "after", "role", "by", "prev_hash", "hash", "request__status")


def verify(*, now: datetime) -> ChainCheck:
    """Reads all events once, outside any transaction; stores what it found, and an anchor if nothing is wrong.

    The anchor's digest is written to the log, too: kept elsewhere, it convicts whoever can rewrite the database.
    """
    former = ChainAnchor.objects.order_by("-last_event").first()
    settled = Event.objects.filter(at__lte=now - SETTLED).order_by("-pk").values_list("pk", flat=True).first() or 0
    then, today = event_chain.Heads(former.last_event if former else 0), event_chain.Heads(settled)
    reading = event_chain.read(_links(), [then, today])
    if former and (then.events, then.requests, then.digest) != (former.events, former.requests, former.digest):
        lost = former.events - then.events
        reading.fault(f"{former} does not fit: events, or whole histories, were taken out or put in ({lost:+} missing)")
    without = AppointmentRequest.objects.filter(events__isnull=True).count()
    if without:
        reading.fault(f"{without} requests have no history at all")
    with transaction.atomic():
        if not reading.faults and settled > (former.last_event if former else 0):
            _anchor(today, now)
        check = ChainCheck.objects.create(
            checked_at=now, events=reading.events, faults=reading.faults, told=reading.told
        )
    if reading.faults:
        log.error("The history is not whole: %s faults. %s", reading.faults, "; ".join(reading.told))
    return check


def latest() -> ChainCheck | None:
    """What was found last; None if nobody has looked yet."""
    return ChainCheck.objects.order_by("-checked_at", "-pk").first()


def _links():
    events = Event.objects.order_by("request_id", "pk").values_list(*COLUMNS)
    return (event_chain.Link(*row) for row in events.iterator(chunk_size=5000))


def _anchor(heads: event_chain.Heads, now: datetime) -> None:
    ChainAnchor.objects.create(
        made_at=now,
        last_event=heads.last_event,
        events=heads.events,
        requests=heads.requests,
        digest=heads.digest,
    )
    log.info("History anchored at event %s: %s", heads.last_event, heads.digest)
