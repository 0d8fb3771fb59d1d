"""What a receptionist should notice about a request. Computed, never stored, and never an answer to the patient.

Nothing here judges urgency or illness: a word such as "chest pain" only asks a person to look at once.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from appointments import phones
from appointments.choices import ForWhom
from appointments.models import AppointmentRequest
from portal.lib.text import fold

DUPLICATE_WITHIN = timedelta(days=7)
OF_AGE = 16  # years; below, a form sent "for me" deserves a careful call
WORDS_TO_SEE_AT_ONCE = (
    "chest pain",
    "cannot breathe",
    "cant breathe",
    "not breathing",
    "stroke",
    "unconscious",
    "collapsed",
    "bleeding heavily",
    "overdose",
    "kill myself",
    "suicide",
    "suicidal",
    "cannot pee",
    "cant pee",
    "wet myself",
    "numb bottom",
    "numb genitals",
)


@dataclass(frozen=True)
class Flag:
    """Something to notice: a code for programs, words for people."""

    code: str
    words: str


def of(request: AppointmentRequest) -> list[Flag]:
    """Everything to notice about the request. One query, for possible duplicates."""
    found = []
    if names_something_serious(request.reason):
        found.append(Flag("read_reason_now", _("Read the reason at once")))
    if possible_duplicates(request).exists():
        found.append(Flag("possible_duplicate", _("Possible duplicate")))
    if phones.is_doubtful(request.phone_e164):
        found.append(Flag("doubtful_phone", _("The phone number may have a wrong digit")))
    if under_age(request):
        found.append(Flag("under_age", _("Sent by someone under %(age)s") % {"age": OF_AGE}))
    return found


def names_something_serious(reason: str) -> bool:
    """Whether the reason holds words that a person should read at once."""
    words = f" {fold(reason)} "
    return any(f" {phrase} " in words for phrase in WORDS_TO_SEE_AT_ONCE)


def possible_duplicates(request: AppointmentRequest):
    """Other requests within a week from the same phone or address, newest first. Only staff ever merge."""
    since = request.created_at - DUPLICATE_WITHIN
    return AppointmentRequest.objects.same_person_lately(request, since).order_by("-created_at", "-pk")


def under_age(request: AppointmentRequest) -> bool:
    """Whether the patient asked for themselves and is surely not of age yet."""
    return request.for_whom == ForWhom.SELF and request.created_at.year - request.patient_birth_year < OF_AGE
