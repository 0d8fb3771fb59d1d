"""What whoever calls is to say now: a call that was asked for earlier follows what has happened since. Reads only."""

from collections.abc import Iterable
from datetime import datetime

from django.template.loader import render_to_string

from appointments.messages import content
from appointments.messages.content import MessageContent, MessageName, appointment_in_words
from appointments.models import AppointmentRequest, PhoneTask
from portal.channels.email import sender_name
from portal.clinic import Clinic
from portal.lib.clinic_locale import clinic_locale
from portal.models import OutboundMessage

UNDELIVERED_KEY = "message:"  # then the key of the message that is phoned instead
TELLS_OF_THE_APPOINTMENT = (MessageName.BOOKED, MessageName.MOVED, MessageName.REMINDER, MessageName.REMINDER_BY_TEXT)


def words(template: str, made: MessageContent) -> str:
    """The words of this template of templates/appointments/phone/, in one line."""
    with clinic_locale():
        sender = sender_name(discreet=made.request.discreet)
        context = made.context | {"clinic": Clinic.configured(), "sender": sender}
        return " ".join(render_to_string(f"appointments/phone/{template}.txt", context).split())


def words_now(tasks: Iterable[PhoneTask], request: AppointmentRequest, now: datetime) -> dict[int, str]:
    """The words of open calls about one request, by their keys. Three queries at most.

    Once leave or a closure stands against the appointment, no call says that it takes place; of times that are held,
    those are named that are still ahead and can be kept. Else the words are those of the call.
    """
    tasks = list(tasks)
    said = {task.pk: task.say for task in tasks}
    names = _message_names(tasks)
    about_appointment = [task for task in tasks if names.get(task.pk) in TELLS_OF_THE_APPOINTMENT]
    if about_appointment and (lost := content.appointment_that_cannot_be_kept(request)):
        made = MessageContent(request, {"appointment": appointment_in_words(lost)})
        said |= dict.fromkeys((task.pk for task in about_appointment), words("not_kept", made))
    offers = [task for task in tasks if names.get(task.pk) == MessageName.OFFERED]
    if offers:
        said |= dict.fromkeys((task.pk for task in offers), _words_of_offer(request, now))
    return said


def _message_names(tasks: list[PhoneTask]) -> dict[int, str]:
    """Which message each call stands for: by the key of the message, or by its name in the key of the call."""
    of_messages = {
        int(task.dedupe_key.removeprefix(UNDELIVERED_KEY)): task.pk
        for task in tasks
        if task.dedupe_key.startswith(UNDELIVERED_KEY)
    }
    found = {task.pk: MessageName.MOVED for task in tasks if task.dedupe_key.startswith(f"{MessageName.MOVED}:")}
    found |= {task.pk: MessageName.OFFERED for task in tasks if task.kind == PhoneTask.Kind.OFFER}
    stored = OutboundMessage.objects.filter(pk__in=of_messages).values_list("pk", "name") if of_messages else ()
    return found | {of_messages[pk]: name for pk, name in stored}


def _words_of_offer(request: AppointmentRequest, now: datetime) -> str:
    offer = request.offers.filter(answer="").order_by("-pk").values_list("pk", flat=True).first()
    made = content.offered(offer, now) if offer else None
    return words("offered", made) if made else words("nothing_held", MessageContent(request, {}))
