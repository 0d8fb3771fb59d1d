"""Who holds a link, or knows a reference, shows that they know the patient: links get forwarded, references overheard.

Also the proof of that for the next form, and the new link that is sent to the address the clinic holds.
"""

from datetime import datetime, timedelta
from hmac import compare_digest

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from appointments.link_secrets import new_secret
from appointments.messages.actions import links, outgoing, phone_tasks
from appointments.models import AppointmentRequest, LinkToken, PhoneTask, SpentTry
from appointments.requests.actions import rate_limits
from appointments.requests.actions.rate_limits import NoTriesLeft
from appointments.workflow import Status
from portal.lib.refusal import Refused

FOUND_LINK_VALID_FOR = timedelta(hours=2)  # a link made for somebody who found their request without one
PROOF_VALID_FOR = timedelta(minutes=15)
PROOF_SALT = "appointments.proof"
DIGITS = 4  # of the year of birth, and of the phone number
WRONG_ANSWERS_A_DAY = 8  # for one request, behind whatever link
WRONG_ANSWERS_ALTOGETHER = 12  # for one request; who is patient would else guess a year of birth in some weeks
TOLD_FROM = 5  # wrong answers, so the patient's page says that somebody gave them
FINDING_LIMITS = [(rate_limits.TRIES, rate_limits.WITHIN), (WRONG_ANSWERS_A_DAY, timedelta(days=1))]  # of a reference
NEW_LINKS_A_DAY = 3  # for one request
DAY = timedelta(days=1)


class NotProven(Refused):
    """What was given does not fit, or was tried too often; the message says which, and nothing else."""


def check_digits(link: LinkToken, *, digits: str, now: datetime) -> None:
    """Checks that `digits` are the patient's year of birth or the last four digits of the phone number.

    Wrong answers: five within an hour for one link, WRONG_ANSWERS_A_DAY and WRONG_ANSWERS_ALTOGETHER for one request.
    After them no answer is accepted, and with the last one the desk is asked to call the patient. Raises NotProven.
    """
    request = link.request
    if not _count_wrong_answer(request.pk):
        raise NotProven(only_by_phone())
    try:
        spent = rate_limits.spend_try(SpentTry.Scope.LINK, link.digest, now=now)
    except NoTriesLeft:
        _take_back_wrong_answer(request.pk)
        raise NotProven(_("That was tried too often. Wait an hour, or call us.")) from None
    try:
        limits = [(WRONG_ANSWERS_A_DAY, DAY)]
        spent_of_request = rate_limits.spend_try(SpentTry.Scope.REQUEST, str(request.pk), limits, now=now)
    except NoTriesLeft:
        _take_back_wrong_answer(request.pk)
        rate_limits.give_back_tries(spent)
        raise NotProven(_("That was tried too often. Try again tomorrow, or call us.")) from None
    year, phone = _expected_digits(request)
    if not (compare_digest(digits, year) | compare_digest(digits, phone)):
        _tell_patient_if_last(request.pk, now)
        raise NotProven(_("This does not fit what we hold. Check it and try again, or call us."))
    _take_back_wrong_answer(request.pk)
    rate_limits.give_back_tries(spent, spent_of_request)


def only_by_phone() -> str:
    """What is said once no answer is accepted any more."""
    return _("Too many answers did not fit. From now on this is possible only by phone: please call us.")


def _count_wrong_answer(request_id: int) -> bool:
    """Counts an answer as wrong before it is looked at, so that many at once cannot pass; False if none is left."""
    left = AppointmentRequest.objects.filter(pk=request_id, wrong_answers__lt=WRONG_ANSWERS_ALTOGETHER)
    return left.update(wrong_answers=F("wrong_answers") + 1) == 1


def _take_back_wrong_answer(request_id: int) -> None:
    AppointmentRequest.objects.filter(pk=request_id, wrong_answers__gt=0).update(wrong_answers=F("wrong_answers") - 1)


@transaction.atomic
def _tell_patient_if_last(request_id: int, now: datetime) -> None:
    """Asks the desk to call, once there are no answers left for this request."""
    request = AppointmentRequest.objects.get(pk=request_id)
    if request.wrong_answers < WRONG_ANSWERS_ALTOGETHER or not request.is_open:
        return
    phone_tasks.ask_for_a_call(
        request,
        kind=PhoneTask.Kind.GUESSED,
        say=_(
            "Somebody with a link to your request has tried many times to guess your year of birth or your number. "
            "They saw nothing of yours and changed nothing. Did you pass the link on? Until we have talked, you can "
            "change or cancel only by phone."
        ),
        dedupe_key=f"guessed:{request.pk}",
        now=now,
    )


def make_proof(link: LinkToken) -> str:
    """A signed text for the next form to carry: whoever sends it has passed check_digits for this link. No cookie."""
    return signing.dumps(link.pk, salt=PROOF_SALT)


def is_valid_proof(proof: str, link: LinkToken) -> bool:
    """Whether this proof was made for this link within the last 15 minutes."""
    try:
        return signing.loads(proof, salt=PROOF_SALT, max_age=PROOF_VALID_FOR) == link.pk
    except signing.BadSignature:
        return False


def find_request(*, reference: str, phone_digits: str, birth_year: str, network: str, now: datetime) -> str:
    """Makes a link, valid for two hours, for somebody who knows all three, and returns its secret.

    `network`: the part of the network they are in. Unknown, erased, or wrong in any of the three: the same refusal
    after the same work. Five wrong tries within an hour for a network or a reference, WRONG_ANSWERS_A_DAY for a
    reference. Who has the number and guesses the year takes from the tries of the request, too. Raises NotProven.
    """
    try:
        spent = [
            rate_limits.spend_try(SpentTry.Scope.ADDRESS, network, now=now),
            rate_limits.spend_try(SpentTry.Scope.REFERENCE, reference, FINDING_LIMITS, now=now),
        ]
    except NoTriesLeft:
        raise NotProven(_("That was tried too often. Wait an hour, or call us.")) from None
    request = AppointmentRequest.objects.filter(reference=reference).first()
    year, phone = _expected_digits(request)
    guesses_year = compare_digest(phone_digits, phone)
    may_answer = _count_wrong_answer(request.pk if request and guesses_year else 0)
    fits = compare_digest(birth_year, year) & guesses_year
    if not fits or not may_answer:
        raise NotProven(_("We found no request with these three. Check them and try again, or call us."))
    _take_back_wrong_answer(request.pk)
    rate_limits.give_back_tries(*spent)
    return links.mint(request=request, now=now, valid_for=FOUND_LINK_VALID_FOR)


def _expected_digits(request: AppointmentRequest | None) -> tuple[str, str]:
    """The year of birth and the last four digits of the phone number; for what is not known, what nobody can type."""
    unknown = new_secret()
    if request is None or request.status == Status.ERASED:
        return unknown, unknown
    phone = request.phone_e164[-DIGITS:]
    return f"{request.patient_birth_year:04}", phone if len(phone) == DIGITS else unknown


@transaction.atomic
def send_new_link(link: LinkToken, *, now: datetime) -> bool:
    """Sends a new link to the address the clinic holds, and returns whether it does: the person asking is not told.

    Not without an address, for an erased request, for one that was set aside and never found genuine, or after three
    within a day.
    """
    request = link.request
    if not request.email or request.status == Status.ERASED or outgoing.never_found_genuine(request):
        return False
    try:
        rate_limits.spend_try(SpentTry.Scope.NEW_LINK, str(request.pk), [(NEW_LINKS_A_DAY, DAY)], now=now)
    except NoTriesLeft:
        return False
    outgoing.new_link(request, now)
    return True
