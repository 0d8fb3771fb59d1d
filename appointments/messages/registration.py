"""Registers each message with the outbox: its templates, what they are filled with, its calendar file, and whether the
desk phones if it does not arrive.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from appointments.messages import content
from appointments.messages.actions import links, phone_tasks
from appointments.messages.calendar_file import CONTENT_TYPE, FILE_NAME, CalendarMethod, calendar_file
from appointments.messages.content import MakeContent, MessageName
from portal import message_kinds


def register() -> None:
    """Registers all messages of this app; called once, when the app starts.

    Capped messages count towards the daily cap for one address: the acknowledgement, the apology for a late answer and
    a new link, because anybody can cause them by typing a stranger's address. All others follow a step of staff, or of
    a patient whose request was found genuine, and are sent in any case.
    """
    register_kind = message_kinds.register
    register_kind(MessageName.RECEIVED, templates="appointments/email/received", prepare=_with_link(content.received))
    register_kind(MessageName.NEW_LINK, templates="appointments/email/new_link", prepare=_with_link(content.new_link))
    register_kind(
        MessageName.PROMISE_BROKEN,
        templates="appointments/email/promise_broken",
        prepare=_with_link(content.promise_broken),
    )
    phoned = {"capped": False, "on_undelivered": phone_tasks.create_for_undelivered}
    register_kind(
        MessageName.OFFERED, templates="appointments/email/offered", prepare=_with_link(content.offered), **phoned
    )
    register_kind(
        MessageName.DECLINED, templates="appointments/email/declined", prepare=_with_link(content.declined), **phoned
    )
    register_kind(
        MessageName.REMINDER, templates="appointments/email/reminder", prepare=_with_link(content.reminder), **phoned
    )
    register_kind(
        MessageName.REMINDER_BY_TEXT,
        templates="appointments/sms/reminder.txt",
        prepare=_without_link(content.reminder_by_text),
        channel=message_kinds.MessageChannel.SMS,
        **phoned,
    )
    invites = phoned | {"attach": _calendar_attachment(CalendarMethod.REQUEST)}
    register_kind(
        MessageName.BOOKED,
        templates="appointments/email/booked",
        prepare=_with_link(content.booked_or_moved),
        **invites,
    )
    register_kind(
        MessageName.MOVED,
        templates="appointments/email/moved",
        prepare=_with_link(content.booked_or_moved),
        **invites,
    )
    removes = {"capped": False, "attach": _calendar_attachment(CalendarMethod.CANCEL)}
    register_kind(
        MessageName.CANCELLED,
        templates="appointments/email/cancelled",
        prepare=_with_link(content.cancelled_by_patient),
        **removes,
    )
    register_kind(
        MessageName.CANCELLED_BY_CLINIC,
        templates="appointments/email/cancelled_by_clinic",
        prepare=_with_link(content.cancelled_by_clinic),
        **phoned | removes,
    )
    register_kind(
        MessageName.ERASED,
        templates="appointments/email/erased",
        prepare=_without_link(content.erased),
        capped=False,
        forgets_address=True,
    )


def _with_link(make_content: MakeContent) -> message_kinds.Prepare:
    """The template context with `status_url`, a fresh link to the patient's page. Earlier links keep working."""

    def prepare(subject_id: int, now: datetime) -> dict | None:
        made = make_content(subject_id, now)
        if made is None:
            return None
        secret = links.mint(request=made.request, now=now)
        return made.context | {"status_url": settings.BASE_URL + reverse("appointments:status", args=[secret])}

    return prepare


def _without_link(make_content: MakeContent) -> message_kinds.Prepare:
    """The template context alone: a text message has no room for a link, and an erased request has no page."""

    def prepare(subject_id: int, now: datetime) -> dict | None:
        made = make_content(subject_id, now)
        return made and made.context

    return prepare


def _calendar_attachment(method: CalendarMethod) -> Callable[[int, datetime, str], message_kinds.Attachment]:
    def attach(appointment_id: int, now: datetime, to: str) -> message_kinds.Attachment:
        appointment = content.appointments_with_informed_at().get(pk=appointment_id)
        file = calendar_file(appointment, method, now=now, to=to)
        return message_kinds.Attachment(FILE_NAME, file, *CONTENT_TYPE.split("/"), {"method": method.value})

    return attach
