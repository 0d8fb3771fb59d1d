"""Erasing a patient from everything that is stored: on their wish, by an administrator, or after the retention time.

What is deleted or emptied says appointments.privacy.stored_fields, table by table. What stays says that somebody asked,
when, for what, and how it ended. Events stay unchanged: they hold nothing about the patient.
"""

import logging
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from appointments.booking.actions import booking, closing
from appointments.booking.actions.locks import lock_request
from appointments.lifecycle.actions.transitions import move
from appointments.lifecycle.actor import PATIENT, SYSTEM, Actor
from appointments.messages.actions import outgoing
from appointments.models import Appointment, AppointmentRequest, LinkToken
from appointments.models.appointment import LIVE
from appointments.privacy import mentions, stored_fields
from appointments.workflow import Status, Step
from portal import duties
from portal.lib import eml_folder
from portal.lib.refusal import Refused
from portal.models import OutboundMessage

log = logging.getLogger("appointments.erasing")

WITHDRAWAL_PERIOD = timedelta(hours=24)  # how long a patient can take the wish back before it is carried out
PAPER_FOLDER = "paper"  # below DATA_DIR


class AppointmentAhead(Refused):
    """`appointment` has not taken place: cancel it and erase, or erase after it."""

    def __init__(self, appointment: Appointment):
        self.appointment = appointment
        super().__init__(
            _("An appointment is booked. Cancel it and erase everything, or erase everything after the appointment.")
        )


class ErasureWithdrawn(Exception):
    """The patient has taken the wish to be erased back."""


@transaction.atomic
def erase(
    request: AppointmentRequest,
    *,
    by: Actor,
    now: datetime,
    cancel_appointment: bool = False,
    asked_by_patient: bool = False,
    names_gone: bool = False,
) -> AppointmentRequest:
    """Erases the patient from the request and from everything about it, and gives what is left.

    Requests that were closed as its duplicates are erased, too. An open request is withdrawn first. The names go out of
    texts about others as well; `mentions` says before which these are.
    `names_gone`: the names are out of texts about others already, by blank_names_elsewhere.
    `cancel_appointment`: cancels an appointment that has not taken place; without it AppointmentAhead is raised.
    `asked_by_patient`: the patient asked on their page, and gets a last message; raises ErasureWithdrawn if the request
    does not say so any more.
    Raises StepNotAllowed, also for a request that is erased already.
    """
    appointment = Appointment.objects.filter(request=request, status__in=LIVE).first()
    if appointment is not None and not cancel_appointment:
        raise AppointmentAhead(appointment)
    if appointment is not None:
        booking.cancel(appointment, by=SYSTEM, now=now)
    elif AppointmentRequest.objects.get(pk=request.pk).is_open:
        closing.withdraw(request, by=PATIENT, now=now)
    stored = lock_request(request.pk)
    if asked_by_patient and stored.erasure_asked_at is None:
        raise ErasureWithdrawn
    if asked_by_patient and stored.email:
        outgoing.erased(stored.email, stored.reference, now)
    erased = [stored, *stored.duplicates.filter(status=Status.CLOSED).order_by("pk")]
    if not names_gone:
        blank_names_elsewhere(erased)
    mails = [message_id for each in erased for message_id in _anonymise(each, by=by, now=now)]
    references = [str(each) for each in erased]
    transaction.on_commit(partial(_delete_outside_database, references, mails), robust=True)
    return AppointmentRequest.objects.get(pk=stored.pk)


def blank_names_elsewhere(requests: list[AppointmentRequest]) -> int:
    """Takes the names of these requests out of the texts of all other rows; gives how many texts held one.

    Reads every such text once, for one request as for many. What is changed meanwhile is left as it is.
    """
    keys, blanked = [request.pk for request in requests], 0
    duplicates = AppointmentRequest.objects.filter(duplicate_of__in=keys, status=Status.CLOSED)
    everybody = {request.pk: request for request in (*requests, *duplicates)}
    for mention in list(mentions.find_mentions(mentions.names_of(everybody.values()), besides=everybody)):
        rows = type(mention.row).objects.filter(
            pk=mention.row.pk, **{mention.field: getattr(mention.row, mention.field)}
        )
        blanked += rows.update(**{mention.field: mention.blanked})
    return blanked


def _anonymise(request: AppointmentRequest, *, by: Actor, now: datetime) -> list[str]:
    """Deletes or empties every row about the request as stored_fields says; gives the Message-IDs of its mails."""
    mails = list(outgoing.messages_of(request).values_list("message_id", flat=True))
    remove_addresses(outgoing.messages_of(request))
    unknown = {"idempotency_key": f"erased:{request.pk}"}  # the form's own address finds nothing any more
    move(request, Step.ERASE, by=by, now=now, **stored_fields.erased_values(stored_fields.REQUEST) | unknown)
    for label, table in stored_fields.TABLES.items():
        if table.request_path and label != stored_fields.REQUEST:
            rows = apps.get_model(label).objects.filter(**{table.request_path: request.pk})
            if table.deleted:
                rows.delete()
            else:
                for name, value in table.personal.items():
                    rows.exclude(**{name: ""}).update(**{name: value})
    soon = now + stored_fields.LINK_AFTER_ERASING
    LinkToken.objects.filter(request=request, expires_at__gt=soon, created_at__lt=soon).update(expires_at=soon)
    return mails


def remove_addresses(messages: QuerySet) -> int:
    """Cancels those of the messages that are not sent yet and removes all addresses; gives how many had one."""
    states = OutboundMessage.State
    messages.filter(state__in=[*OutboundMessage.WAITING, states.SENDING]).update(
        state=states.CANCELLED, lease_until=None
    )
    return messages.exclude(to=stored_fields.NO_ADDRESS).update(**stored_fields.erased_values("portal.OutboundMessage"))


def _delete_outside_database(references: list[str], mails: list[str]) -> None:
    """After the commit: files, and the write-ahead log of SQLite. `references`: as spoken, K7M-4QX2P.

    After a restore from a backup the line in the log says who has to be erased again.
    """
    log.info("Erased: %s", ", ".join(references))
    delete_files(references=references, message_ids=mails)
    empty_sqlite_log()


def delete_files(*, references: Iterable[str], message_ids: Iterable[str]) -> int:
    """Deletes the mail files with these Message-IDs and the paper packs that name these requests; gives how many.

    `references`: as spoken, K7M-4QX2P.
    """
    return eml_folder.remove(message_ids) + _delete_packs(list(references))


def _delete_packs(references: list[str]) -> int:
    folder = Path(settings.DATA_DIR) / PAPER_FOLDER
    if not references or not folder.is_dir():
        return 0
    named = re.compile("|".join(reference.replace("-", "-?") for reference in references).encode())
    deleted = 0
    for pack in folder.iterdir():
        try:
            if pack.is_file() and named.search(pack.read_bytes()):
                pack.unlink()
                deleted += 1
        except FileNotFoundError:
            continue  # replaced by a newer one meanwhile
    return deleted


def empty_sqlite_log() -> None:
    """Empties the write-ahead log of SQLite, which holds former pages; nothing inside a transaction or on PostgreSQL.

    Deleted rows are overwritten in the file itself (PRAGMA secure_delete). A part of the log that somebody reads at
    the moment stays until the next call, which is at the latest the next night's.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# --- duties ----------------------------------------------------------------------------------------------------------


def erase_due(*, now: datetime) -> int:
    """Erases the requests whose patients asked for it WITHDRAWAL_PERIOD ago or earlier; gives how many.

    Not while they have an appointment that is ahead, or that nobody has noted as attended or missed.
    """
    asked = AppointmentRequest.objects.filter(erasure_asked_at__lte=now - WITHDRAWAL_PERIOD)
    due = asked.exclude(status=Status.ERASED).exclude(appointments__status__in=LIVE)
    found = list(due.order_by("pk"))
    blank_names_elsewhere(found)
    return duties.run_for_each("erase asked", found, partial(_erase_if_still_due, now=now))


def _erase_if_still_due(request: AppointmentRequest, now: datetime) -> bool:
    try:
        erase(request, by=SYSTEM, now=now, asked_by_patient=True, names_gone=True)
    except (ErasureWithdrawn, AppointmentAhead):  # changed since the list was read
        return False
    return True


def remove_receipt_addresses(*, now: datetime) -> int:
    """Removes the addresses of receipts of erasure that were sent, failed or cancelled; gives how many."""
    done = Q(name__in=stored_fields.ERASURE_RECEIPTS, state__in=OutboundMessage.DONE)
    with transaction.atomic():
        return remove_addresses(OutboundMessage.objects.filter(done))
