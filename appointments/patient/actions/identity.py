"""Who holds a link, or a reference, shows that they know the patient: links get forwarded, references get overheard."""

from datetime import datetime, timedelta
from hmac import compare_digest

from django.utils.translation import gettext as _

from appointments.messages.actions import links
from appointments.models import AppointmentRequest, LinkToken, SpentTry
from appointments.requests.actions import rate_limits
from appointments.requests.actions.rate_limits import NoTriesLeft
from appointments.secrets import new_secret
from appointments.workflow import Status
from portal.lib.refusal import Refused

FOUND_LASTS = timedelta(hours=2)  # a link made for somebody who found their request without one
DIGITS = 4  # of the year of birth, and of the phone number


class NotProven(Refused):
    """What was given does not fit, or was tried too often; the message says which, and nothing else."""


def prove(link: LinkToken, *, digits: str, now: datetime) -> None:
    """Whoever opened the link knows the patient's year of birth, or how their phone number ends.

    Five wrong answers an hour for each link, then none at all. Raises NotProven.
    """
    try:
        spent = rate_limits.spend(SpentTry.Scope.LINK, link.digest, now=now)
    except NoTriesLeft:
        raise NotProven(_("That was tried too often. Wait an hour, or call us.")) from None
    year, phone = _known(link.request)
    if not (compare_digest(digits, year) | compare_digest(digits, phone)):
        raise NotProven(_("This does not fit what we hold. Check it and try again, or call us."))
    rate_limits.give_back(spent)


def find(*, reference: str, phone_digits: str, birth_year: str, whence: str, now: datetime) -> str:
    """The secret of a short-lived link for somebody who knows all three. `whence`: the part of the network they are in.

    Unknown, erased, or wrong in any of the three: the same refusal after the same work. Raises NotProven.
    """
    try:
        spent = [
            rate_limits.spend(SpentTry.Scope.ADDRESS, whence, now=now),
            rate_limits.spend(SpentTry.Scope.REFERENCE, reference, now=now),
        ]
    except NoTriesLeft:
        raise NotProven(_("That was tried too often. Wait an hour, or call us.")) from None
    request = AppointmentRequest.objects.filter(reference=reference).first()
    year, phone = _known(request)
    fits = compare_digest(birth_year, year) & compare_digest(phone_digits, phone)
    if not fits:
        raise NotProven(_("We found no request with these three. Check them and try again, or call us."))
    rate_limits.give_back(*spent)
    return links.mint(request=request, now=now, lasts=FOUND_LASTS)


def _known(request: AppointmentRequest | None) -> tuple[str, str]:
    """The year of birth and the end of the phone number as they would be typed."""
    nothing = new_secret()  # equals nothing anybody could give
    if request is None or request.status == Status.ERASED:
        return nothing, nothing
    phone = request.phone_e164[-DIGITS:]
    return f"{request.patient_birth_year:04}", phone if len(phone) == DIGITS else nothing
