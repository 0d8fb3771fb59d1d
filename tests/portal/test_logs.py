"""The log names no address that opens a patient's page, and holds no value of a row, whoever writes into it."""

import io
import logging
import runpy
import sys
import threading
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from appointments.models import AppointmentRequest
from portal import duties, logs
from portal import settings as portal_settings
from portal.env import BASE_DIR
from portal.lib.registry import Registry
from portal.logs import RedactSecrets, ValueFreeFormatter, cause_of, redact_secrets
from portal.middleware import DatabaseAway
from tests.appointments.builders import NOON, make_service, request_values
from tests.portal import production

SECRET = "as-long-as-a-real-one-is_" + "x" * 18


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"Not Found: /appointments/{SECRET}/", "Not Found: /appointments/…/"),
        (
            f"Forbidden: /appointments/request/neurologist/{SECRET}/check/",
            "Forbidden: /appointments/request/neurologist/…/check/",
        ),
        (f"Gone: /preview/eyJ0b3BpYyI6MX0:1w{SECRET}:x/", "Gone: /preview/…/"),
        ("Not Found: /symptoms/lower-back-cramps/", "Not Found: /symptoms/lower-back-cramps/"),
    ],
)
def test_the_secret_part_of_a_link_is_replaced_and_nothing_else(written, kept):
    assert redact_secrets(written) == kept


def test_a_refused_link_leaves_no_secret_in_the_log(client, db, settings, capsys):
    handler = logging.StreamHandler()
    handler.addFilter(RedactSecrets())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert client.get(f"/appointments/{SECRET}/").status_code == 404
    finally:
        logger.removeHandler(handler)
    written = capsys.readouterr().err
    assert "Not Found: /appointments/…/" in written
    assert SECRET not in written.splitlines()[-1]


def test_what_a_visitor_sends_that_cannot_be_read_is_one_line_in_the_log(client, db):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RedactSecrets())
    handler.setFormatter(ValueFreeFormatter("%(message)s"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        for kind, body in (("boundary=", b"x"), ("boundary=B", b"--B\r\nX: " + b"x" * 3000)):
            client.post("/appointments/find/", body, content_type=f"multipart/form-data; {kind}")
    finally:
        logger.removeHandler(handler)
    assert written.getvalue().splitlines() == ["Bad request (Unable to parse request body): /appointments/find/"] * 2


def test_every_handler_of_the_portal_filters(settings):
    assert settings.LOGGING["handlers"]
    assert all("redact_secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


# --- a canary --------------------------------------------------------------------------------------------------------

CANARY = "Zofia-Kanarek"


def insert(**changes) -> None:
    given = {"patient_name": CANARY, "reason": CANARY} | changes
    AppointmentRequest.objects.create(**request_values(make_service(), **given))


def insert_twice() -> None:
    values = request_values(make_service(), patient_name=CANARY, reason=CANARY)
    for _ in range(2):
        AppointmentRequest.objects.create(**values)


def fail(error: Exception) -> None:
    raise error


BREAKING = {
    "a failed check": lambda: insert(patient_name=""),
    "a status nobody knows": lambda: insert(status="nonsense"),
    "no value": lambda: insert(phone_typed=None),
    "an impossible year": lambda: insert(patient_birth_year=12),
    "the same row twice": insert_twice,
    "a value of another type": lambda: AppointmentRequest.objects.filter(pk=CANARY),
    "a moment that is none": lambda: AppointmentRequest.objects.filter(created_at=CANARY),
    "SQL with the value in it": lambda: connection.cursor().execute(f"SELECT '{CANARY}' FROM nowhere"),  # noqa: S608
    "a search that is no search": lambda: connection.cursor().execute(f'SELECT "{CANARY}" FROM'),
    "a key that is not there": lambda: {}[CANARY],
    "text that is no number": lambda: int(CANARY),
    "text that cannot be written": lambda: f"{CANARY}\ud800".encode(),
    "a message of its own": lambda: fail(RuntimeError(f"Could not book {CANARY}")),
}


def broken(how: str) -> Exception:
    """The exception raised for something with the canary in it."""
    try:
        with transaction.atomic():
            BREAKING[how]()
    except Exception as error:
        error.add_note(CANARY)
        return error
    raise AssertionError("nothing broke")


def broken_without_rows() -> Exception:
    """One that is raised without a database."""
    try:
        BREAKING["a message of its own"]()
    except RuntimeError as error:
        error.add_note(CANARY)
        return error
    raise AssertionError("nothing broke")


def holds_canary(text: str) -> bool:
    """Whether a value stands in the text. The lines of code that traceback.format_tb shows are no values."""
    values = [line for line in text.splitlines() if not line.startswith("    ")]
    return any(CANARY[:5].lower() in line.lower() for line in values)


@pytest.fixture
def log():
    """A handler as the settings make it, and what it has written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactSecrets())
    handler.setFormatter(ValueFreeFormatter(portal_settings.LOGGING["formatters"]["line"]["format"]))
    return handler, stream


def known_loggers() -> list[str]:
    return [name for name, it in logging.root.manager.loggerDict.items() if isinstance(it, logging.Logger)]


def write(handler, error: Exception, names: list[str]) -> None:
    """What loggers of these names may be given, in every form."""
    lines = [
        ("It failed", ()),
        ("It failed: %s", (error,)),
        ("It failed: %r", (error,)),
        (error, ()),
        ("It failed: %(why)s", ({"why": error},)),
        ("It failed with: %s", ((CANARY, 1),)),
        ("Too few: %s %s", (error,)),
        (f"It failed\nDETAIL:  Failing row contains (1, {CANARY}).", ()),
        (f"It failed\u2028{CANARY}", ()),
        (f"Error handling request /search/?q={CANARY}", ()),
    ]
    for name in names:
        for message, args in lines:
            record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, None)
            record.exc_info = (type(error), error, error.__traceback__)
            record.exc_text = f"kept by another handler: {CANARY}"
            handler.handle(record)


@pytest.mark.parametrize("how", BREAKING)
def test_a_logger_writes_no_value_of_a_row(db, log, how):
    error, (handler, stream) = broken(how), log
    names = ["root", "not.loaded.yet", "django.request", "django.security.csrf", "appointments.purging"]
    write(handler, error, names)
    text = stream.getvalue()
    assert text.count("It failed") > 6 * len(names) and type(error).__name__ in text
    assert not holds_canary(text)


def test_no_logger_writes_a_value_of_a_row(log):
    """No name makes a difference: each that is known is given what a message of its own says."""
    error, (handler, stream), known = broken_without_rows(), log, known_loggers()
    assert {"django.request", "appointments.purging"} <= set(known)
    write(handler, error, known)
    assert stream.getvalue().count("It failed") > 6 * len(known)
    assert not holds_canary(stream.getvalue())


@pytest.mark.parametrize("how", BREAKING)
def test_what_ends_a_process_or_a_thread_is_written_without_values(db, how, monkeypatch, capsys):
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))  # put back afterwards
    logs.install_hooks()
    error = broken(how)
    sys.excepthook(type(error), error, error.__traceback__)
    threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))
    text = capsys.readouterr().err
    assert text.count(type(error).__name__) >= 2 and "test_logs.py" in text
    assert not holds_canary(text)


@pytest.mark.parametrize("how", BREAKING)
def test_neither_the_web_nor_a_worker_writes_a_value_of_a_row(db, rf, log, how, monkeypatch):
    handler, stream = log
    monkeypatch.setattr(logging.root, "handlers", [handler])
    error = broken(how)
    if isinstance(error, DatabaseError):
        assert DatabaseAway(lambda request: fail(error))(rf.get("/")).status_code == 503
    monkeypatch.setattr(duties, "DUTIES", Registry("duty"))
    duties.register("count", lambda now: fail(error))
    duties.run_all(now=NOON)
    assert type(error).__name__ in stream.getvalue()
    assert not holds_canary(stream.getvalue())


def test_what_helps_and_holds_no_value_stays(db):
    assert cause_of(ImportError("No module named 'clinic_sms'")) == "ImportError (No module named 'clinic_sms')"
    assert cause_of(PermissionError(13, "Permission denied", CANARY)) == "PermissionError (Permission denied)"
    assert "request_has_name_and_phone" in cause_of(broken("a failed check"))


def test_every_logger_of_the_settings_ends_at_a_handler_that_takes_values_out():
    found = portal_settings.LOGGING
    for handler in found["handlers"].values():
        assert found["formatters"][handler["formatter"]]["()"] == "portal.logs.ValueFreeFormatter"
    assert found["loggers"]["django"]["handlers"] == []  # nothing is mailed to ADMINS
    assert found["loggers"]["django.db.backends"]["level"] == "INFO"  # queries are told at DEBUG
    assert {name for logger in found["loggers"].values() for name in logger.get("handlers", ())} == {"stderr"}


def test_a_command_that_fails_writes_no_value(tmp_path):
    """In a process of its own: an exception nobody expected, with a patient's name in it."""
    script = (
        f"import sys, runpy, django.core.management as m; m.execute_from_command_line = lambda _: int('{CANARY}');"
        "sys.argv = ['manage.py', 'check']; runpy.run_path('manage.py', run_name='__main__')"
    )
    done = production.run(tmp_path, "-c", script)
    assert done.returncode == 1 and done.stderr.splitlines()[-1] == "ValueError"
    assert not holds_canary(done.stderr)


def test_the_web_server_logs_by_the_same_rules(monkeypatch):
    from gunicorn.config import Config

    monkeypatch.setattr(sys, "path", list(sys.path))
    settings = runpy.run_path(str(BASE_DIR / "deploy" / "gunicorn.conf.py"))
    logger = settings["DiscreetLogger"](Config())
    settings["post_fork"](None, SimpleNamespace(log=logger))
    assert logger.error_log.handlers
    for handler in logger.error_log.handlers:
        assert isinstance(handler.formatter, ValueFreeFormatter)
        assert any(isinstance(each, RedactSecrets) for each in handler.filters)
