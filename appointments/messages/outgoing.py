"""Patients are told: one function for each thing that happened, to be called inside the action's transaction.

It queues the message; nothing is made or sent yet. Who gave no e-mail address is told on the phone where nobody would
call them anyway: an offer, another time, a no.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from appointments.messages import kinds
from appointments.models import Appointment, AppointmentRequest, TimeOffer
from appointments.workflow import Role, Step
from portal import outbox
from portal.channels import sms
from portal.models import OutboundMessage

SETTLES_IN = timedelta(minutes=2)  # an appointment that is changed again within this is told of once


def received(request: AppointmentRequest, now: datetime) -> None:
    """We have the request."""
    _mail(request, kinds.RECEIVED, request.pk, f"received:{request.pk}", now)


def offered(offer: TimeOffer, now: datetime) -> None:
    """Times are held; who gave no address is called."""
    key = f"offered:{offer.pk}"
    until = offer.expires_at
    if offer.request.email:
        _mail(offer.request, kinds.OFFERED, offer.pk, key, now, not_after=until)
    else:
        _phone(kinds.OFFERED, offer.pk, key, now, useful_until=until)


def booked(appointment: Appointment, now: datetime) -> None:
    """The appointment is booked."""
    _about_appointment(appointment, kinds.BOOKED, now, not_after=appointment.starts_at)


def moved(appointment: Appointment, now: datetime) -> None:
    """The appointment has another time. Who was not told of the first one yet hears of one booking."""
    if outbox.is_waiting(name=kinds.BOOKED, coalesce_key=_of(appointment)):
        _about_appointment(appointment, kinds.BOOKED, now, not_after=appointment.starts_at)
    elif appointment.request.email or _by_patient(appointment.request, Step.MOVE):
        _about_appointment(appointment, kinds.MOVED, now, not_after=appointment.starts_at)
    else:
        key = f"{kinds.MOVED}:{appointment.pk}:{appointment.sequence}"
        _phone(kinds.MOVED, appointment.pk, key, now, useful_until=appointment.starts_at)


def cancelled(appointment_or_request: Appointment | AppointmentRequest, now: datetime, by_clinic: bool) -> None:
    """The appointment does not take place; of a request: its last one, if it had any. While a patient may still undo
    it, nothing is said."""
    appointment = appointment_or_request
    if isinstance(appointment, AppointmentRequest):
        appointment = (
            appointment.appointments.select_related("request").filter(status="cancelled").order_by("-pk").first()
        )
        if appointment is None or appointment.cancellation_reason == "hold_ended":
            return
    if not by_clinic:
        _about_appointment(appointment, kinds.CANCELLED, now)
    elif appointment.starts_at > now:  # without an address: the request is at the top of the queue, and called at once
        _about_appointment(appointment, kinds.CANCELLED_BY_CLINIC, now, not_after=appointment.starts_at)


def declined(request: AppointmentRequest, now: datetime) -> None:
    """We cannot offer this; who gave no address is called."""
    key = f"declined:{request.pk}:{request.version}"
    if request.email:
        _mail(request, kinds.DECLINED, request.pk, key, now)
    else:
        _phone(kinds.DECLINED, request.pk, key, now)


def promise_broken(request: AppointmentRequest, now: datetime) -> None:
    """We are late; once for each promise. Without an address the queue itself says that it is time to call."""
    key = f"promise:{request.pk}:{request.promise_at.timestamp():.0f}"
    _mail(request, kinds.PROMISE_BROKEN, request.pk, key, now)


def new_link(request: AppointmentRequest, now: datetime) -> None:
    """A new link to the patient's page; at most one within an hour."""
    _mail(request, kinds.NEW_LINK, request.pk, f"link:{request.pk}:{now.timestamp() // 3600:.0f}", now)


def reminded(appointment: Appointment, lead: int, now: datetime) -> bool:
    """The appointment is in `lead` hours: by e-mail, or a text where there is no address. False: told before, or no
    way."""
    to, name = appointment.request.email, kinds.REMINDER
    if not to and sms.is_configured():
        to, name = appointment.request.phone_e164, kinds.REMINDER_BY_TEXT
    if not to:
        return False
    message = outbox.queue(
        name=name,
        to=to,
        subject_id=appointment.pk,
        dedupe_key=reminder_key(appointment, lead),
        now=now,
        not_after=appointment.starts_at,
        belongs_to=_belonging(appointment.request_id),
        coalesce_key=f"reminder:{appointment.pk}",
    )
    return message.created_at == now


def reminder_key(appointment: Appointment, lead: int) -> str:
    """One reminder for each time an appointment was given, and each lead."""
    return f"reminder:{appointment.pk}:{appointment.sequence}:{lead}"


def erased(email: str, reference: str, now: datetime) -> None:
    """Everything that was told us is gone: a receipt to the address that was held, which is forgotten once it is sent.

    To be called last: it forgets every other message of the request first. What was set aside gets none: its address
    may be a stranger's.
    """
    request = AppointmentRequest.objects.get(reference=reference)
    forget(request)
    if email and not never_found_genuine(request):
        key = f"erased:{request.pk}"
        outbox.queue(name=kinds.ERASED, to=email, subject_id=request.pk, dedupe_key=key, now=now)


def never_found_genuine(request: AppointmentRequest) -> bool:
    """Whether it was set aside, and nobody at the desk has said since that it is real: no mail goes to its address."""
    steps = request.events.filter(step__in=[Step.QUARANTINE, Step.RELEASE, Step.REOPEN]).values_list("step", flat=True)
    return set(steps) == {Step.QUARANTINE}


def messages_of(request: AppointmentRequest) -> QuerySet:
    """Every message about this request, but for the receipt of its erasure."""
    before = Q(name=kinds.RECEIVED, subject_id=request.pk)  # written down by an earlier version
    return OutboundMessage.objects.filter(Q(belongs_to=_belonging(request.pk)) | before)


def forget(request: AppointmentRequest) -> int:
    """Stops what is still to be sent about this request, and takes the address off all that was; gives how many."""
    return outbox.forget(messages_of(request))


def _mail(request: AppointmentRequest, name: str, subject_id: int, dedupe_key: str, now: datetime, **more) -> None:
    if request.email:
        outbox.queue(
            name=name,
            to=request.email,
            subject_id=subject_id,
            dedupe_key=dedupe_key,
            now=now,
            belongs_to=_belonging(request.pk),
            **more,
        )


def _about_appointment(appointment: Appointment, name: str, now: datetime, **more) -> None:
    key = f"{name}:{appointment.pk}:{appointment.sequence}"
    _mail(appointment.request, name, appointment.pk, key, now, wait=SETTLES_IN, coalesce_key=_of(appointment), **more)


def _phone(name: str, subject_id: int, key: str, now: datetime, useful_until: datetime | None = None) -> None:
    kinds.say_on_the_phone(name, subject_id, dedupe_key=key, useful_until=useful_until, now=now)


def _by_patient(request: AppointmentRequest, step: Step) -> bool:
    last = request.events.filter(step=step).order_by("-at", "-pk").first()
    return last is not None and last.role == Role.PATIENT


def _of(appointment: Appointment) -> str:
    return f"appointment:{appointment.pk}"


def _belonging(request_id: int) -> str:
    return f"request:{request_id}"
