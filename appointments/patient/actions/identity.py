"""Who holds a link, or knows a reference, shows that they know the patient: links get forwarded, references overheard.

Also the proof of that for the next form, and the new link that is sent to the address the clinic holds.
"""

from datetime import datetime, timedelta
from hmac import compare_digest

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from appointments.messages.actions import links, outgoing
from appointments.models import AppointmentRequest, LinkToken, SpentTry
from appointments.requests.actions import rate_limits
from appointments.requests.actions.rate_limits import NoTriesLeft
from appointments.secrets import new_secret
from appointments.workflow import Status

FOUND_LINK_VALID_FOR = timedelta(hours=2)  # a link made for somebody who found their request without one
PROOF_VALID_FOR = timedelta(minutes=15)
PROOF_SALT = "appointments.proof"
DIGITS = 4  # of the year of birth, and of the phone number
NEW_LINKS_A_DAY = 3  # for one request
DAY = timedelta(days=1)


class NotProven(Exception):
    """What was given does not fit, or was tried too often; the message says which, and nothing else."""


def check_digits(link: LinkToken, *, digits: str, now: datetime) -> None:
    """Checks that `digits` are the patient's year of birth or the last four digits of the phone number.

    After five wrong answers within an hour for one link, no answer is accepted. Raises NotProven.
    """
    try:
        spent = rate_limits.spend_try(SpentTry.Scope.LINK, link.digest, now=now)
    except NoTriesLeft:
        raise NotProven(_("That was tried too often. Wait an hour, or call us.")) from None
    year, phone = _expected_digits(link.request)
    if not (compare_digest(digits, year) | compare_digest(digits, phone)):
        raise NotProven(_("This does not fit what we hold. Check it and try again, or call us."))
    rate_limits.give_back_tries(spent)


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
    after the same work. Five wrong tries within an hour for a network or a reference. Raises NotProven.
    """
    try:
        spent = [
            rate_limits.spend_try(SpentTry.Scope.ADDRESS, network, now=now),
            rate_limits.spend_try(SpentTry.Scope.REFERENCE, reference, now=now),
        ]
    except NoTriesLeft:
        raise NotProven(_("That was tried too often. Wait an hour, or call us.")) from None
    request = AppointmentRequest.objects.filter(reference=reference).first()
    year, phone = _expected_digits(request)
    fits = compare_digest(birth_year, year) & compare_digest(phone_digits, phone)
    if not fits:
        raise NotProven(_("We found no request with these three. Check them and try again, or call us."))
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
