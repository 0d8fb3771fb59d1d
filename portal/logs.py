"""Keeps people out of the log: no secret of a link, and no value of a row, whoever writes the line.

Exceptions are the danger: PostgreSQL's words on a failed constraint hold the whole row, Python's hold what was typed.
So of an exception only its type, its place in the code and what is known to hold no value are written.
"""

import logging
import re
import sys
import threading
import traceback
from time import monotonic

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError
from django.db.models import Model
from django.http import HttpRequest

# A path segment of 40 characters or more of those that tokens consist of; secrets of links have 43 or 48.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_:=-]{40,}")
_QUERY = re.compile(r"(/[^\s?]*)\?\S+")
_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SAYS_NO_VALUE = (ImportError, NameError, AttributeError, ImproperlyConfigured)
# Classes of SQLSTATE whose message is about the server: connection, rollback, resources, state, operator, system.
_ABOUT_THE_SERVER = ("08", "40", "53", "55", "57", "58")
_ABOUT_THE_FILE = {"BUSY", "LOCKED", "CANTOPEN", "IOERR", "FULL", "READONLY", "CORRUPT", "NOTADB", "PERM", "NOMEM"}
_NO_SUCH = re.compile(r"no such (table|column): [\w.]+")
_CONSTRAINT = re.compile(r"(UNIQUE|CHECK|NOT NULL|FOREIGN KEY) constraint failed(: [\w., ']+)?")


def redact_secrets(text: str) -> str:
    """The first line of the text, without queries, and with the secret of every link replaced by "…"."""
    first, *more = _LINE_END.split(text.strip(), maxsplit=1)
    return _QUERY.sub(r"\1?…", _SECRET.sub("…", first)) + (" …" if more else "")


def cause_of(error: BaseException) -> str:
    """What the error is, in one line without any value of a row: its type, and what is known to hold none."""
    name = type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return f"{name} ({error.strerror})"
    if isinstance(error, _SAYS_NO_VALUE):
        return f"{name} ({redact_secrets(str(error))})"
    if isinstance(error, DatabaseError | InterfaceError):
        said = _said_by_database(error)
        return f"{name} ({said})" if said else name
    return name


def _said_by_database(error: DatabaseError | InterfaceError) -> str:
    """What of the database's own words holds no value; "" if none is known to."""
    cause = error.__cause__ or error
    first = redact_secrets(str(cause)).removesuffix(" …")
    if diagnosis := getattr(cause, "diag", None):  # psycopg
        state = cause.sqlstate or ""
        if not state or state.startswith(_ABOUT_THE_SERVER):
            return first
        named = diagnosis.constraint_name or diagnosis.column_name or diagnosis.table_name
        return f"SQLSTATE {state}" + (f": {named}" if named else "")
    number = getattr(cause, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
    if number in _ABOUT_THE_FILE or _NO_SUCH.fullmatch(first) or _CONSTRAINT.fullmatch(first):
        return first
    return ""


def _plain(value):
    """What of a log line's argument may be written."""
    if isinstance(value, BaseException):
        return cause_of(value)
    if isinstance(value, Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, HttpRequest):
        return f"{value.method} {value.path}"
    if isinstance(value, dict | list | tuple | set | bytes):
        return f"[{type(value).__name__}]"
    return value


class RedactSecrets(logging.Filter):
    """Formats a record's message into one line and takes out of it what leads to a person, before it is written."""

    def filter(self, record):
        if isinstance(record.msg, BaseException):
            record.msg = cause_of(record.msg)
        if isinstance(record.args, dict):
            record.args = {name: _plain(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(_plain(value) for value in record.args)
        try:
            message = record.getMessage()
        except Exception:  # a line that does not fit its arguments: its own words only
            message = str(record.msg)
        record.msg, record.args = redact_secrets(message), ()
        refused = 400 <= getattr(record, "status_code", 0) < 500  # what a visitor sent could not be read
        if refused or record.name.startswith("django.security"):  # a forged Host, and the like: where says nothing
            record.exc_info = record.exc_text = None
        return True


class ValueFreeFormatter(logging.Formatter):
    """Writes exceptions as places in the code and causes, without any value."""

    def format(self, record):
        record.exc_text = None  # another handler may have written its own there
        return super().format(record)

    def formatException(self, ei):
        return written_without_values(ei[1])


def written_without_values(error: BaseException | None) -> str:
    """A traceback of places and causes, the first cause first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    parts = []
    for each in reversed(chain):
        parts += ["Traceback (most recent call last):\n", *traceback.format_tb(each.__traceback__)]
        parts.append(f"{cause_of(each)}\n")
    return "".join(parts).rstrip("\n")


def install_hooks() -> None:
    """From now on an exception that ends this process or one of its threads is written without values, too."""

    def write(_kind, error, _place=None):
        if isinstance(error, KeyboardInterrupt):
            return
        sys.stderr.write(written_without_values(error) + "\n")

    sys.excepthook = write
    threading.excepthook = lambda args: write(args.exc_type, args.exc_value)
    sys.unraisablehook = lambda args: write(args.exc_type, args.exc_value)


class Outage:
    """Something that does not answer, as the log tells it: a line when it begins, one when it is over.

    Failures less than `quiet` seconds apart are one outage.
    """

    def __init__(self, what: str, *, quiet: float = 60, clock=monotonic):
        self.what, self.quiet, self.clock = what, quiet, clock
        self.log = logging.getLogger("portal")
        self.last: float | None = None
        self.failures = 0
        self._lock = threading.Lock()

    def failed(self, where: str, error: BaseException) -> None:
        """Notes a failure, and writes it if it is the first of its outage."""
        with self._lock:
            is_first = self.last is None or self.clock() - self.last > self.quiet
            self.failures = 1 if is_first else self.failures + 1
            self.last = self.clock()
        if is_first:
            self.log.error("%s did not answer on %s: %s", self.what, where, error)

    def answered(self) -> None:
        """Notes an answer; writes that the outage is over once it has been quiet for long enough."""
        if self.last is None or self.clock() - self.last <= self.quiet:
            return
        with self._lock:
            failures, self.last, self.failures = self.failures, None, 0
        if failures:
            self.log.warning("%s answers again. Until then it had failed %s times.", self.what, failures)


database_outage = Outage("The database")
