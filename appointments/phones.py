"""Telephone numbers: understanding how people type them, and writing them for staff to read."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _

LONGEST = 60  # characters that may be typed
MOST_DIGITS = 15  # of any number in the world (ITU-T E.164)
SHORT_DIGITS = 4  # at most; such numbers are answered by services, not by people
PART_DIGITS = 6  # at most; such a group may be part of a number
EXTENSION_DIGITS = 7  # at most; more are a number of their own

# What stands before an extension, in the languages people write to clinics in. Longer words first.
_EXTENSION_WORDS = (
    *(
        "extension",
        "extention",
        "durchw",
        "kl",
        "p",
        "w",
        "extensión",
        "extensao",
        "extensão",
        "extn",
        "ext",
        "internal",
        "interno",
        "interne",
        "int",
    ),
    *("durchwahl", "nebenstelle", "anschluss", "apparat", "app", "dw", "poste", "anexo", "ramal", "toestel", "tst"),
    *("wewnętrzny", "wewn", "wew", "linka", "klapka", "mellék", "dahili", "anknytning", "lokal", "alanumero"),
    *("доб", "добавочный", "внутр", "вн", "дод", "εσωτ", "εσωτερικό", "داخلی", "داخلي", "تحويلة", "שלוחה"),
    *("内線", "分机", "分機", "내선", "x", "×", "#", "~"),
)
_EXTENSION = re.compile(
    r"(?<=[\d)\s,;.\-–/(\[])(?:"  # after a number, a bracket, a blank or a sign
    + "|".join(re.escape(word) for word in sorted(_EXTENSION_WORDS, key=len, reverse=True))
    + r")[.:\s#\-–=]{0,4}(?:(?:number|nummer|no|nr|n[°º])[.:\s]{1,3})?"
    + r"(\d(?: \d(?!\d))+|\d{1,20}(?:-\d{1,6}){0,2})(?!\d)",
    re.IGNORECASE,
)


class NotAPhoneNumber(ValueError):
    """What was typed cannot be called; the message says how to mend it."""


@dataclass(frozen=True)
class Phone:
    """A number as it was typed, in E.164: +442079460018, and the digits to dial once it is answered, or ""."""

    typed: str
    e164: str
    extension: str = ""

    def columns(self) -> dict[str, str]:
        """What is stored of it in AppointmentRequest, by column."""
        return {"phone_typed": self.typed, "phone_e164": self.e164, "phone_extension": self.extension}


def parse_phone(typed: str, region: str) -> Phone:
    """The number that somebody typed. `region`: the country, as GB, whose national way of writing is assumed.

    Understands blanks, brackets, 00 and + prefixes, digits of other scripts, extensions, and a word beside the number.
    A number of possible length that no network uses is accepted (see `is_doubtful`); one that can be dialled only
    within its town is not. Raises NotAPhoneNumber.
    """
    text, extension = _without_extension(typed)
    number, certain = _parsed(text, region), _numbers_in(text, region, phonenumbers.Leniency.VALID)
    if number and (_digits(number) <= SHORT_DIGITS or phonenumbers.is_emergency_number(text, region)):
        raise NotAPhoneNumber(_("We cannot call that short number back. Enter your own phone number in full."))
    length = phonenumbers.is_possible_number_with_reason(number) if number else None
    fits = length == phonenumbers.ValidationResult.IS_POSSIBLE
    too_many = len(extension) > EXTENSION_DIGITS or len(certain) > 1
    if too_many or (not fits and len(_numbers_in(text, region, phonenumbers.Leniency.POSSIBLE)) > 1):
        raise NotAPhoneNumber(_("There seem to be two numbers here. Please give the one we should call first."))
    if not fits and certain:
        number = certain[0]  # 020 7946 0018 (work)
    elif number is None and sum(map(str.isdigit, typed)) <= MOST_DIGITS:
        raise NotAPhoneNumber(_("Enter a phone number with digits, like 020 7946 0018 or +44 20 7946 0018."))
    elif length == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        raise NotAPhoneNumber(_("This number lacks the code of its town or network. Enter it in full."))
    elif not fits:
        raise NotAPhoneNumber(_("This has too few or too many digits for a phone number. Check it, and give one only."))
    extension = extension or number.extension or ""
    if len(extension) > EXTENSION_DIGITS:
        raise NotAPhoneNumber(_("There seem to be two numbers here. Please give the one we should call first."))
    return Phone(typed, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), extension)


def is_doubtful(e164: str) -> bool:
    """Whether no network is known to use this number, although its length is possible: perhaps a wrong digit."""
    return not phonenumbers.is_valid_number(phonenumbers.parse(e164, None))


def _without_extension(typed: str) -> tuple[str, str]:
    """The text without the extension it names, and its digits; the text as it is and "" if it names none."""
    found = _EXTENSION.search(typed, _end_of_number(typed))
    if not found:
        return typed, ""
    digits = "".join(str(unicodedata.decimal(digit)) for digit in found[1] if digit.isdecimal())
    return f"{typed[: found.start()]} {typed[found.end() :]}", digits


def _end_of_number(typed: str) -> int:
    """Where the text has had more digits than a group of a number: an extension stands after them, not before."""
    digits = 0
    for place, character in enumerate(typed):
        digits += character.isdecimal()
        if digits > PART_DIGITS:
            return place
    return len(typed)


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


def readable_phone(e164: str, extension: str = "") -> str:
    """The number as people write it: national form in PHONE_REGION, else international; "" for ""."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164, None)
    at_home = phonenumbers.region_code_for_country_code(number.country_code) == settings.PHONE_REGION
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    written = phonenumbers.format_number(number, shape)
    return _("%(number)s ext. %(extension)s") % {"number": written, "extension": extension} if extension else written


def phone_link(e164: str, extension: str = "") -> str:
    """The address that dials the number, with its extension (RFC 3966, section 3): tel:+442079460018;ext=214."""
    if not e164:
        return ""
    return f"tel:{e164};ext={extension}" if extension else f"tel:{e164}"


def says_more(typed: str, e164: str, extension: str = "") -> bool:
    """Whether the text holds words or digits besides the number and its extension: 020 7946 0018 after 5."""
    text, _found = _without_extension(typed)
    digits = "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())
    national = str(phonenumbers.parse(e164, None).national_number) if e164 else typed
    return any(map(str.isalpha, text)) or not digits.endswith((national, national + extension))
