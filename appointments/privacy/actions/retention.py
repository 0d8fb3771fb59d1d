"""Erases and deletes what has been kept for its retention time: every night, and by command."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from appointments.lifecycle.actor import SYSTEM
from appointments.messages.actions import outgoing
from appointments.models import (
    AppointmentRequest,
    ChainCheck,
    DeskPresence,
    Event,
    ExportRecord,
    LinkToken,
    ListLook,
    RequestDraft,
)
from appointments.privacy import stored_fields
from appointments.privacy.actions import erasure
from appointments.requests.actions import drafts
from appointments.workflow import Status, Step
from portal import actions, duties
from portal.lib.refusal import Refused
from portal.models import OutboundMessage

log = logging.getLogger("appointments.purging")

MARK = "purge marked"  # the night whose expired rows go next (portal.actions.mark)
FEW_REQUESTS = 20
DRAFTS_AT_ONCE = 1000  # deleted in one transaction
FILES_CHECKED_AGAIN = timedelta(days=2)  # after erasing: a pack may have been written in the same moment


@dataclass(frozen=True)
class Expired:
    """One kind of rows past their retention time. `remove` deletes or empties them and gives how many.

    `label`: what they are, in words, translated when shown.
    """

    label: str
    rows: QuerySet
    remove: Callable[[], int]


def expired(*, now: datetime, erased_at: datetime | None = None) -> list[Expired]:
    """All kinds of rows that are past their retention time at `now`. `erased_at`: what histories say, else `now`."""
    closed = expired_requests(now=now)
    messages = _old_messages(now)
    links = LinkToken.objects.filter(expires_at__lte=now - stored_fields.ENDED_LINKS_KEPT)
    presences = DeskPresence.objects.filter(seen_at__lte=now - stored_fields.PRESENCES_KEPT)
    checks = ChainCheck.objects.filter(checked_at__lte=now - stored_fields.CHECKS_KEPT)
    exports = ExportRecord.objects.filter(at__lte=now - stored_fields.EXPORT_RECORDS_KEPT)
    lists = ListLook.objects.filter(at__lte=now - stored_fields.LIST_LOOKS_KEPT)
    unfinished = RequestDraft.objects.filter(expires_at__lte=now)
    return [
        Expired(_("requests, made anonymous"), closed, partial(_erase_each, closed, erased_at or now)),
        Expired(_("addresses of messages"), messages, partial(_remove_addresses, messages)),
        Expired(_("unfinished forms"), unfinished, partial(_delete_drafts, now)),
        Expired(_("links that ended"), links, partial(_delete, links)),
        Expired(_("presences at the desk"), presences, partial(_delete, presences)),
        Expired(_("checks of the histories"), checks, partial(_delete, checks)),
        Expired(_("records of exports"), exports, partial(_delete, exports)),
        Expired(_("records of lists that were shown"), lists, partial(_delete, lists)),
    ]


def purge(*, now: datetime, expired_at: datetime | None = None) -> dict[str, int]:
    """Removes everything that is past its retention time; gives the number by label. A kind that fails is logged.

    `expired_at`: only what was past it at that moment already.
    Raises OperationalError or InterfaceError if the database does not answer.
    """
    removed = {}
    for kind in expired(now=expired_at or now, erased_at=now):
        try:
            removed[str(kind.label)] = kind.remove()
        except (OperationalError, InterfaceError):  # the database is away: for the next kind, too
            raise
        except Exception:  # the next kind is due all the same
            log.exception("Purging %s failed", kind.label)
    _delete_late_files(now)
    erasure.empty_sqlite_log()
    return removed


def purge_marked(*, now: datetime) -> int:
    """Removes what was past its retention time already when a night before this one was noted; gives how many.

    So nothing goes in the night in which it is first found expired: a clock that was wrong for one night does no harm.
    Raises TooManyAtOnce, and removes nothing, if more requests would go than is_sensible() allows.
    """
    marked_at = actions.mark(MARK, now=now)
    if marked_at is None:
        return 0
    number = expired_requests(now=marked_at).count()
    if not is_sensible(number):
        raise TooManyAtOnce(number)
    return sum(purge(now=now, expired_at=marked_at).values())


class TooManyAtOnce(Refused):
    """More requests would be erased than on an ordinary night. `number`: how many."""

    def __init__(self, number: int):
        self.number = number
        super().__init__(
            f"{number} requests would be made anonymous at once. See manage.py purge_requests --dry-run; "
            f"if that is right: manage.py purge_requests --confirm-number {number}"
        )


def is_sensible(number: int) -> bool:
    """Whether so many requests may go at once without a person's word: 20, or a tenth of the closed ones."""
    if number <= FEW_REQUESTS:
        return True
    return number * 10 <= AppointmentRequest.objects.filter(status=Status.CLOSED).count()


def expired_requests(*, now: datetime) -> QuerySet:
    """Requests closed RETENTION_DAYS ago or earlier. Open ones stay, however old they are."""
    return AppointmentRequest.objects.filter(
        status=Status.CLOSED, closed_at__lte=now - timedelta(days=settings.RETENTION_DAYS)
    )


def _erase_each(requests: QuerySet, now: datetime) -> int:
    """Erases each in a transaction of its own, unless it was opened again meanwhile."""
    old = list(requests.order_by("pk"))
    erasure.blank_names_elsewhere(old)
    return duties.run_for_each("purge requests", old, partial(_erase_old, now=now))


def _erase_old(request: AppointmentRequest, now: datetime) -> bool:
    if not expired_requests(now=now).filter(pk=request.pk).exists():
        return False  # erased with the request it duplicates, or opened again
    erasure.erase(request, by=SYSTEM, now=now, names_gone=True)
    return True


def _old_messages(now: datetime) -> QuerySet:
    done = OutboundMessage.objects.filter(state__in=OutboundMessage.DONE)
    old = done.filter(not_before__lte=now - stored_fields.MESSAGES_KEPT)
    return old.exclude(to=stored_fields.NO_ADDRESS)


@transaction.atomic
def _remove_addresses(messages: QuerySet) -> int:
    mails = list(messages.values_list("message_id", flat=True))
    gone = erasure.remove_addresses(messages)
    erasure.delete_files(references=[], message_ids=mails)
    return gone


def _delete_drafts(now: datetime) -> int:
    gone = 0
    while removed := drafts.remove_expired(now=now, at_most=DRAFTS_AT_ONCE):
        gone += removed
    return gone


@transaction.atomic
def _delete(rows: QuerySet) -> int:
    _total, by_model = rows.delete()
    return by_model.get(rows.model._meta.label, 0)


def _delete_late_files(now: datetime) -> None:
    """Deletes files written while somebody was erased, and a demonstration's receipts once they are a day old."""
    recent = Event.objects.filter(step=Step.ERASE, at__gt=now - FILES_CHECKED_AGAIN).values_list("request", flat=True)
    erased = list(AppointmentRequest.objects.filter(pk__in=list(recent), status=Status.ERASED))
    mails = [mail for each in erased for mail in outgoing.messages_of(each).values_list("message_id", flat=True)]
    receipts = OutboundMessage.objects.filter(
        name__in=stored_fields.ERASURE_RECEIPTS,
        created_at__gt=now - 2 * FILES_CHECKED_AGAIN,
        created_at__lte=now - stored_fields.RECEIPT_FILES_KEPT,
    )
    mails += receipts.values_list("message_id", flat=True)
    erasure.delete_files(references=[str(each) for each in erased], message_ids=mails)
