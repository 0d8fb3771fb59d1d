"""What a receptionist should notice about a request. Computed when looked at, never shown to the patient.

Nothing here judges urgency or illness: a word such as "chest pain" asks a person to read the reason at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments import phones
from appointments.choices import ContactOutcome, ForWhom
from appointments.models import AppointmentRequest, ContactAttempt, Event
from appointments.warning_words import names_something_serious
from appointments.workflow import Step

DUPLICATE_WITHIN = timedelta(days=7)
# The texts of a request that are read for warning words, with the flag of each.
READ_AT_ONCE = {
    "reason": ("read_reason_now", gettext_lazy("Read the reason at once")),
    "access_note": ("read_note_now", gettext_lazy("Read the note on access at once")),
    "language": ("read_language_now", gettext_lazy("Read at once what stands at the language")),
    "phone_typed": ("read_phone_now", gettext_lazy("Read at once what was typed with the phone number")),
}
OF_AGE = 16  # years; somebody younger who asked for themselves is flagged


@dataclass(frozen=True)
class RequestFlag:
    """Something to notice: `code` for programs, `words` for people."""

    code: str
    words: str


def flags_of(request: AppointmentRequest) -> list[RequestFlag]:
    """Everything to notice about the request. Two queries."""
    return flags_of_each([request])[request.pk]


def flags_of_each(requests: Iterable[AppointmentRequest]) -> dict[int, list[RequestFlag]]:
    """Everything to notice about each of these requests, by id. Two queries, however many they are."""
    requests = list(requests)
    alike, wrong = _with_possible_duplicates(requests), _with_wrong_number(requests)
    return {request.pk: _flags(request, request.pk in alike, request.pk in wrong) for request in requests}


def _flags(request: AppointmentRequest, is_perhaps_a_duplicate: bool, has_wrong_number: bool) -> list[RequestFlag]:
    found = [
        RequestFlag(code, str(words))
        for field, (code, words) in READ_AT_ONCE.items()
        if names_something_serious(getattr(request, field))
    ]
    if is_perhaps_a_duplicate:
        found.append(RequestFlag("possible_duplicate", _("Possible duplicate")))
    if has_wrong_number:
        found.append(RequestFlag("wrong_number", _("Wrong number: find the right one")))
    if phones.is_doubtful(request.phone_e164):
        found.append(RequestFlag("doubtful_phone", _("The phone number may have a wrong digit")))
    if not request.voicemail_ok:
        found.append(RequestFlag("no_voicemail", _("Leave no message")))
    if request.erasure_asked_at:
        found.append(RequestFlag("erasure_asked", _("Asked us to erase their data")))
    if under_age(request):
        found.append(RequestFlag("under_age", _("Sent by someone under %(age)s") % {"age": OF_AGE}))
    return found


def _with_possible_duplicates(requests: list[AppointmentRequest]) -> set[int]:
    """The ids of those with another one from the same phone or address, at most seven days older, or newer."""
    if not requests:
        return set()
    phones_of = {request.phone_e164 for request in requests} - {""}
    emails_of = {request.email for request in requests} - {""}
    since = min(request.created_at for request in requests) - DUPLICATE_WITHIN
    others = AppointmentRequest.objects.filter(
        Q(phone_e164__in=phones_of) | Q(email__in=emails_of), created_at__gte=since
    ).values_list("pk", "phone_e164", "email", "created_at")
    by_phone_or_address = defaultdict(list)
    for pk, phone, email, created_at in others:
        for key in {("phone", phone), ("email", email)}:
            by_phone_or_address[key].append((pk, created_at))

    def has_another(request) -> bool:
        keys = [key for key in (("phone", request.phone_e164), ("email", request.email)) if key[1]]
        earliest = request.created_at - DUPLICATE_WITHIN
        return any(
            pk != request.pk and created_at >= earliest for key in keys for pk, created_at in by_phone_or_address[key]
        )

    return {request.pk for request in requests if has_another(request)}


def _with_wrong_number(requests: list[AppointmentRequest]) -> set[int]:
    """The ids of those where somebody else answered, and the number was not corrected since."""
    corrected = Event.objects.filter(request=OuterRef("request"), step=Step.CORRECT, at__gte=OuterRef("at"))
    wrong = ContactAttempt.objects.filter(request__in=requests, outcome=ContactOutcome.WRONG_NUMBER)
    return set(wrong.filter(~Exists(corrected)).values_list("request", flat=True))


def possible_duplicates(request: AppointmentRequest):
    """Other requests from the same phone or address, at most seven days older, newest first."""
    since = request.created_at - DUPLICATE_WITHIN
    return AppointmentRequest.objects.same_person_lately(request, since).order_by("-created_at", "-pk")


def under_age(request: AppointmentRequest) -> bool:
    """Whether the patient asked for themselves and is, by year of birth, surely below OF_AGE."""
    return request.for_whom == ForWhom.SELF and request.created_at.year - request.patient_birth_year < OF_AGE
