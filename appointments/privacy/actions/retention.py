"""What has been kept long enough goes: every night, and by command. Counts of what happened stay."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
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
    RequestDraft,
)
from appointments.privacy import stored_fields
from appointments.privacy.actions import erasure
from appointments.privacy.actions.files import forget_files
from appointments.requests.actions import drafts
from appointments.workflow import Status, Step
from portal import duties
from portal.models import OutboundMessage

log = logging.getLogger("appointments.purging")

AT_ONCE = 1000  # drafts and rows deleted in one transaction
FILES_LOOKED_AGAIN = timedelta(days=2)  # a pack may have been printed into its folder just as somebody was erased


@dataclass(frozen=True)
class Going:
    """One kind of thing that goes. `rows`: which; `do`: how, gives how many went."""

    what: str
    rows: QuerySet
    do: Callable[[], int]


def going(*, now: datetime) -> list[Going]:
    """Everything that has been kept long enough at this moment."""
    closed = old_requests(now=now)
    messages = _old_messages(now)
    links = LinkToken.objects.filter(expires_at__lte=now - stored_fields.ENDED_LINKS_KEPT)
    presences = DeskPresence.objects.filter(seen_at__lte=now - stored_fields.PRESENCES_KEPT)
    checks = ChainCheck.objects.filter(checked_at__lte=now - stored_fields.CHECKS_KEPT)
    exports = ExportRecord.objects.filter(at__lte=now - stored_fields.EXPORT_RECORDS_KEPT)
    unfinished = RequestDraft.objects.filter(expires_at__lte=now)
    return [
        Going(_("requests, made anonymous"), closed, partial(_erase_each, closed, now)),
        Going(_("addresses of messages"), messages, partial(_forget_addresses, messages)),
        Going(_("unfinished forms"), unfinished, partial(_forget_drafts, now)),
        Going(_("links that ended"), links, partial(_delete, links)),
        Going(_("presences at the desk"), presences, partial(_delete, presences)),
        Going(_("checks of the histories"), checks, partial(_delete, checks)),
        Going(_("records of exports"), exports, partial(_delete, exports)),
    ]


def purge(*, now: datetime) -> dict[str, int]:
    """Lets go whatever has been kept long enough; gives how many of each kind went. One that fails stops no other."""
    gone = {}
    for each in going(now=now):
        try:
            gone[str(each.what)] = each.do()
        except Exception:  # whatever is wrong with these, the next ones have been kept long enough too
            log.exception("Purging %s failed", each.what)
    _look_again_for_files(now)
    erasure.forget_pages()
    return gone


def old_requests(*, now: datetime) -> QuerySet:
    """Closed longer ago than RETENTION_DAYS. What is open stays, however old it is."""
    return AppointmentRequest.objects.filter(
        status=Status.CLOSED, closed_at__lte=now - timedelta(days=settings.RETENTION_DAYS)
    )


def _erase_each(requests: QuerySet, now: datetime) -> int:
    """Each in a transaction of its own; one that is opened again at this moment is left alone."""
    return duties.each_alone("purge requests", list(requests.order_by("pk")), partial(_erase_old, now=now))


def _erase_old(request: AppointmentRequest, now: datetime) -> bool:
    if not old_requests(now=now).filter(pk=request.pk).exists():
        return False  # gone as another's duplicate, or opened again
    erasure.erase(request, by=SYSTEM, now=now)
    return True


def _old_messages(now: datetime) -> QuerySet:
    states = OutboundMessage.State
    done = Q(state__in=[states.SENT, states.FAILED, states.CANCELLED])
    old = OutboundMessage.objects.filter(done, not_before__lte=now - stored_fields.MESSAGES_KEPT)
    return old.exclude(to=stored_fields.NO_ADDRESS)


@transaction.atomic
def _forget_addresses(messages: QuerySet) -> int:
    mails = list(messages.values_list("message_id", flat=True))
    gone = erasure.forget_addresses(messages)
    forget_files(references=[], message_ids=mails)
    return gone


def _forget_drafts(now: datetime) -> int:
    gone = 0
    while removed := drafts.remove_expired(now=now, at_most=AT_ONCE):
        gone += removed
    return gone


@transaction.atomic
def _delete(rows: QuerySet) -> int:
    _all, each = rows.delete()
    return each.get(rows.model._meta.label, 0)


def _look_again_for_files(now: datetime) -> None:
    """Files written while somebody was erased; and a demonstration's receipts, a day after they were written."""
    lately = Event.objects.filter(step=Step.ERASE, at__gt=now - FILES_LOOKED_AGAIN).values_list("request", flat=True)
    erased = list(AppointmentRequest.objects.filter(pk__in=list(lately), status=Status.ERASED))
    mails = [mail for each in erased for mail in outgoing.messages_of(each).values_list("message_id", flat=True)]
    receipts = OutboundMessage.objects.filter(
        name__in=stored_fields.ERASURE_RECEIPTS,
        created_at__gt=now - 2 * FILES_LOOKED_AGAIN,
        created_at__lte=now - stored_fields.RECEIPT_FILES_KEPT,
    )
    mails += receipts.values_list("message_id", flat=True)
    forget_files(references=[str(each) for each in erased], message_ids=mails)
