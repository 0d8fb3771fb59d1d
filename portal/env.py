"""Reads settings from the environment and .env. Each reader checks its value and raises InvalidSetting, which names it.

`name`: the variable. `default`: the value if the variable is unset or empty; None: then it is refused.
"""

import errno
import os
import re
import zoneinfo
from pathlib import Path

import environ
import phonenumbers
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

environ.Env.read_env(BASE_DIR / ".env")

_HINT = "Set it in the environment or in .env (see .env.example)."


class InvalidSetting(ImproperlyConfigured):
    """A setting is missing or makes no sense; the message names it and says what would."""


def _invalid(name: str, why: str) -> InvalidSetting:
    return InvalidSetting(f"{name} {why} {_HINT}")


def secret(name: str, *, minimum: int) -> str:
    """A text of at least `minimum` characters. Its value is never repeated in the error: logs are read by many."""
    value = text(name)
    if len(value) < minimum:
        raise _invalid(name, f"must be at least {minimum} random characters; it has {len(value)}.")
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
    if not re.fullmatch(rf"{scheme}://{host}(:[0-9]{{1,5}})?", value):
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
    if found.get("NAME", ":memory:") in {"", ":memory:"}:  # a database in memory forgets every request
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


def mail_server(name: str, default: str | None) -> dict:
    """Django's settings for outgoing mail: smtp+tls://user:password@host:587, filemail:///folder or consolemail://."""
    value = text(name, default)
    try:
        return environ.Env.email_url_config(value)
    except (ValueError, KeyError, ImproperlyConfigured):
        raise _invalid(name, "must be a mail address of the kind smtp+tls://user:password@host:587.") from None


def email_address(name: str, default: str) -> str:
    """An e-mail address, or nothing."""
    value = text(name, default)
    if value and not re.fullmatch(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", value):
        raise _invalid(name, f"must be an e-mail address like reception@example.org; it is {value!r}.")
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


def phone_number(name: str, default: str | None, region: str) -> str:
    """A phone number people can dial, kept as written. Short numbers such as 112 are fine."""
    value = text(name, default)
    if not value:
        return value
    try:
        phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        raise _invalid(name, f"must be a phone number; it is {value!r}.") from None
    return value
