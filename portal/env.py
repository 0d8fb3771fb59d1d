"""Reads settings from the environment and .env. Each reader checks its value and raises InvalidSetting, which names it.

`name`: the variable. `default`: the value if the variable is unset or empty; None: then it is refused.
`real`: production, where values that are invented or stand in public documents are refused.
"""

import errno
import ipaddress
import os
import re
import unicodedata
import zoneinfo
from pathlib import Path

import environ
import holidays
import phonenumbers
from django.core.exceptions import ImproperlyConfigured
from holidays.registry import COUNTRIES

from portal.lib.randomness import looks_random

BASE_DIR = Path(__file__).resolve().parent.parent

environ.Env.read_env(BASE_DIR / ".env")

_HINT = "Set it in the environment or in .env (see .env.example)."


class InvalidSetting(ImproperlyConfigured):
    """A setting is missing or makes no sense; the message names it and says what would."""


def _invalid(name: str, why: str) -> InvalidSetting:
    return InvalidSetting(f"{name} {why} {_HINT}")


class Reading:
    """The readers of this module as methods, which note what they refuse: so all of it can be told at once.

    A refused setting gets a stand-in of its type. Nothing read may be used for good before `refuse_faults` has passed.
    """

    def __init__(self):
        self.faults: list[InvalidSetting] = []

    def __getattr__(self, reader: str):
        def read(name, *args, **how):
            try:
                return globals()[reader](name, *args, **how)
            except InvalidSetting as fault:
                self.faults.append(fault)
                return _STAND_INS.get(reader, "")

        if reader not in _READERS:
            raise AttributeError(reader)
        return read

    def refuse(self, name: str, why: str) -> None:
        """Notes that a setting makes no sense together with others. `why`: as a sentence that begins with "must"."""
        self.faults.append(_invalid(name, why))

    def refuse_faults(self) -> None:
        """Raises InvalidSetting if anything was refused so far; of several, each has a line that names it."""
        if len(self.faults) == 1:
            raise self.faults[0]
        if self.faults:
            sentences = [str(fault).removesuffix(f" {_HINT}") for fault in self.faults]
            them = _HINT.replace("Set it", "Set them")
            raise InvalidSetting("\n  ".join([f"{len(sentences)} settings are wrong:", *sentences]) + f"\n{them}")


_READERS = {
    *("secret", "text", "flag", "whole_number", "hours", "hosts", "web_address", "time_zone", "phone_region"),
    *("folder", "database", "cache", "mail_server", "email_address", "class_path", "phone_number", "clinic_name"),
    *("country", "subdivision"),
}
_STAND_INS = {
    "flag": False,
    "whole_number": 1,
    "hours": (),
    "hosts": [],
    "folder": BASE_DIR / "var",
    "database": {"ENGINE": "django.db.backends.sqlite3"},
    "cache": {},
    "phone_region": "GB",
    "country": None,
    "mail_server": {"EMAIL_BACKEND": ""},
}
_PUBLIC_SECRET = re.compile(
    r"insecure|replace(this|me)|ch.?nge(this|me)|s.?cr.?t.?k.?y|example|forthetests|password|your(own|key)"
    r"|tokenurlsafe|opensslrand|pwgen|12345678|87654321",
    re.IGNORECASE,
)


def secret(name: str, *, minimum: int, real: bool = False) -> str:
    """A text of at least `minimum` characters. Its value is never repeated in the error: logs are read by many.

    `real`: also refused is one with the words of an example or of a test in it, one made of words, of rows of the
    alphabet or of the keyboard, of few different characters, or of the same piece again.
    """
    value = text(name)
    if len(value) < minimum:
        raise _invalid(name, f"must be at least {minimum} random characters; it has {len(value)}.")
    if real and (_PUBLIC_SECRET.search(re.sub(r"[\W_]", "", value)) or not looks_random(value)):
        raise _invalid(name, "must be random characters of your own; this one is public or easily guessed.")
    return value


def text(name: str, default: str | None = None, *, pattern: str = "", meaning: str = "") -> str:
    """The text without surrounding blanks. `pattern`: a regular expression it has to match, `meaning` says in words."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise _invalid(name, "is not set.")
    if pattern and value and not re.fullmatch(pattern, value):
        raise _invalid(name, f"must be {meaning}; it is {value!r}.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off; in any case."""
    value = text(name, "true" if default else "false").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise _invalid(name, f"must be true or false; it is {value!r}.")


def whole_number(name: str, default: int, *, minimum: int, maximum: int, unit: str) -> int:
    """A whole number from `minimum` to `maximum`, in decimal digits. `unit`: what it counts, for the error."""
    value = text(name, str(default))
    if not re.fullmatch(r"[0-9]+", value) or not minimum <= int(value) <= maximum:
        raise _invalid(name, f"must be a whole number of {unit} from {minimum} to {maximum}; it is {value!r}.")
    return int(value)


def hours(name: str, default: str) -> tuple[int, ...]:
    """Hours separated by commas, from 1 to 336 (two weeks), the longest first; "none" for none at all."""
    value = text(name, default)
    if value.lower() == "none":
        return ()
    found = [part.strip() for part in value.split(",")]
    if not all(re.fullmatch(r"[0-9]{1,3}", part) and 1 <= int(part) <= 336 for part in found):
        raise _invalid(name, f"must be hours from 1 to 336, like 48,3, or none; it is {value!r}.")
    return tuple(sorted({int(part) for part in found}, reverse=True))


def hosts(name: str, default: list[str] | None) -> list[str]:
    """Host names separated by commas. Refuses *: with it anyone could forge the addresses in mails."""
    value = text(name, None if default is None else ",".join(default))
    found = [host.strip() for host in value.split(",") if host.strip()]
    for host in found:
        if not re.fullmatch(r"\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9a-fA-F:]+\]", host):
            raise _invalid(
                name, f"must list host names like portal.example.org, separated by commas; {host!r} is none."
            )
    return found


def web_address(name: str, default: str | None, *, secure: bool) -> str:
    """The address the portal is reached at, without a slash at its end. Links in mails start with it."""
    value = text(name, default).rstrip("/")
    scheme = "https" if secure else "https?"
    host = r"([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\])"
    found = re.fullmatch(rf"{scheme}://{host}(?::([0-9]{{1,5}}))?", value)
    if not found or not 0 < int(found[3] or 1) < 65536:
        example = "https://portal.example.org"
        raise _invalid(name, f"must be an address like {example}; it is {value!r}.")
    return value


def time_zone(name: str, default: str) -> str:
    """A name from the IANA time zone database."""
    value = text(name, default)
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise _invalid(name, f"must name a time zone like Europe/London; it is {value!r}.") from None
    return value


def phone_region(name: str, default: str) -> str:
    """The two-letter country whose way of writing phone numbers is assumed where no country code is typed."""
    value = text(name, default).upper()
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise _invalid(name, f"must be a two-letter country code like GB; it is {value!r}.")
    return value


def country(name: str, default: str = "") -> str:
    """The two-letter country whose public holidays are suggested as closures; "" if it is not set. ISO 3166-1."""
    value = text(name, default).upper()
    known = {code for _module, (_class, code, *_more) in COUNTRIES.items()}
    if value and value not in known:
        choices = ", ".join(sorted(known))
        raise _invalid(name, f"must be a two-letter country code, one of {choices}; it is {value!r}.")
    return value


def subdivision(name: str, country: str | None, default: str = "") -> str:
    """The part of this country (ISO 3166-2, without the country) whose public holidays are suggested; "" for none.

    It may be given by its code or its name: SCT or Scotland. Where a country has such parts, it has to be said which
    one it is, or "none": the clinic lies in none of them. Of a country that was refused (None) nothing is asked.
    """
    value = text(name, default)
    if not country:
        if value and country is not None:
            raise _invalid(name, f"must be unset as long as CLINIC_COUNTRY is; it is {value!r}.")
        return ""
    calendar = type(holidays.country_holidays(country))
    names = {code: written for written, code in calendar.subdivisions_aliases.items()}
    codes = {each.casefold(): each for each in calendar.subdivisions} | {
        written.casefold(): code for code, written in names.items()
    }
    if value.casefold() == "none" or (not value and not codes):
        return ""
    if value.casefold() not in codes:
        choices = [f"{code} ({names[code]})" if code in names else code for code in calendar.subdivisions]
        held = f"it is {value!r}" if value else "it is not set"
        raise _invalid(name, f"must say which part of {country}: {', '.join([*choices, 'none'])}; {held}.")
    return codes[value.casefold()]


def folder(name: str, default: Path) -> Path:
    """A folder, taken from the project's root where it is relative; made if it is not there yet."""
    value = Path(text(name, str(default))).expanduser()
    path = value if value.is_absolute() else BASE_DIR / value
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _invalid(name, f"must name a folder that can be written; {path} cannot: {error.strerror}.") from None
    return path


def database(name: str, default: str) -> dict:
    """Django's settings for the database: sqlite:///file or postgres://user:password@host/name."""
    value = text(name, default)
    if not re.match(r"(sqlite|postgres|postgresql)://", value):
        raise _invalid(name, "must start with sqlite:/// or postgres://.")
    try:
        found = environ.Env.db_url_config(value)
    except (ValueError, KeyError):  # its words are kept to ourselves: they may hold a part of the password
        found = {}
    place = found.get("NAME") or ":memory:"
    in_memory = ":memory:" in place or found.get("OPTIONS", {}).get("mode") == "memory"
    if in_memory:  # a database in memory forgets every request
        raise _invalid(name, "must be an address like postgres://user:password@host/name or sqlite:////folder/file.")
    return found


def cache(name: str, default: str) -> dict:
    """Django's settings for the cache: locmemcache://, filecache:///folder, dbcache://table or rediscache://host."""
    value = text(name, default)
    try:
        found = environ.Env.cache_url_config(value)
    except (ValueError, KeyError, ImproperlyConfigured):
        found = None
    if not found or not found.get("BACKEND"):
        raise _invalid(name, "must be a cache address like locmemcache:// or rediscache://host:6379/0.")
    return found


def mail_server(name: str, default: str | None, *, real: bool = False) -> dict:
    """Django's settings for outgoing mail: smtp+tls://user:password@host:587, filemail:///folder or consolemail://.

    `real`: refused are a mail server of another machine without TLS, mails written to the log, and those that go
    nowhere.
    """
    value = text(name, default)
    try:
        found = environ.Env.email_url_config(value)
    except (ValueError, KeyError, ImproperlyConfigured):
        raise _invalid(name, "must be a mail address of the kind smtp+tls://user:password@host:587.") from None
    for option in ("EMAIL_USE_TLS", "EMAIL_USE_SSL"):
        if isinstance(found.get(option), str):  # from ?EMAIL_USE_TLS=False, which is a true text
            found[option] = found[option].strip().lower() in {"1", "true", "yes", "on"}
    if not real:
        return found
    if found["EMAIL_BACKEND"].endswith("console.EmailBackend"):
        raise _invalid(name, "must not be consolemail:// in production: mails about patients would stand in the log.")
    if found["EMAIL_BACKEND"].endswith((".dummy.EmailBackend", ".locmem.EmailBackend", ".filebased.EmailBackend")):
        raise _invalid(name, "must name a mail server in production: with this one, mails go nowhere.")
    if found["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and found["EMAIL_HOST"] in (None, "", "host"):
        raise _invalid(name, "must name your mail server: smtp+tls://user:password@mail.example.org:587.")
    if options := found.get("OPTIONS"):
        raise _invalid(name, f"must not say {', '.join(sorted(options))} behind the question mark: nothing reads it.")
    if found.get("EMAIL_USE_TLS") and found["EMAIL_PORT"] == 465:
        raise _invalid(name, "must be smtp+ssl:// on port 465, which is encrypted from the start.")
    if found.get("EMAIL_USE_SSL") and found["EMAIL_PORT"] in (25, 587):
        raise _invalid(name, f"must be smtp+tls:// (STARTTLS) on port {found['EMAIL_PORT']}.")
    if found.get("EMAIL_USE_TLS") and found.get("EMAIL_USE_SSL"):
        raise _invalid(name, "must ask for one kind of encryption: smtp+tls:// (STARTTLS) or smtp+ssl://.")
    encrypted = found.get("EMAIL_USE_TLS") or found.get("EMAIL_USE_SSL")
    if found["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not encrypted and not _is_own(found["EMAIL_HOST"]):
        raise _invalid(
            name, "must be smtp+tls:// (STARTTLS) or smtp+ssl:// in production: smtp:// sends mails without encryption."
        )
    return found


def _is_own(host: str | None) -> bool:
    """Whether it is this machine: then nothing leaves it unencrypted."""
    if (host or "").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return False


# Domains that are nobody's: RFC 2606 and RFC 6761.
_NOBODYS_DOMAIN = re.compile(r"(?:.*[@.])?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)", re.IGNORECASE)


def email_address(name: str, default: str, *, real: bool = False) -> str:
    """An e-mail address, or nothing. `real`: refused is one of a domain kept free for examples, or without a dot."""
    value = text(name, default)
    part = "[A-Za-z0-9_%+-]+"
    if value and not re.fullmatch(rf"{part}(\.{part})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", value):
        raise _invalid(name, f"must be an e-mail address like reception@example.org; it is {value!r}.")
    if real and value and (_NOBODYS_DOMAIN.fullmatch(value) or "." not in value.partition("@")[2]):
        raise _invalid(name, f"must be an address at which somebody reads; {value!r} is an example's.")
    return value


# Of .env.example and of the demonstration, and what stands in its place until somebody writes the real one.
_EXAMPLE_NAMES = {
    *("riversideclinic", "yourclinic", "exampleclinic", "clinicexample", "democlinic", "sampleclinic", "testclinic"),
    *("myclinic", "acmeclinic", "clinic", "hospital", "practice", "clinicname", "yourclinicsname", "yourclinicname"),
    *("nameofyourclinic", "nameoftheclinic", "nameofclinic", "praxismuster", "musterpraxis", "todo", "tbd", "test"),
    *("demo", "example", "sample", "placeholder", "changeme", "foo", "foobar", "na", "none", "null", "unset", "name"),
}
# Letters and digits that look like a Latin letter.
_LOOK_ALIKE = str.maketrans("іιı1оο0еаαсрρѕν", "iiiioooeaacppsv")
_TURNS_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")  # signs that show letters in another order


def clinic_name(name: str, default: str | None, *, real: bool = False) -> str:
    """A name, without surrounding blanks. `real`: the example's is refused, however it is spelt, and a name without
    letters that differ, or with signs that turn it around."""
    value = text(name, default)
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", value[:200]))).casefold()
    is_none = len(set(filter(str.isalpha, letters))) < 2 or _TURNS_AROUND.search(value)
    letters = letters.translate(_LOOK_ALIKE)
    while letters.startswith("the"):
        letters = letters.removeprefix("the")
    if real and (letters in _EXAMPLE_NAMES or is_none):
        raise _invalid(name, f"must be the name of your clinic; {value!r} is an example's, or none.")
    return value


def class_path(name: str, default: str, **known: str) -> str:
    """The dotted path of a class, written out or by a short word; "none" for none."""
    value = text(name, default)
    if value.lower() == "none":
        return ""
    path = known.get(value.lower(), value)
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", path):
        words = ", ".join(("none", *known))
        raise _invalid(name, f"must be {words}, or a class like clinic_sms.backend.Backend; it is {value!r}.")
    return path


# Numbers nobody has: Ofcom, "Telephone numbers for use in TV and radio drama programmes"; in North America 555-0100 to
# 555-0199 (ATIS-0300115); ARCEP, decision 2018-0881; ACMA, "Numbers for use in creative works"; ComReg, 020 91x xxxx;
# Bundesnetzagentur, "Rufnummern für Medienproduktionen".
_INVENTED_PHONE = re.compile(
    r"\+44(1(1[3-7]|[2-6]1)4960\d{3}|1914980\d{3}|2079460\d{3}|2896496\d{3}|2920180\d{3}|1632960\d{3}"
    r"|7700900\d{3}|8081570\d{3}|9098790\d{3}|3069990\d{3})|\+1(?:\d{3})?55501\d{2}"
    r"|\+33(?:19900|26191|35301|46571|53649|63998)\d{4}|\+61(?:[2378](?:5550|7010)\d{4}|491570\d{3}|1800160401)"
    r"|\+35320\d{7}|\+49(?:3023125|6990009|4066969|2214710|8999998)\d{1,5}|\+4917139200\d{2}"
)
_NO_NUMBER = re.compile(r"\d*(?:0{7}|12345678|1234567890)")


_LONGEST_SHORT_NUMBER = 6  # digits: 112, 999, 116117


def phone_number(
    name: str, default: str | None, region: str, *, real: bool = False, short: bool = True, emergency: bool = False
) -> str:
    """A phone number people can dial, kept as written. Short numbers such as 112 are fine if `short`.

    `real`: refused is a number kept free for films and examples, and one that nobody can dial from anywhere: too short
    or too long, with a letter for a digit, or digits in a row. `emergency`: also one that is no emergency number of the
    region.
    """
    value = text(name, default)
    if not value:
        return value
    try:
        parsed = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        raise _invalid(name, f"must be a phone number; it is {value!r}.") from None
    if real and _INVENTED_PHONE.fullmatch(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)):
        raise _invalid(name, f"must be a number of your clinic; {value!r} is an invented one, kept free for examples.")
    if real and emergency and not phonenumbers.is_emergency_number(value, region):
        raise _invalid(name, f"must be an emergency number of {region}, which PHONE_REGION names; it is {value!r}.")
    if real and not _can_be_dialled(value, parsed, short):
        raise _invalid(name, f"must be a whole number with the code of its town; {value!r} cannot be dialled.")
    return value


def _can_be_dialled(value: str, parsed: phonenumbers.PhoneNumber, short: bool) -> bool:
    digits = phonenumbers.normalize_digits_only(value)
    if re.search(r"[^\W\d_]", re.sub(r"(?i)[\s,;]*(?:extension|ext|x)\b.*", "", value)):
        return False
    if len(digits) <= _LONGEST_SHORT_NUMBER:
        return short and value.isdecimal()
    in_a_row = len(set(digits)) == 1 or digits in "01234567890123456789" or digits in "98765432109876543210"
    possible = phonenumbers.is_possible_number_with_reason(parsed) == phonenumbers.ValidationResult.IS_POSSIBLE
    return possible and not in_a_row and not _NO_NUMBER.fullmatch(digits)
