"""Every reader of the environment: what it accepts, what it refuses, and that the refusal helps and betrays nothing."""

from pathlib import Path

import pytest

from portal import env

NAME = "PORTAL_TEST_VARIABLE"

READERS = {
    "secret": lambda default=None: env.secret(NAME, minimum=20),
    "text": lambda default=None: env.text(NAME, default, pattern="[a-z]+", meaning="small letters"),
    "flag": lambda default=None: env.flag(NAME),
    "whole_number": lambda default=None: env.whole_number(NAME, 7, minimum=1, maximum=30, unit="days"),
    "hosts": lambda default=None: env.hosts(NAME, default),
    "web_address": lambda default=None: env.web_address(NAME, default, secure=False),
    "https_address": lambda default=None: env.web_address(NAME, default, secure=True),
    "time_zone": lambda default="UTC": env.time_zone(NAME, default),
    "phone_region": lambda default="GB": env.phone_region(NAME, default),
    "database": lambda default="sqlite:///x": env.database(NAME, default),
    "cache": lambda default="locmemcache://": env.cache(NAME, default),
    "mail": lambda default=None: env.mail_server(NAME, default),
    "phone_number": lambda default=None: env.phone_number(NAME, default, "GB"),
    "hours": lambda default="48,3": env.hours(NAME, default),
    "mail_address": lambda default="": env.email_address(NAME, default),
    "backend": lambda default="none": env.class_path(NAME, default, console="portal.channels.sms.ConsoleBackend"),
}
REQUIRED = ("secret", "text", "hosts", "web_address", "https_address", "mail", "phone_number")

PASSWORD = "hunter2-hunter2"

ACCEPTED = [
    ("secret", "x" * 20, "x" * 20),
    ("secret", "$money-at-the-start-of-it", "$money-at-the-start-of-it"),
    ("text", "  riverside ", "riverside"),
    ("flag", "true", True),
    ("flag", "YES", True),
    ("flag", "1", True),
    ("flag", "on", True),
    ("flag", "False", False),
    ("flag", "0", False),
    ("flag", "off", False),
    ("flag", " no ", False),
    ("flag", "", False),
    ("whole_number", "1", 1),
    ("whole_number", "030", 30),
    ("hosts", "a.example.org, .b.example ,[::1]", ["a.example.org", ".b.example", "[::1]"]),
    ("web_address", "http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
    ("web_address", "http://[::1]:8000", "http://[::1]:8000"),
    ("https_address", "https://portal.example.org", "https://portal.example.org"),
    ("time_zone", "Europe/Kyiv", "Europe/Kyiv"),
    ("phone_region", "ua", "UA"),
    ("phone_number", "020 7946 0018", "020 7946 0018"),
    ("phone_number", "+380 44 123 4567", "+380 44 123 4567"),
    ("phone_number", "112", "112"),
    ("hours", "48,3", (48, 3)),
    ("hours", " 3, 48 ,3", (48, 3)),
    ("hours", "336", (336,)),
    ("hours", "None", ()),
    ("mail_address", "reception@example.org", "reception@example.org"),
    ("mail_address", "", ""),
    ("backend", "console", "portal.channels.sms.ConsoleBackend"),
    ("backend", "clinic_sms.backend.Backend", "clinic_sms.backend.Backend"),
    ("backend", "NONE", ""),
]

REFUSED = [
    ("hours", "0"),
    ("hours", "337"),
    ("hours", "2 days"),
    ("hours", "48;3"),
    ("hours", "48,"),
    ("hours", "-3"),
    ("hours", "1.5"),
    ("hours", "٣"),
    ("mail_address", "reception"),
    ("mail_address", "a@b\nBcc: c@d"),
    ("mail_address", "Reception <a@example.org>"),
    ("backend", "twilio"),
    ("backend", "a b.c"),
    ("backend", "clinic_sms.backend."),
    ("secret", "too-short"),
    ("text", "Riverside 1"),
    ("flag", "maybe"),
    ("flag", "tru"),
    ("whole_number", "0"),
    ("whole_number", "31"),
    ("whole_number", "-5"),
    ("whole_number", "3.5"),
    ("whole_number", "٣"),
    ("whole_number", "many"),
    ("hosts", "*"),
    ("hosts", "https://example.org"),
    ("hosts", "example.org:8000"),
    ("hosts", "a b"),
    ("web_address", "example.org"),
    ("web_address", "ftp://example.org"),
    ("web_address", "http://"),
    ("web_address", "http://[::1"),
    ("web_address", "http://example.org:port"),
    ("web_address", "http://example.org/portal"),
    ("web_address", "http://example.org?x=1"),
    ("web_address", "http://example.org#x"),
    ("web_address", "http://exa mple.org"),
    ("web_address", "http://somebody@example.org"),
    ("https_address", "http://portal.example.org"),
    ("time_zone", "Moon/Crater"),
    ("time_zone", "../../etc/passwd"),
    ("time_zone", "/etc/passwd"),
    ("time_zone", "Europe"),
    ("phone_region", "XX"),
    ("phone_region", "Britain"),
    ("database", "mysql://user@host/name"),
    ("database", "nonsense"),
    ("database", f"postgres://user:{PASSWORD}@host"),
    ("database", f"postgres://user:{PASSWORD}@host:port/name"),
    ("database", f"postgres://user:{PASSWORD}/more@host/name"),
    ("database", "postgres://"),
    ("database", "sqlite://"),
    ("database", "sqlite:///:memory:"),
    ("cache", "nonsense"),
    ("cache", "nosuchcache://x"),
    ("mail", "nonsense"),
    ("mail", "http://example.org"),
    ("mail", f"smtp+tls://user:{PASSWORD}@host:port"),
    ("mail", f"smtp+tls://user:{PASSWORD}/more@host:587"),
    ("phone_number", "call us"),
    ("phone_number", "-"),
]


@pytest.fixture
def given(monkeypatch):
    return lambda value: monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize(("reader", "value", "read"), ACCEPTED)
def test_a_sensible_value_is_read(given, reader, value, read):
    given(value)
    assert READERS[reader]() == read


@pytest.mark.parametrize(("reader", "value"), REFUSED)
def test_nonsense_is_refused_with_a_sentence_that_names_the_variable(given, reader, value):
    given(value)
    with pytest.raises(env.InvalidSetting) as refusal:
        READERS[reader]()
    sentence = str(refusal.value)
    assert sentence.startswith(f"{NAME} must ")
    assert sentence.endswith("Set it in the environment or in .env (see .env.example).")
    assert "\n" not in sentence
    assert PASSWORD not in sentence


@pytest.mark.parametrize("reader", REQUIRED)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_required_variable_that_is_not_set_is_refused(given, reader, value):
    if value is not None:
        given(value)
    with pytest.raises(env.InvalidSetting, match=rf"^{NAME} is not set\. Set it in the environment"):
        READERS[reader]()


@pytest.mark.parametrize(
    ("reader", "default", "read"),
    [
        ("text", "riverside", "riverside"),
        ("hosts", ["a.example", "b.example"], ["a.example", "b.example"]),
        ("web_address", "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("time_zone", "Europe/London", "Europe/London"),
        ("phone_region", "GB", "GB"),
        ("phone_number", "999", "999"),
    ],
)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_an_empty_variable_counts_as_unset_so_the_default_holds(given, reader, default, read, value):
    if value is not None:
        given(value)
    assert READERS[reader](default) == read


@pytest.mark.parametrize("value", ["p", PASSWORD])
def test_a_secret_that_is_refused_is_not_repeated(given, value):
    given(value)
    with pytest.raises(env.InvalidSetting) as refusal:
        READERS["secret"]()
    assert str(refusal.value).startswith(f"{NAME} must be at least 20 random characters; it has {len(value)}.")
    assert PASSWORD not in str(refusal.value)
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    ("value", "engine", "name"),
    [
        ("sqlite:////srv/portal.sqlite3", "django.db.backends.sqlite3", "/srv/portal.sqlite3"),
        ("postgres://user:p%40ss@host:5432/clinic", "django.db.backends.postgresql", "clinic"),
        ("postgresql://user@/clinic?host=/run/pg", "django.db.backends.postgresql", "clinic"),
    ],
)
def test_a_database_address_becomes_djangos_settings(given, value, engine, name):
    given(value)
    found = READERS["database"]()
    assert (found["ENGINE"], found["NAME"]) == (engine, name)


def test_a_password_in_a_database_address_may_hold_any_character(given):
    given("postgres://user:p%40s%2Fs%23%24@host/clinic")
    assert READERS["database"]()["PASSWORD"] == "p@s/s#$"


def test_a_mail_address_becomes_djangos_settings(given):
    given(f"smtp+tls://desk:{PASSWORD}@mail.example.org:587")
    found = READERS["mail"]()
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("desk", PASSWORD)


def test_a_cache_address_becomes_djangos_settings(given):
    given("locmemcache://")
    assert READERS["cache"]()["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache"


def test_a_folder_is_made_and_a_relative_one_lies_in_the_project(given, tmp_path):
    given(str(tmp_path / "deep" / "folder"))
    assert env.folder(NAME, Path("var")).is_dir()
    given("tests")
    assert env.folder(NAME, Path("var")) == env.BASE_DIR / "tests"


def test_a_folder_that_cannot_be_made_is_refused(given, tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        given(str(path))
        with pytest.raises(env.InvalidSetting, match=f"^{NAME} must name a folder that can be written"):
            env.folder(NAME, Path("var"))


def test_a_folder_that_may_not_be_written_is_refused(given, tmp_path, monkeypatch):
    monkeypatch.setattr(env.os, "access", lambda path, mode: False)  # root, who may run this test, may write anywhere
    given(str(tmp_path))
    words = f"^{NAME} must name a folder that can be written; .+: Permission denied"
    with pytest.raises(env.InvalidSetting, match=words):
        env.folder(NAME, Path("var"))
