"""Telephone numbers the way people type them."""

from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _

LONGEST = 60


class NotAPhoneNumber(ValueError):
    """What was typed cannot be called; the message says how to mend it."""


@dataclass(frozen=True)
class Phone:
    """A number as typed and as it is dialled from anywhere (E.164)."""

    typed: str
    e164: str


def read(typed: str, region: str) -> Phone:
    """Understands blanks, brackets, 00 and + prefixes, other scripts' digits and extensions.

    A number that is merely possible is accepted (see `is_doubtful`). Raises NotAPhoneNumber.
    """
    if len(list(phonenumbers.PhoneNumberMatcher(typed, region))) > 1:
        raise NotAPhoneNumber(_("There seem to be two numbers here. Please give the one we should call first."))
    try:
        number = phonenumbers.parse(_plus_for_double_zero(typed), region)
    except phonenumbers.NumberParseException:
        raise NotAPhoneNumber(_("Enter a phone number with digits, like 020 7946 0018 or +44 20 7946 0018.")) from None
    if len(str(number.national_number)) <= 4 or phonenumbers.is_emergency_number(typed, region):
        raise NotAPhoneNumber(_("We cannot call that short number back. Enter your own phone number in full."))
    if not phonenumbers.is_possible_number(number):
        raise NotAPhoneNumber(_("This number has too few or too many digits. Check it and enter it again."))
    return Phone(typed, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_doubtful(e164: str) -> bool:
    """Possible by its length, but no network is known to use it: perhaps a wrong digit."""
    return not phonenumbers.is_valid_number(phonenumbers.parse(e164, None))


def _plus_for_double_zero(typed: str) -> str:
    """0039… means +39… in most of the world, whatever the region's own prefix is."""
    digits = typed.strip()
    return "+" + digits[2:] if digits.startswith("00") else typed
