"""A person goes from everything we keep: on their own wish, by an administrator, or because the time has come.

What goes and what stays is told by appointments.privacy, table by table; this only does it. What stays says that
somebody asked, when, for what, and how it ended. Events stay as they are: they never held a word about the patient.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from appointments.booking.actions import booking, closing
from appointments.booking.actions.locks import lock_request
from appointments.lifecycle.actions.move import move
from appointments.lifecycle.actor import PATIENT, SYSTEM, Actor
from appointments.messages.actions import outgoing
from appointments.models import Appointment, AppointmentRequest, LinkToken
from appointments.models.appointment import LIVE
from appointments.privacy import stored_fields
from appointments.privacy.actions.files import forget_files
from appointments.workflow import Status, Step
from portal import duties
from portal.models import OutboundMessage

log = logging.getLogger("appointments.erasing")

CHANGED_THEIR_MIND = timedelta(hours=24)  # so long a patient's wish is not carried out, and can be taken back


class AppointmentStands(Exception):
    """An appointment is still ahead: cancel it first, or erase after it. `appointment` is the one."""

    def __init__(self, appointment: Appointment):
        self.appointment = appointment
        super().__init__(
            _("An appointment is booked. Cancel it and erase everything, or erase everything after the appointment.")
        )


class TakenBack(Exception):
    """The patient does not want it any more."""


@transaction.atomic
def erase(
    request: AppointmentRequest,
    *,
    by: Actor,
    now: datetime,
    with_appointment: str = "after",
    on_their_wish: bool = False,
) -> AppointmentRequest:
    """Takes the person out of the request and of everything about it, and gives what is left.

    What was merged into it goes likewise. An open request is withdrawn first. An appointment that stands is cancelled
    first if `with_appointment` is "cancel"; with "after" AppointmentStands is raised. `on_their_wish`: the patient
    asked for it on their page; they get a last message, or TakenBack is raised. Raises StepNotAllowed, also for what is
    erased already.
    """
    appointment = Appointment.objects.filter(request=request, status__in=LIVE).first()
    if appointment is not None and with_appointment != "cancel":
        raise AppointmentStands(appointment)
    if appointment is not None:
        booking.cancel(appointment, by=SYSTEM, now=now)
    elif AppointmentRequest.objects.get(pk=request.pk).is_open:
        closing.withdraw(request, by=PATIENT, now=now)
    stored = lock_request(request.pk)
    if on_their_wish and stored.erasure_asked_at is None:
        raise TakenBack
    if on_their_wish and stored.email:
        outgoing.erased(stored.email, stored.reference, now)
    gone = [stored, *stored.duplicates.filter(status=Status.CLOSED).order_by("pk")]
    mails = [message_id for each in gone for message_id in _forget(each, by=by, now=now)]
    references = [str(each) for each in gone]
    transaction.on_commit(partial(_forget_outside, references, mails), robust=True)
    return AppointmentRequest.objects.get(pk=stored.pk)


def _forget(request: AppointmentRequest, *, by: Actor, now: datetime) -> list[str]:
    """Does what the table of privacy says to every row about the request; gives the Message-IDs of its mails."""
    mails = list(outgoing.messages_of(request).values_list("message_id", flat=True))
    forget_addresses(outgoing.messages_of(request))
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


def forget_addresses(messages) -> int:
    """Takes the addresses off these messages; what has not left, does not. Gives how many."""
    states = OutboundMessage.State
    messages.filter(state__in=[*OutboundMessage.WAITING, states.SENDING]).update(
        state=states.CANCELLED, lease_until=None
    )
    return messages.exclude(to=stored_fields.NO_ADDRESS).update(**stored_fields.erased_values("portal.OutboundMessage"))


def _forget_outside(references: list[str], mails: list[str]) -> None:
    """Once it is stored. The line in the log is for a restore: whoever was erased since the copy is erased again."""
    log.info("Erased: %s", ", ".join(references))
    forget_files(references=references, message_ids=mails)
    forget_pages()


def forget_pages() -> None:
    """SQLite overwrites what is deleted (PRAGMA secure_delete); here its log, which holds former pages, is emptied too.

    While somebody reads, a part of the log stays until the next time: every night at the latest.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# --- duties ----------------------------------------------------------------------------------------------------------


def erase_asked(*, now: datetime) -> int:
    """Does what patients asked for a day ago or earlier, where no appointment stands in the way; gives how many.

    An appointment that lies ahead, or that nobody has noted as attended or missed, is waited for.
    """
    asked = AppointmentRequest.objects.filter(erasure_asked_at__lte=now - CHANGED_THEIR_MIND)
    due = asked.exclude(status=Status.ERASED).exclude(appointments__status__in=LIVE)
    return duties.each_alone("erase asked", list(due.order_by("pk")), partial(_erase_asked, now=now))


def _erase_asked(request: AppointmentRequest, now: datetime) -> bool:
    try:
        erase(request, by=SYSTEM, now=now, on_their_wish=True)
    except (TakenBack, AppointmentStands):  # while we came to it
        return False
    return True


def forget_receipts(*, now: datetime) -> int:
    """The address a receipt went to goes as soon as the receipt has left, or cannot leave; gives how many."""
    states = OutboundMessage.State
    done = Q(name__in=stored_fields.ERASURE_RECEIPTS, state__in=[states.SENT, states.FAILED, states.CANCELLED])
    with transaction.atomic():
        return forget_addresses(OutboundMessage.objects.filter(done))
