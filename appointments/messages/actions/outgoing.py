"""Queues the message about each thing that happens to a request: one function for each, called inside the transaction
of the action that does it.

What the message says is made when it leaves (content.py). Who gave no e-mail address is put on the desk's list of calls
where nobody would call them otherwise: about an offer, a time the clinic changed, a declined request.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from appointments.messages.actions import phone_tasks
from appointments.messages.content import MessageName
from appointments.models import Appointment, AppointmentRequest, TimeOffer
from appointments.workflow import Role, Step
from portal import outbox
from portal.channels import sms
from portal.models import OutboundMessage

WAIT_FOR_CHANGES = timedelta(minutes=2)  # changes of an appointment within this time are one message


def received(request: AppointmentRequest, now: datetime) -> None:
    """The request is stored, and has a promise."""
    _mail(request, MessageName.RECEIVED, request.pk, f"received:{request.pk}", now)


def offered(offer: TimeOffer, now: datetime) -> None:
    """Times are held for the patient; without an address, the desk calls."""
    key = f"offered:{offer.pk}"
    until = offer.expires_at
    if offer.request.email:
        _mail(offer.request, MessageName.OFFERED, offer.pk, key, now, not_after=until)
    else:
        phone_tasks.create_for_message(MessageName.OFFERED, offer.pk, dedupe_key=key, useful_until=until, now=now)


def booked(appointment: Appointment, now: datetime) -> None:
    """The appointment is booked."""
    _mail_about_appointment(appointment, MessageName.BOOKED, now, not_after=appointment.starts_at)


def moved(appointment: Appointment, now: datetime) -> None:
    """The appointment has another time; sent as a booking to whom the first time was not sent yet.

    Without an address, the desk calls, unless the patient moved it themselves.
    """
    starts_at = appointment.starts_at
    if outbox.is_waiting(name=MessageName.BOOKED, coalesce_key=_appointment_key(appointment)):
        _mail_about_appointment(appointment, MessageName.BOOKED, now, not_after=starts_at)
    elif appointment.request.email or _was_taken_by_patient(appointment.request, Step.MOVE):
        _mail_about_appointment(appointment, MessageName.MOVED, now, not_after=starts_at)
    else:
        key = f"{MessageName.MOVED}:{appointment.pk}:{appointment.sequence}"
        phone_tasks.create_for_message(
            MessageName.MOVED, appointment.pk, dedupe_key=key, useful_until=starts_at, now=now
        )


def cancelled(appointment: Appointment, now: datetime, by_clinic: bool) -> None:
    """The appointment does not take place. Not to be called while a patient may still undo their cancelling.

    By the clinic, an appointment that has begun is not told of. Without an address nothing is queued: the request is
    first in the desk's queue, and is called at once.
    """
    if not by_clinic:
        _mail_about_appointment(appointment, MessageName.CANCELLED, now)
    elif appointment.starts_at > now:
        _mail_about_appointment(appointment, MessageName.CANCELLED_BY_CLINIC, now, not_after=appointment.starts_at)


def declined(request: AppointmentRequest, now: datetime) -> None:
    """The clinic cannot offer what was asked for; without an address, the desk calls."""
    key = f"declined:{request.pk}:{request.version}"
    if request.email:
        _mail(request, MessageName.DECLINED, request.pk, key, now)
    else:
        phone_tasks.create_for_message(MessageName.DECLINED, request.pk, dedupe_key=key, useful_until=None, now=now)


def promise_broken(request: AppointmentRequest, now: datetime) -> None:
    """The answer is late; once for each promise. Without an address nothing is queued."""
    key = f"promise:{request.pk}:{request.promise_at.timestamp():.0f}"
    _mail(request, MessageName.PROMISE_BROKEN, request.pk, key, now)


def new_link(request: AppointmentRequest, now: datetime) -> None:
    """A new link to the patient's page; at most one within each hour of the clock (UTC)."""
    key = f"link:{request.pk}:{now.timestamp() // 3600:.0f}"
    _mail(request, MessageName.NEW_LINK, request.pk, key, now)


def reminder(appointment: Appointment, lead: int, now: datetime) -> bool:
    """The appointment is in `lead` hours: by e-mail, or by a text message where there is no address.

    False if it was queued before, or if there is no way to send it.
    """
    to, name = appointment.request.email, MessageName.REMINDER
    if not to and sms.is_configured() and not appointment.request.phone_extension:
        to, name = appointment.request.phone_e164, MessageName.REMINDER_BY_TEXT
    if not to:
        return False
    message = outbox.queue(
        name=name,
        to=to,
        subject_id=appointment.pk,
        dedupe_key=reminder_key(appointment, lead),
        now=now,
        not_after=appointment.starts_at,
        belongs_to=_request_key(appointment.request_id),
        coalesce_key=f"reminder:{appointment.pk}",
    )
    return message.created_at == now


def reminder_key(appointment: Appointment, lead: int) -> str:
    """The dedupe key of a reminder: one for each time the appointment was given, and each lead (hours)."""
    return f"reminder:{appointment.pk}:{appointment.sequence}:{lead}"


def erased(email: str, reference: str, now: datetime) -> None:
    """A receipt of the erasure for the address that was held; the outbox forgets it once the receipt is sent.

    To be called last: every other message of the request is forgotten first. A request that was set aside and never
    found genuine has no receipt, because its address may be a stranger's.
    """
    request = AppointmentRequest.objects.get(reference=reference)
    forget(request)
    if email and not never_found_genuine(request):
        key = f"erased:{request.pk}"
        outbox.queue(name=MessageName.ERASED, to=email, subject_id=request.pk, dedupe_key=key, now=now)


def never_found_genuine(request: AppointmentRequest) -> bool:
    """Whether the request was set aside and nobody at the desk released or reopened it since: no mail goes out then."""
    steps = request.events.filter(step__in=[Step.QUARANTINE, Step.RELEASE, Step.REOPEN]).values_list("step", flat=True)
    return set(steps) == {Step.QUARANTINE}


def messages_of(request: AppointmentRequest) -> QuerySet[OutboundMessage]:
    """Every message about this request, but for the receipt of its erasure."""
    without_owner = Q(name=MessageName.RECEIVED, subject_id=request.pk)  # queued by an earlier version
    return OutboundMessage.objects.filter(Q(belongs_to=_request_key(request.pk)) | without_owner)


def forget(request: AppointmentRequest) -> int:
    """Stops what is still to be sent about this request, removes the address from all messages; returns how many."""
    return outbox.forget(messages_of(request))


def _mail(
    request: AppointmentRequest, name: MessageName, subject_id: int, dedupe_key: str, now: datetime, **options
) -> None:
    """Queues an e-mail if the request has an address. `options`: others of outbox.queue."""
    if request.email:
        outbox.queue(
            name=name,
            to=request.email,
            subject_id=subject_id,
            dedupe_key=dedupe_key,
            now=now,
            belongs_to=_request_key(request.pk),
            **options,
        )


def _mail_about_appointment(appointment: Appointment, name: MessageName, now: datetime, **options) -> None:
    """Queues an e-mail that replaces those about the same appointment that still wait."""
    dedupe_key = f"{name}:{appointment.pk}:{appointment.sequence}"
    options |= {"wait": WAIT_FOR_CHANGES, "coalesce_key": _appointment_key(appointment)}
    _mail(appointment.request, name, appointment.pk, dedupe_key, now, **options)


def _was_taken_by_patient(request: AppointmentRequest, step: Step) -> bool:
    """Whether the patient took this step when it was last taken."""
    last = request.events.filter(step=step).order_by("-at", "-pk").first()
    return last is not None and last.role == Role.PATIENT


def _appointment_key(appointment: Appointment) -> str:
    return f"appointment:{appointment.pk}"


def _request_key(request_id: int) -> str:
    return f"request:{request_id}"
