"""The outbox: queue a message in the caller's transaction; later lease it, make its text from today's state, send it.

Each app registers the messages it sends (portal.message_kinds). Nothing is sent inside a transaction: a slow mail
server never holds the database. A mail may arrive twice if a worker is killed after handing it over, then with the same
Message-ID; it is never lost. What cannot be delivered is handed over to people (`hand_over`).
"""

import logging
import os
import secrets
import socket
from datetime import datetime, timedelta
from email.utils import make_msgid
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from portal import duties
from portal.channels import CHANNELS
from portal.channels.email import sender_name
from portal.context import Clinic
from portal.lib.locks import one_at_a_time
from portal.lib.speaking import in_the_clinics_words
from portal.message_kinds import Attachment, Kind, NotYet, capped_names, known, register
from portal.models import Heartbeat, OutboundMessage

__all__ = ["Attachment", "NotYet", "beat", "forget", "hand_over", "is_waiting", "queue", "register", "send_due"]

log = logging.getLogger("portal.outbox")

State = OutboundMessage.State
LEASE = timedelta(minutes=5)
ROUND = 60  # seconds after which a round takes no further message: leases are counted from its beginning
FIRST_RETRY = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(hours=48)
HAND_OVER_BEFORE = timedelta(hours=2)  # a message that was tried in vain, before it stops being of use
HAND_OVER_WITHIN = timedelta(days=7)  # what is older is nobody's business any more
DAILY_CAP_PER_RECIPIENT = 3
WORKER = "send_messages"


def queue(
    *,
    name: str,
    to: str,
    subject_id: int,
    dedupe_key: str,
    now: datetime,
    wait: timedelta = timedelta(0),
    not_after: datetime | None = None,
    belongs_to: str = "",
    coalesce_key: str = "",
) -> OutboundMessage:
    """Writes the message down in the caller's transaction; it leaves `wait` after that has committed.

    The same dedupe_key gives the row that is already there. Of those with one coalesce_key only the latest is sent:
    the ones that still wait are cancelled. `not_after`: when it stops being of use. `belongs_to`: whose it is, for
    forget(). Past the daily cap of messages to one address a capped one is kept as cancelled: forms must not become a
    way to flood a stranger.
    """
    kind = known(name)
    if kind is None:
        raise LookupError(f"No message is registered under the name {name!r}.")
    to = to.lower()
    with transaction.atomic():
        message, made = OutboundMessage.objects.get_or_create(
            dedupe_key=dedupe_key,
            defaults={
                "name": name,
                "to": to,
                "subject_id": subject_id,
                "message_id": make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
                "created_at": now,
                "not_before": now + wait,
                "not_after": not_after,
                "belongs_to": belongs_to,
                "coalesce_key": coalesce_key,
                **_room_for_one_more(kind, to, now),
            },
        )
        if made and coalesce_key:
            waiting = OutboundMessage.objects.waiting().filter(coalesce_key=coalesce_key).exclude(pk=message.pk)
            waiting.update(state=State.CANCELLED, last_error="replaced by a later one")
    return message


def _room_for_one_more(kind: Kind, to: str, now: datetime) -> dict[str, str]:
    """The state of a new message to this address: to be sent, or past the daily cap."""
    if not kind.capped:
        return {"state": State.CREATED}
    one_at_a_time(f"mail to {to}")  # or two requests at once would both find room under the cap
    today = OutboundMessage.objects.filter(to=to, created_at__gt=now - timedelta(days=1), name__in=capped_names())
    if today.exclude(state=State.CANCELLED).count() < DAILY_CAP_PER_RECIPIENT:
        return {"state": State.CREATED}
    return {"state": State.CANCELLED, "last_error": "daily cap for this address"}


def is_waiting(*, name: str, coalesce_key: str) -> bool:
    """Whether such a message is written down and was never tried yet."""
    return OutboundMessage.objects.filter(name=name, coalesce_key=coalesce_key, state=State.CREATED).exists()


def forget(messages: QuerySet) -> int:
    """Stops what is still to be sent of these and takes the address off all of them; gives how many.

    One that leaves at this very moment keeps its state; its address goes, too.
    """
    with transaction.atomic():
        messages.filter(state__in=OutboundMessage.WAITING).update(state=State.CANCELLED, last_error="forgotten")
        messages.filter(state=State.SENDING).update(state=State.CANCELLED, lease_until=None, last_error="forgotten")
        return messages.exclude(to="").update(to="")


# --- sending ---------------------------------------------------------------------------------------------------------


def send_due(*, now: datetime, limit: int = 100) -> int:
    """Sends what is due, one by one, and gives the number sent. A message that fails does not hold up the others.

    Ends early where the mail server is slow; the next round goes on.
    """
    begun = monotonic()
    worker = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
    sent = 0
    due = OutboundMessage.objects.due(now).order_by("not_before", "pk").values_list("pk", "state")[:limit]
    for pk, state in list(due):
        if monotonic() - begun > ROUND:
            break
        if _lease(pk, worker, now):
            sent += _send(OutboundMessage.objects.get(pk=pk), worker, now, abandoned=state == State.SENDING)
    return sent


def beat(*, now: datetime) -> None:
    """Leaves the worker's sign of life."""
    Heartbeat.objects.update_or_create(worker=WORKER, defaults={"beaten_at": now})


def _lease(pk: int, worker: str, now: datetime) -> bool:
    """Takes the message for this worker; False where another was quicker. One conditional update, so never two."""
    changed = OutboundMessage.objects.due(now).filter(pk=pk)
    return changed.update(state=State.SENDING, worker=worker, lease_until=now + LEASE) == 1


def _send(message: OutboundMessage, worker: str, now: datetime, *, abandoned: bool) -> int:
    try:
        kind = _kind_of(message)
        channel = CHANNELS[kind.channel]
        if abandoned and not channel.MAY_REPEAT:
            _mark(message, worker, state=State.FAILED, last_error="perhaps sent, perhaps not")
            return 0
        letter, why_not = _compose(message, kind, now)
    except NotYet as pause:
        state = State.RETRYING if message.attempts else State.CREATED
        _mark(message, worker, state=state, not_before=max(pause.until, now))
        return 0
    except Exception as error:  # whatever is wrong with this message must not stop the next
        log.exception("Message %s could not be prepared", message.pk)
        _retry(message, worker, now, error)
        return 0
    if letter is None:
        _mark(message, worker, state=State.CANCELLED, last_error=why_not)
        return 0
    try:
        letter.send()
    except Exception as error:  # any failure of any mail server: try again later, unless it never will be taken
        log.warning("Message %s was not taken by the %s server: %s", message.pk, kind.channel, type(error).__name__)
        _retry(message, worker, now, error, final=channel.is_final(error))
        return 0
    _mark(message, worker, state=State.SENT, sent_at=now, attempts=message.attempts + 1, last_error="")
    return 1


def _kind_of(message: OutboundMessage) -> Kind:
    kind = known(message.name)
    if kind is None:
        raise KeyError(message.name)
    return kind


def _compose(message: OutboundMessage, kind: Kind, now: datetime):
    """What can be sent and "", or None and why there is nothing to be sent any more."""
    if message.not_after and message.not_after <= now:
        return None, "too late to be of use"
    if message.coalesce_key and OutboundMessage.objects.later_than(message).exists():
        return None, "replaced by a later one"
    with in_the_clinics_words():
        context = kind.prepare(message.subject_id, now)
        if context is None:
            return None, ""
        context = {"discreet": False} | context
        sender = sender_name(discreet=context["discreet"])
        context |= {"clinic": Clinic.configured(), "base_url": settings.BASE_URL, "sender": sender}
        return CHANNELS[kind.channel].compose(kind, message, context, now), ""


def _retry(message: OutboundMessage, worker: str, now: datetime, error: Exception, *, final: bool = False) -> None:
    attempts = message.attempts + 1
    pause = min(FIRST_RETRY * 2 ** (attempts - 1), LONGEST_PAUSE)
    over = final or now + pause > message.created_at + GIVE_UP_AFTER
    state = State.FAILED if over else State.RETRYING
    # The kind of error only: a mail server's own words may hold the address.
    _mark(message, worker, state=state, attempts=attempts, not_before=now + pause, last_error=type(error).__name__)


def _mark(message: OutboundMessage, worker: str, **changes) -> None:
    kind = known(message.name)
    if kind and kind.forgets and changes["state"] in OutboundMessage.DONE:
        changes["to"] = ""
    with transaction.atomic():
        OutboundMessage.objects.filter(pk=message.pk, worker=worker, state=State.SENDING).update(
            lease_until=None, **changes
        )


# --- what does not arrive --------------------------------------------------------------------------------------------


def hand_over(*, now: datetime) -> int:
    """Hands over to people what failed for good, or was tried in vain and is of use for two more hours at most.

    Gives how many. The latter is tried on all the same until then: it may still arrive.
    """
    in_vain = Q(state=State.RETRYING, not_after__lte=now + HAND_OVER_BEFORE)
    undelivered = OutboundMessage.objects.filter(Q(state=State.FAILED) | in_vain, handed_over_at__isnull=True)
    recent = undelivered.filter(created_at__gt=now - HAND_OVER_WITHIN).order_by("pk")
    return duties.each_alone("hand over", list(recent), lambda message: _hand_over(message, now))


@transaction.atomic
def _hand_over(message: OutboundMessage, now: datetime) -> bool:
    mine = OutboundMessage.objects.filter(pk=message.pk, handed_over_at__isnull=True)
    if not mine.update(handed_over_at=now):
        return False  # another worker was quicker
    kind = known(message.name)
    if kind and kind.instead:
        with in_the_clinics_words():
            kind.instead(message, now)
    return True
