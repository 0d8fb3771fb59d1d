"""Telephone numbers: understanding how people type them, and writing them for staff to read."""

from dataclasses import dataclass

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _

LONGEST = 60  # characters that may be typed
MOST_DIGITS = 15  # of any number in the world (ITU-T E.164)
SHORT_DIGITS = 4  # at most; such numbers are answered by services, not by people
PART_DIGITS = 6  # at most; such a group may be part of a number


class NotAPhoneNumber(ValueError):
    """What was typed cannot be called; the message says how to mend it."""


@dataclass(frozen=True)
class Phone:
    """A number as it was typed, and in E.164: +442079460018."""

    typed: str
    e164: str


def parse_phone(typed: str, region: str) -> Phone:
    """The number that somebody typed. `region`: the country, as GB, whose national way of writing is assumed.

    Understands blanks, brackets, 00 and + prefixes, digits of other scripts, extensions, and a word beside the number.
    A number of possible length that no network uses is accepted (see `is_doubtful`). Raises NotAPhoneNumber.
    """
    number, certain = _parsed(typed, region), _numbers_in(typed, region, phonenumbers.Leniency.VALID)
    if number and (_digits(number) <= SHORT_DIGITS or phonenumbers.is_emergency_number(typed, region)):
        raise NotAPhoneNumber(_("We cannot call that short number back. Enter your own phone number in full."))
    fits = number is not None and phonenumbers.is_possible_number(number)
    if len(certain) > 1 or (not fits and len(_numbers_in(typed, region, phonenumbers.Leniency.POSSIBLE)) > 1):
        raise NotAPhoneNumber(_("There seem to be two numbers here. Please give the one we should call first."))
    if not fits and certain:
        number = certain[0]  # 020 7946 0018 (work)
    elif number is None and sum(map(str.isdigit, typed)) <= MOST_DIGITS:
        raise NotAPhoneNumber(_("Enter a phone number with digits, like 020 7946 0018 or +44 20 7946 0018."))
    elif not fits:
        raise NotAPhoneNumber(_("This has too few or too many digits for a phone number. Check it, and give one only."))
    return Phone(typed, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_doubtful(e164: str) -> bool:
    """Whether no network is known to use this number, although its length is possible: perhaps a wrong digit."""
    return not phonenumbers.is_valid_number(phonenumbers.parse(e164, None))


def _parsed(typed: str, region: str) -> phonenumbers.PhoneNumber | None:
    """The text as one number; None if it is not one."""
    digits = typed.strip()
    if digits.startswith("00"):
        digits = "+" + digits[2:]  # 0039… means +39… in most of the world, whatever the region's own prefix is
    try:
        return phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None


def _numbers_in(typed: str, region: str, leniency: int) -> list[phonenumbers.PhoneNumber]:
    found = [match.number for match in phonenumbers.PhoneNumberMatcher(typed, region, leniency=leniency)]
    return [number for number in found if _digits(number) > PART_DIGITS]


def _digits(number: phonenumbers.PhoneNumber) -> int:
    return len(str(number.national_number))


def readable_phone(e164: str) -> str:
    """The number as people write it: national form in PHONE_REGION, else international; "" for ""."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164, None)
    at_home = phonenumbers.region_code_for_country_code(number.country_code) == settings.PHONE_REGION
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, shape)
