"""The rows of the desk's lists as values, made with a fixed number of queries for any number of requests."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from appointments import date_words, phones
from appointments.choices import QueueRank
from appointments.desk import flags
from appointments.desk.call_windows import CallWindows
from appointments.desk.waitlist_places import places_in_words
from appointments.models import AppointmentRequest
from appointments.models.appointment import AppointmentStatus
from appointments.warning_words import names_something_serious
from appointments.workflow import QUEUED_STATUSES, Outcome, Status

REQUEST_TONES = {
    Status.NEW: "info",
    Status.IN_PROGRESS: "info",
    Status.AWAITING_PATIENT: "neutral",
    Status.BOOKED: "good",
    Status.CANCEL_PENDING: "warn",
    Status.WAITING_LIST: "neutral",
    Status.QUARANTINED: "warn",
    Status.CLOSED: "neutral",
}
SELECTED = ("claimed_by", "service__specialty")


@dataclass(frozen=True)
class QueueRow:
    """One request in a list."""

    pk: int
    url: str
    reference: str
    name: str
    service: str
    status: str
    tone: str
    promise: date_words.TimeLeft | None  # None once nobody waits for an answer of ours
    when: str  # the appointment, or when it was closed
    call: str
    call_now: bool
    held_by: str
    is_mine: bool
    set_aside: list[str]  # why, while a person has to look at it
    waitlist: str  # since when on the waiting list, when to look again, why not offered the last time
    rank: str
    language: str
    flags: list[str] = field(default_factory=list)
    current: bool = False


def queue_rows(
    requests: list[AppointmentRequest], *, actor, now: datetime, call_windows: CallWindows, current: int = 0
) -> list[QueueRow]:
    """The rows of these requests, in their order. They have to be read with SELECTED; a fixed number of queries more.

    `current`: the id of the request that is open beside the list.
    """
    duplicates = _perhaps_duplicates(requests)
    appointments = _appointments(requests, now)
    waitlist = _waitlist(requests, now)
    return [
        _row(
            request,
            actor,
            now,
            call_windows,
            is_perhaps_duplicate=request.pk in duplicates,
            appointment=appointments.get(request.pk, ""),
            waitlist=waitlist.get(request.pk, ""),
            current=request.pk == current,
        )
        for request in requests
    ]


def _row(
    request,
    actor,
    now,
    call_windows: CallWindows,
    *,
    is_perhaps_duplicate: bool,
    appointment: str,
    waitlist: str,
    current: bool,
) -> QueueRow:
    holder = request.claim_at(now)
    queued = request.status in QUEUED_STATUSES
    call = call_windows.next_call(request) if queued else None
    label = Outcome(request.outcome).label if request.outcome else Status(request.status).label
    return QueueRow(
        pk=request.pk,
        url=reverse("desk:request", args=[request.reference]),
        reference=request.spoken_reference,
        name=request.patient_name,
        service=str(request.service),
        status=str(_("in progress") if holder else label if request.status != Status.IN_PROGRESS else _("put down")),
        tone=REQUEST_TONES.get(request.status, "neutral"),
        promise=date_words.time_left(request.promise_at, now, request.late_since) if queued else None,
        when=appointment
        or (date_words.short_relative_day_and_time(request.closed_at, now) if request.closed_at else ""),
        call=call.words if call else "",
        call_now=bool(call and call.is_now),
        held_by="" if holder is None or holder == actor.user else holder.get_short_name(),
        is_mine=holder is not None and holder == actor.user,
        set_aside=request.set_aside_in_words if request.is_quarantined else [],
        waitlist=waitlist,
        rank="" if request.queue_rank == QueueRank.NORMAL else str(QueueRank(request.queue_rank).label),
        language=request.language,
        flags=_flags(request, is_perhaps_duplicate),
        current=current,
    )


def _waitlist(requests: list[AppointmentRequest], now: datetime) -> dict[int, str]:
    """How each of those that are on the waiting list stands there, by request id; one query."""
    waiting = [request.pk for request in requests if request.status in (Status.WAITING_LIST, Status.BOOKED)]
    return places_in_words(waiting, now) if waiting else {}


def _flags(request, is_perhaps_duplicate: bool) -> list[str]:
    """The flags that a list shows; the page of the request shows all."""
    found = []
    if names_something_serious(request.reason):
        found.append(_("Read the reason at once"))
    if is_perhaps_duplicate:
        found.append(_("Possible duplicate"))
    if request.phone_e164 and phones.is_doubtful(request.phone_e164):
        found.append(_("Doubtful number"))
    return found


def _perhaps_duplicates(requests: list[AppointmentRequest]) -> set[int]:
    """The ids of those for which another request came from the same number or address within seven days before it."""
    if not requests:
        return set()
    since = min(request.created_at for request in requests) - flags.DUPLICATE_WITHIN
    phone_numbers = {request.phone_e164 for request in requests} - {""}
    addresses = {request.email for request in requests} - {""}
    near = AppointmentRequest.objects.filter(created_at__gte=since)
    others = list(near.filter(phone_e164__in=phone_numbers).values_list("pk", "phone_e164", "created_at")[:500])
    if addresses:
        others += list(near.filter(email__in=addresses).values_list("pk", "email", "created_at")[:500])
    found = set()
    for request in requests:
        same = {request.phone_e164, request.email} - {""}
        earliest = request.created_at - flags.DUPLICATE_WITHIN
        if any(pk != request.pk and key in same and at >= earliest for pk, key, at in others):
            found.add(request.pk)
    return found


def _appointments(requests: list[AppointmentRequest], now: datetime) -> dict[int, str]:
    """The appointment of each booked request in words, by request id; one query."""
    booked = [request.pk for request in requests if request.status in (Status.BOOKED, Status.CANCEL_PENDING)]
    if not booked:
        return {}
    appointments = AppointmentRequest.appointments.rel.related_model.objects.filter(
        request__in=booked, status__in=[AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED]
    ).select_related("practitioner")
    return {
        appointment.request_id: _appointment_in_words(appointment, now)
        for appointment in appointments.with_absence().order_by("pk")
    }


def _appointment_in_words(appointment, now: datetime) -> str:
    words = {"when": date_words.short_relative_day_and_time(appointment.starts_at, now)}
    words |= {"who": appointment.practitioner, "why": appointment.absence_in_words}
    if words["why"]:
        return _("%(when)s with %(who)s – cannot be kept: %(why)s") % words
    return _("%(when)s with %(who)s") % words
