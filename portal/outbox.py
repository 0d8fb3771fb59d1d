"""The outbox: a message is queued in the caller's transaction; the worker makes its text when it is due, and sends it.

Each app registers the kinds of messages it sends (portal.message_kinds). Nothing is sent inside a transaction, so a
slow mail server does not hold the database. A message is never lost. A mail may arrive twice, with the same Message-ID,
if a worker is killed right after sending it. What cannot be delivered is handed over to people (`hand_over`).
"""

import hashlib
import logging
import os
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from portal import actions, duties, message_kinds
from portal.channels import CHANNELS
from portal.channels.email import sender_name
from portal.clinic import Clinic
from portal.lib.clinic_locale import clinic_locale
from portal.lib.locks import exclusive_lock
from portal.message_kinds import MessageChannel, MessageKind, NotYet, capped_names
from portal.models import OutboundMessage

log = logging.getLogger("portal.outbox")

State = OutboundMessage.State
LEASE = timedelta(minutes=5)  # how long a worker has a message to itself
ROUND_SECONDS = 60  # then a round takes no further message: leases are counted from its beginning
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(hours=48)
HAND_OVER_BEFORE = timedelta(hours=2)  # a message that was tried in vain, before it stops being of use
HAND_OVER_WITHIN = timedelta(days=7)  # what is older is nobody's business any more
DAILY_CAP_PER_RECIPIENT = 3
SERIOUS_REFUSALS = 3  # fewer may be wrong addresses


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
    """Stores the message in the caller's transaction, and gives it. It is due `wait` after `now`.

    `dedupe_key`: if a message has it already, that one is given and nothing is stored.
    `coalesce_key`: of the messages that share one only the latest is sent; those that wait are cancelled.
    `not_after`: from then on it is not sent any more. `belongs_to`: whose it is, to find all that is to be forgotten.
    A capped message beyond the daily cap of its address is stored as cancelled, so that forms cannot be used to flood
    a stranger's mailbox. Raises LookupError if no kind of this name is registered.
    """
    kind = message_kinds.KINDS.get(name)
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
                **_state_under_cap(kind, to, now),
            },
        )
        if made and coalesce_key:
            waiting = OutboundMessage.objects.waiting().filter(coalesce_key=coalesce_key).exclude(pk=message.pk)
            waiting.update(state=State.CANCELLED, last_error="replaced by a later one")
    return message


def queue_for_all(*, name: str, addresses: Iterable[str], subject_id: int, now: datetime) -> int:
    """Stores a message that is not capped to each address, in the caller's transaction; gives how many.

    The same message is stored once for an address. Raises LookupError if no such kind is registered.
    """
    kind = message_kinds.KINDS.get(name)
    if kind is None or kind.capped:
        raise LookupError(f"No message without a cap is registered under the name {name!r}.")
    messages = [
        OutboundMessage(
            name=name,
            to=address,
            subject_id=subject_id,
            dedupe_key=f"{name}:{subject_id}:{hashlib.sha256(address.encode()).hexdigest()[:16]}",
            message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
            created_at=now,
            not_before=now,
        )
        for address in sorted({address.lower() for address in addresses})
    ]
    return len(OutboundMessage.objects.bulk_create(messages, ignore_conflicts=True))


def _state_under_cap(kind: MessageKind, to: str, now: datetime) -> dict[str, str]:
    """The state of a new message to this address: to be sent, or past the daily cap."""
    if not kind.capped:
        return {"state": State.CREATED}
    exclusive_lock(f"mail to {to}")  # or two requests at once would both find room under the cap
    today = OutboundMessage.objects.filter(to=to, created_at__gt=now - timedelta(days=1), name__in=capped_names())
    if today.exclude(state=State.CANCELLED).count() < DAILY_CAP_PER_RECIPIENT:
        return {"state": State.CREATED}
    return {"state": State.CANCELLED, "last_error": "daily cap for this address"}


def is_waiting(*, name: str, coalesce_key: str) -> bool:
    """Whether a message of this name and coalesce_key is queued and has not been tried yet."""
    return OutboundMessage.objects.filter(name=name, coalesce_key=coalesce_key, state=State.CREATED).exists()


def forget(messages: QuerySet) -> int:
    """Cancels those of the messages that are not sent yet and removes the address of all; gives how many had one."""
    with transaction.atomic():
        messages.filter(state__in=OutboundMessage.WAITING).update(state=State.CANCELLED, last_error="forgotten")
        messages.filter(state=State.SENDING).update(state=State.CANCELLED, lease_until=None, last_error="forgotten")
        return messages.exclude(to="").update(to="")


# --- sending ---------------------------------------------------------------------------------------------------------


def send_due(*, now: datetime, limit: int = 100) -> int:
    """Sends up to `limit` due messages, one by one, and gives how many were sent. One that fails stops no other.

    Ends after ROUND_SECONDS at the latest; what is left is sent in the next round.
    """
    begun = monotonic()
    worker = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
    sent = 0
    due = OutboundMessage.objects.due(now).order_by("not_before", "pk").values_list("pk", "state")[:limit]
    for pk, state in list(due):
        if monotonic() - begun > ROUND_SECONDS:
            break
        if _lease(pk, worker, now):
            sent += _send(OutboundMessage.objects.get(pk=pk), worker, now, abandoned=state == State.SENDING)
    return sent


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
        actions.record_refusal(kind.channel, now=now)
        return 0
    actions.record_taken(kind.channel)
    _mark(message, worker, state=State.SENT, sent_at=now, attempts=message.attempts + 1, last_error="")
    return 1


def _kind_of(message: OutboundMessage) -> MessageKind:
    kind = message_kinds.KINDS.get(message.name)
    if kind is None:
        raise KeyError(message.name)
    return kind


def _compose(message: OutboundMessage, kind: MessageKind, now: datetime):
    """What can be sent and "", or None and why there is nothing to be sent any more."""
    if message.not_after and message.not_after <= now:
        return None, "too late to be of use"
    if message.coalesce_key and OutboundMessage.objects.later_than(message).exists():
        return None, "replaced by a later one"
    with clinic_locale():
        context = kind.prepare(message.subject_id, now)
        if context is None:
            return None, ""
        context = {"discreet": False} | context
        sender = sender_name(discreet=context["discreet"])
        context |= {"clinic": Clinic.configured(), "base_url": settings.BASE_URL, "sender": sender}
        return CHANNELS[kind.channel].compose(kind, message, context, now), ""


def _retry(message: OutboundMessage, worker: str, now: datetime, error: Exception, *, final: bool = False) -> None:
    attempts = message.attempts + 1
    pause = min(FIRST_RETRY * 2 ** (attempts - 1), LONGEST_RETRY)
    over = final or now + pause > message.created_at + GIVE_UP_AFTER
    state = State.FAILED if over else State.RETRYING
    # The kind of error only: a mail server's own words may hold the address.
    _mark(message, worker, state=state, attempts=attempts, not_before=now + pause, last_error=type(error).__name__)


def _mark(message: OutboundMessage, worker: str, **changes) -> None:
    kind = message_kinds.KINDS.get(message.name)
    if kind and kind.forgets_address and changes["state"] in OutboundMessage.DONE:
        changes["to"] = ""
    with transaction.atomic():
        OutboundMessage.objects.filter(pk=message.pk, worker=worker, state=State.SENDING).update(
            lease_until=None, **changes
        )


@dataclass(frozen=True)
class Refusals:
    """The mail server took none of the last messages. `since`: when it refused the first; `messages`: how many.

    `is_serious`: not only one or two wrong addresses.
    """

    since: datetime
    messages: int
    is_serious: bool


def mail_refusals() -> Refusals | None:
    """The refusals since the mail server last took a mail; None if it took the last one."""
    since = actions.refused_since(MessageChannel.EMAIL)
    if since is None:
        return None
    names = [name for name, kind in message_kinds.KINDS.items() if kind.channel == MessageChannel.EMAIL]
    tried = OutboundMessage.objects.filter(name__in=names, attempts__gt=0, not_before__gt=since)
    states = list(tried.filter(state__in=[State.RETRYING, State.FAILED]).values_list("state", flat=True)[:1000])
    return Refusals(since, len(states), State.RETRYING in states or len(states) >= SERIOUS_REFUSALS)


# --- what does not arrive --------------------------------------------------------------------------------------------


def hand_over(*, now: datetime) -> int:
    """Hands messages that do not arrive over to people (`MessageKind.on_undelivered`), each once; gives how many.

    These are the messages of the last seven days that failed for good, and those tried in vain that are of use for two
    more hours at most. The latter are tried on: they may still arrive.
    """
    in_vain = Q(state=State.RETRYING, not_after__lte=now + HAND_OVER_BEFORE)
    undelivered = OutboundMessage.objects.filter(Q(state=State.FAILED) | in_vain, handed_over_at__isnull=True)
    recent = undelivered.filter(created_at__gt=now - HAND_OVER_WITHIN).order_by("pk")
    return duties.run_for_each("hand over", list(recent), lambda message: _hand_over(message, now))


@transaction.atomic
def _hand_over(message: OutboundMessage, now: datetime) -> bool:
    mine = OutboundMessage.objects.filter(pk=message.pk, handed_over_at__isnull=True)
    if not mine.update(handed_over_at=now):
        return False  # another worker was quicker
    kind = message_kinds.KINDS.get(message.name)
    if kind and kind.on_undelivered:
        with clinic_locale():
            kind.on_undelivered(message, now)
    return True
