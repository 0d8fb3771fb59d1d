"""Every message this app sends: its name, its templates, how it is made, and what is done when it does not arrive."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from appointments.messages import notices
from appointments.messages.actions import links, phone_tasks
from appointments.messages.calendar_file import CONTENT_TYPE, FILE_NAME, Method, calendar_file
from appointments.messages.notices import Notice
from appointments.models import PhoneTask
from portal import message_kinds
from portal.channels.email import sender_name
from portal.clinic import Clinic
from portal.lib.clinic_locale import clinic_locale
from portal.models import OutboundMessage

RECEIVED = "appointments.received"
OFFERED = "appointments.offered"
BOOKED = "appointments.booked"
MOVED = "appointments.moved"
CANCELLED = "appointments.cancelled"
CANCELLED_BY_CLINIC = "appointments.cancelled_by_clinic"
REMINDER = "appointments.reminder"
REMINDER_BY_TEXT = "appointments.reminder_by_text"
DECLINED = "appointments.declined"
PROMISE_BROKEN = "appointments.promise_broken"
NEW_LINK = "appointments.new_link"
ERASED = "appointments.erased"

Find = Callable[[int, datetime], Notice | None]
SAID: dict[str, tuple[Find, str, PhoneTask.Kind]] = {  # what the desk says on the phone where a message does not arrive
    OFFERED: (notices.offered, "offered", PhoneTask.Kind.OFFER),
    BOOKED: (notices.coming, "booked", PhoneTask.Kind.UNDELIVERED),
    MOVED: (notices.coming, "moved", PhoneTask.Kind.UNDELIVERED),
    CANCELLED_BY_CLINIC: (notices.cancelled_by_clinic, "cancelled_by_clinic", PhoneTask.Kind.UNDELIVERED),
    REMINDER: (notices.reminder, "reminder", PhoneTask.Kind.UNDELIVERED),
    REMINDER_BY_TEXT: (notices.reminder, "reminder", PhoneTask.Kind.UNDELIVERED),
    DECLINED: (notices.declined, "declined", PhoneTask.Kind.UNDELIVERED),
}


def register() -> None:
    """Makes the messages known to the outbox.

    What anybody can set off who types a stranger's address counts towards the daily cap: the acknowledgement, the
    apology for an answer that is late, a new link. All else follows a step of staff or of a patient who was found
    genuine; no flood of forms keeps it back.
    """
    make, instead = _as_mail, phone_instead
    message_kinds.register(RECEIVED, templates="appointments/email/received", prepare=make(notices.received))
    message_kinds.register(NEW_LINK, templates="appointments/email/new_link", prepare=make(notices.new_link))
    message_kinds.register(
        PROMISE_BROKEN, templates="appointments/email/promise_broken", prepare=make(notices.promise_broken)
    )
    ours = {"capped": False, "on_undelivered": instead}
    message_kinds.register(OFFERED, templates="appointments/email/offered", prepare=make(notices.offered), **ours)
    message_kinds.register(DECLINED, templates="appointments/email/declined", prepare=make(notices.declined), **ours)
    message_kinds.register(REMINDER, templates="appointments/email/reminder", prepare=make(notices.reminder), **ours)
    message_kinds.register(
        REMINDER_BY_TEXT,
        templates="appointments/sms/reminder.txt",
        prepare=_as_text(notices.reminder),
        channel=message_kinds.MessageChannel.SMS,
        **ours,
    )
    invites = ours | {"attach": _calendar(Method.REQUEST)}
    message_kinds.register(BOOKED, templates="appointments/email/booked", prepare=make(notices.coming), **invites)
    message_kinds.register(MOVED, templates="appointments/email/moved", prepare=make(notices.coming), **invites)
    removes = {"capped": False, "attach": _calendar(Method.CANCEL)}
    message_kinds.register(
        CANCELLED, templates="appointments/email/cancelled", prepare=make(notices.cancelled_by_patient), **removes
    )
    message_kinds.register(
        CANCELLED_BY_CLINIC,
        templates="appointments/email/cancelled_by_clinic",
        prepare=make(notices.cancelled_by_clinic),
        on_undelivered=instead,
        **removes,
    )
    message_kinds.register(
        ERASED,
        templates="appointments/email/erased",
        prepare=_as_text(notices.erased),
        capped=False,
        forgets_address=True,
    )


def _as_mail(find: Find) -> Callable[[int, datetime], dict | None]:
    """The facts with a fresh link to the patient's page. Earlier links keep working."""

    def prepare(subject_id: int, now: datetime) -> dict | None:
        notice = find(subject_id, now)
        if notice is None:
            return None
        secret = links.mint(request=notice.request, now=now)
        return notice.facts | {"status_url": settings.BASE_URL + reverse("appointments:status", args=[secret])}

    return prepare


def _as_text(find: Find) -> Callable[[int, datetime], dict | None]:
    """The facts alone: no link fits into a text, and nothing is left to link to once all is erased."""

    def prepare(subject_id: int, now: datetime) -> dict | None:
        notice = find(subject_id, now)
        return notice and notice.facts

    return prepare


def _calendar(method: Method):
    def attach(appointment_id: int, now: datetime, to: str) -> message_kinds.Attachment:
        content = calendar_file(notices.appointments().get(pk=appointment_id), method, now=now, to=to)
        return message_kinds.Attachment(FILE_NAME, content, *CONTENT_TYPE.split("/"), {"method": method.value})

    return attach


# --- by phone instead ------------------------------------------------------------------------------------------------


def phone_instead(message: OutboundMessage, now: datetime) -> None:
    """Asks the desk to say it on the phone, if it still holds; a reminder only if no other one has arrived."""
    reminds = message.name in (REMINDER, REMINDER_BY_TEXT)
    if reminds and _was_reminded(message.subject_id):
        return
    key = phone_tasks.call_instead_of(message.pk)
    say_on_the_phone(message.name, message.subject_id, dedupe_key=key, useful_until=message.not_after, now=now)


def say_on_the_phone(
    name: str, subject_id: int, *, dedupe_key: str, useful_until: datetime | None, now: datetime
) -> PhoneTask | None:
    """Puts the message on the desk's list of calls, with the very words; None if it no longer holds."""
    find, words, kind = SAID[name]
    try:
        notice = find(subject_id, now)
    except message_kinds.NotYet:
        return None  # cancelling: there is nothing to be said
    if notice is None or (useful_until and useful_until <= now):
        return None
    with clinic_locale():
        sender = sender_name(discreet=notice.request.discreet)
        facts = notice.facts | {"clinic": Clinic.configured(), "sender": sender}
        say = " ".join(render_to_string(f"appointments/phone/{words}.txt", facts).split())
    return phone_tasks.ask_for_a_call(
        notice.request,
        kind=kind,
        say=say,
        dedupe_key=dedupe_key,
        useful_until=useful_until,
        now=now,
    )


def _was_reminded(appointment_id: int) -> bool:
    reminders = OutboundMessage.objects.filter(name__in=[REMINDER, REMINDER_BY_TEXT], subject_id=appointment_id)
    return reminders.filter(state=OutboundMessage.State.SENT).exists()
