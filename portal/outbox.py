"""The outbox: queue a message in the caller's transaction; later lease it, make its text from today's state, send it.

Each app registers the messages it sends (its notifications module). Nothing is sent inside a transaction: a slow mail
server never holds the database. A message may arrive twice if a worker is killed after handing it over, then with the
same Message-ID; it is never lost.
"""

import logging
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from portal.context import Clinic
from portal.lib.locks import one_at_a_time
from portal.models import Heartbeat, OutboundMessage

log = logging.getLogger("portal.outbox")

LEASE = timedelta(minutes=5)
ROUND = 60  # seconds after which a round takes no further message: leases are counted from its beginning
FIRST_RETRY = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(hours=48)
DAILY_CAP_PER_RECIPIENT = 3
WORKER = "send_messages"

# A context for the templates, or None where the message no longer holds. Takes the row's subject_id and now.
Prepare = Callable[[int, datetime], dict | None]


@dataclass(frozen=True)
class Kind:
    """A message the portal can send: its templates' folder and the function that makes their context."""

    name: str
    templates: str
    prepare: Prepare


_kinds: dict[str, Kind] = {}


def register(name: str, *, templates: str, prepare: Prepare) -> None:
    """Makes a message known. `templates` is a folder with subject.txt, body.txt and body.html."""
    _kinds[name] = Kind(name, templates, prepare)


def queue(*, name: str, to: str, subject_id: int, dedupe_key: str, now: datetime) -> OutboundMessage:
    """Writes the message down in the caller's transaction; it leaves once that has committed.

    The same dedupe_key gives the row that is already there. Past the daily cap of messages to one address the row is
    kept as cancelled: forms must not become a way to flood a stranger.
    """
    if name not in _kinds:
        raise LookupError(f"No message is registered under the name {name!r}.")
    to = to.lower()
    with transaction.atomic():
        one_at_a_time(f"mail to {to}")  # or two requests at once would both find room under the cap
        message, _made = OutboundMessage.objects.get_or_create(
            dedupe_key=dedupe_key,
            defaults={
                "name": name,
                "to": to,
                "subject_id": subject_id,
                "message_id": make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
                "created_at": now,
                "not_before": now,
                **_room_for_one_more(to, now),
            },
        )
    return message


def _room_for_one_more(to: str, now: datetime) -> dict[str, str]:
    """The state of a new message to this address: to be sent, or past the daily cap."""
    today = OutboundMessage.objects.filter(to=to, created_at__gt=now - timedelta(days=1))
    if today.exclude(state=OutboundMessage.State.CANCELLED).count() < DAILY_CAP_PER_RECIPIENT:
        return {"state": OutboundMessage.State.CREATED}
    return {"state": OutboundMessage.State.CANCELLED, "last_error": "daily cap for this address"}


def send_due(*, now: datetime, limit: int = 100) -> int:
    """Sends what is due, one by one, and gives the number sent. A message that fails does not hold up the others.

    Ends early where the mail server is slow; the next round goes on.
    """
    begun = monotonic()
    worker = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
    sent = 0
    due = OutboundMessage.objects.due(now).order_by("not_before", "pk").values_list("pk", flat=True)[:limit]
    for pk in list(due):
        if monotonic() - begun > ROUND:
            break
        if _lease(pk, worker, now):
            sent += _send(OutboundMessage.objects.get(pk=pk), worker, now)
    return sent


def beat(*, now: datetime) -> None:
    """Leaves the worker's sign of life."""
    Heartbeat.objects.update_or_create(worker=WORKER, defaults={"beaten_at": now})


def _lease(pk: int, worker: str, now: datetime) -> bool:
    """Takes the message for this worker; False where another was quicker. One conditional update, so never two."""
    changed = OutboundMessage.objects.due(now).filter(pk=pk)
    return changed.update(state=OutboundMessage.State.SENDING, worker=worker, lease_until=now + LEASE) == 1


def _send(message: OutboundMessage, worker: str, now: datetime) -> int:
    try:
        mail = _compose(message, now)
    except Exception as error:  # whatever is wrong with this message must not stop the next
        log.exception("Message %s could not be prepared", message.pk)
        _retry(message, worker, now, error)
        return 0
    if mail is None:
        _mark(message, worker, state=OutboundMessage.State.CANCELLED)
        return 0
    try:
        mail.send()
    except Exception as error:  # any failure of any mail server: try again later
        log.warning("Message %s was not taken by the mail server: %s", message.pk, type(error).__name__)
        _retry(message, worker, now, error)
        return 0
    _mark(message, worker, state=OutboundMessage.State.SENT, sent_at=now, attempts=message.attempts + 1, last_error="")
    return 1


def _compose(message: OutboundMessage, now: datetime) -> EmailMultiAlternatives | None:
    kind = _kinds[message.name]
    context = kind.prepare(message.subject_id, now)
    if context is None:
        return None
    context |= {"clinic": Clinic.configured(), "base_url": settings.BASE_URL}
    subject, text, html = (
        render_to_string(f"{kind.templates}/{part}", context) for part in ("subject.txt", "body.txt", "body.html")
    )
    mail = EmailMultiAlternatives(
        " ".join(subject.split()), text.strip() + "\n", to=[message.to], headers={"Message-ID": message.message_id}
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _retry(message: OutboundMessage, worker: str, now: datetime, error: Exception) -> None:
    attempts = message.attempts + 1
    pause = min(FIRST_RETRY * 2 ** (attempts - 1), LONGEST_PAUSE)
    over = now + pause > message.created_at + GIVE_UP_AFTER
    state = OutboundMessage.State.FAILED if over else OutboundMessage.State.RETRYING
    # The kind of error only: a mail server's own words may hold the address.
    _mark(message, worker, state=state, attempts=attempts, not_before=now + pause, last_error=type(error).__name__)


def _mark(message: OutboundMessage, worker: str, **changes) -> None:
    with transaction.atomic():
        OutboundMessage.objects.filter(pk=message.pk, worker=worker).update(lease_until=None, **changes)
