"""What whoever calls a patient has to know. It stands beside the number on every screen, list, print and file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments import phones
from appointments.choices import ForWhom
from appointments.models import AppointmentRequest


@dataclass(frozen=True)
class CallDetails:
    """A number with everything for the call, in words.

    `number` is written for people, `link` dials it with its extension; both are "" without a number. `typed`: what the
    patient typed, where it says more than the number, else "". `relation`: who that person is to the patient, "" for
    the patient. `voicemail_rule` and `naming_rule` say what may be said to a machine and to whoever else answers;
    `naming_rule` is "" without a rule, and `is_strict` tells that one of them forbids something.
    """

    number: str
    link: str
    typed: str
    ask_for: str
    relation: str
    voicemail_rule: str
    naming_rule: str
    is_strict: bool


def call_details(request: AppointmentRequest) -> CallDetails:
    """How to call the person who asked."""
    number = request.phone_e164, request.phone_extension
    return CallDetails(
        number=phones.readable_phone(*number) or request.phone_typed,
        link=phones.phone_link(*number),
        typed=request.phone_typed if number[0] and phones.says_more(request.phone_typed, *number) else "",
        ask_for=request.requester_name or request.patient_name,
        relation="" if request.for_whom == ForWhom.SELF else str(ForWhom(request.for_whom).label),
        voicemail_rule=_voicemail_rule(request),
        naming_rule=_("If somebody else answers, say only your first name") if request.discreet else "",
        is_strict=request.discreet or not request.voicemail_ok,
    )


def call_rules(request: AppointmentRequest) -> str:
    """The rules for voicemail and for whoever else answers, as one line."""
    details = call_details(request)
    return ". ".join(filter(None, [details.voicemail_rule, details.naming_rule]))


def _voicemail_rule(request: AppointmentRequest) -> str:
    if not request.voicemail_ok:
        return _("Leave no message")
    if request.discreet:
        return _("A voicemail is fine: say only your first name and ask to call back")
    return _("A voicemail is fine")
