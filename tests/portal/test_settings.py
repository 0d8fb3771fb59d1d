"""The settings as a whole: what must be given, what nonsense is refused, what follows from what is given."""

import re
import runpy
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage

from portal import env
from portal import settings as running_settings
from tests.portal import production

REQUIRED_IN_PRODUCTION = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "BASE_URL",
    "EMAIL_URL",
    "CLINIC_NAME",
    "CLINIC_PHONE",
    "EMERGENCY_NUMBER",
    "URGENT_ADVICE_LINE",
)
NONSENSE = {
    "DEBUG": "perhaps",
    "DEMO": "2",
    "SECRET_KEY": "short",
    "ALLOWED_HOSTS": "*",
    "BASE_URL": "http://portal.example.org",
    "PROXIES": "many",
    "HSTS_SCOPE": "everything",
    "DATA_DIR": "/dev/null/portal",
    "DATABASE_URL": "oracle://host/name",
    "CACHE_URL": "nowhere",
    "EMAIL_URL": "desk@example.org",
    "CLINIC_PHONE": "ring us",
    "EMERGENCY_NUMBER": "help",
    "URGENT_ADVICE_LINE": "soon",
    "TIME_ZONE": "London",
    "LANGUAGE_CODE": "tlh",
    "PHONE_REGION": "GBR",
    "CLINIC_COUNTRY": "Utopia",
    "CLINIC_SUBDIVISION": "Atlantis",
    "REMINDER_DAYS": "0",
    "RETENTION_DAYS": "for ever",
    "CLINIC_EMAIL": "reception",
    "SMS_BACKEND": "carrier pigeon",
    "REMINDER_HOURS": "two days",
}


@pytest.fixture
def settings_with(monkeypatch, tmp_path):
    """The module portal/settings.py run anew with these variables: in production unless DEMO or DEBUG is given."""

    def run(**changes):
        for name, value in production.environment(tmp_path, **changes).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(running_settings.__file__)

    return run


def test_no_variable_is_forgotten_here(settings_with, monkeypatch):
    read, reader = set(), env.text
    monkeypatch.setattr(env, "text", lambda name, *args, **how: read.add(name) or reader(name, *args, **how))
    settings_with()
    assert read == {*production.SETTINGS, "DATA_DIR"}
    assert read - set(NONSENSE) == {"CLINIC_NAME"}  # any text may be a clinic's name


@pytest.mark.parametrize("name", REQUIRED_IN_PRODUCTION)
def test_production_does_not_start_without(settings_with, name):
    with pytest.raises(env.InvalidSetting, match=f"^{name} is not set"):
        settings_with(**{name: ""})


@pytest.mark.parametrize("name", sorted(set(REQUIRED_IN_PRODUCTION) - {"SECRET_KEY"}))
def test_a_demonstration_has_a_default_for(settings_with, name):
    assert settings_with(DEMO="true", **{name: ""})["DEMO"] is True


def test_not_even_a_demonstration_has_a_secret_of_its_own(settings_with):
    with pytest.raises(env.InvalidSetting, match=r"^SECRET_KEY is not set"):
        settings_with(DEMO="true", SECRET_KEY="")


@pytest.mark.parametrize(("name", "value"), NONSENSE.items())
def test_nonsense_is_refused_by_name(settings_with, name, value):
    with pytest.raises(env.InvalidSetting, match=f"^{name} must "):
        settings_with(**{name: value})


def test_production_is_closed_on_all_sides(settings_with):
    found = settings_with()
    assert found["DEBUG"] is found["DEMO"] is False
    assert found["SECURE_SSL_REDIRECT"] and found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-") and found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_HTTPONLY"] and found["SESSION_COOKIE_SAMESITE"] in {"Lax", "Strict"}
    assert found["ALLOWED_HOSTS"] == ["portal.example.org"]
    assert found["EMAIL_BACKEND"] == "portal.lib.timed_smtp.EmailBackend"
    assert found["EMAIL_TIMEOUT"] <= 30
    assert "ATOMIC_REQUESTS" not in found["DATABASES"]["default"]


@pytest.mark.parametrize(
    ("scope", "subdomains", "preload"), [("", False, False), ("subdomains", True, False), ("preload", True, True)]
)
def test_browsers_are_told_about_other_names_only_where_the_clinic_says_so(settings_with, scope, subdomains, preload):
    found = settings_with(HSTS_SCOPE=scope)
    assert (found["SECURE_HSTS_INCLUDE_SUBDOMAINS"], found["SECURE_HSTS_PRELOAD"]) == (subdomains, preload)


def test_a_demonstration_writes_its_mails_to_a_folder(settings_with, tmp_path):
    found = settings_with(DEMO="true", EMAIL_URL="")
    assert found["EMAIL_BACKEND"] == "portal.lib.eml_folder.EmailBackend"
    assert found["MAIL_FOLDER"] == tmp_path / "mails"
    assert "SECURE_SSL_REDIRECT" not in found


def test_without_a_database_address_a_file_in_the_data_folder_is_used(settings_with, tmp_path):
    database = settings_with()["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "portal.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_is_reached_through_a_pool_that_does_not_wait_for_ever(settings_with):
    database = settings_with(DATABASE_URL="postgres://portal:x@db/portal")["DATABASES"]["default"]
    assert database["OPTIONS"]["pool"]["timeout"] <= 10
    assert database["OPTIONS"]["connect_timeout"] <= 5
    assert "statement_timeout=15s" in database["OPTIONS"]["options"]
    assert "lock_timeout=5s" in database["OPTIONS"]["options"]
    assert database["CONN_MAX_AGE"] == 0


@pytest.mark.parametrize(
    ("region", "number", "link"),
    [
        ("GB", "999", "tel:999"),
        ("DE", "112", "tel:112"),
        ("DE", "116 117", "tel:116117"),
        ("AU", "000", "tel:000"),
        ("ES", "061", "tel:061"),
        ("AT", "144", "tel:144"),
        ("US", "911", "tel:911"),
        ("GB", "020 7946 0018", "tel:+442079460018"),
        ("UA", "+44 20 7946 0018", "tel:+442079460018"),
    ],
)
def test_the_emergency_link_dials_what_the_page_says(settings_with, region, number, link):
    """A country code before a short number, or a lost zero, would lead a caller in danger nowhere."""
    found = settings_with(DEMO="true", PHONE_REGION=region, EMERGENCY_NUMBER=number)
    assert found["EMERGENCY_NUMBER"] == number
    assert found["EMERGENCY_NUMBER_LINK"] == link


@pytest.mark.parametrize("name", ['The "Best" Clinic', "Клініка, Київ", "Ann; Bob <x@y.example>", "A\\B"])
def test_mails_come_from_the_clinic_whatever_it_is_called(settings_with, name, settings, mailoutbox):
    settings.DEFAULT_FROM_EMAIL = settings_with(CLINIC_NAME=name)["DEFAULT_FROM_EMAIL"]
    EmailMessage("Subject", "Text", to=["olena@example.org"]).send()
    sent = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=policy.default)
    (sender,) = sent["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "no-reply@portal.example.org")


# --- where the clinic is ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "part", "stored"),
    [
        ("gb", "sct", ("GB", "SCT")),
        ("GB", "Northern Ireland", ("GB", "NIR")),
        ("DE", "Bayern", ("DE", "BY")),
        ("FR", "none", ("FR", "")),
        ("IE", "", ("IE", "")),
        ("", "", ("", "")),
    ],
)
def test_country_and_part_are_taken_by_code_or_name(settings_with, country, part, stored):
    found = settings_with(CLINIC_COUNTRY=country, CLINIC_SUBDIVISION=part)
    assert (found["CLINIC_COUNTRY"], found["CLINIC_SUBDIVISION"]) == stored


@pytest.mark.parametrize(
    ("country", "part", "sentence"),
    [
        ("UK", "ENG", r"^CLINIC_COUNTRY must be .*, FR, .*, GB, .*; it is 'UK'"),
        ("Scotland", "", "^CLINIC_COUNTRY must be a two-letter country code"),
        ("GB", "", r"^CLINIC_SUBDIVISION must say which part of GB: ENG \(England\), .*, none; it is not set"),
        ("GB", "BY", r"^CLINIC_SUBDIVISION must say which part of GB: ENG \(England\), .*; it is 'BY'"),
        ("DE", "Munich", r"^CLINIC_SUBDIVISION must say .*BY \(Bayern\)"),
        ("IE", "Cork", "^CLINIC_SUBDIVISION must say"),
        ("", "SCT", "^CLINIC_SUBDIVISION must be unset"),
    ],
)
def test_an_unknown_country_or_part_is_refused_with_the_choices(settings_with, country, part, sentence):
    with pytest.raises(env.InvalidSetting, match=sentence):
        settings_with(CLINIC_COUNTRY=country, CLINIC_SUBDIVISION=part)


def test_a_demonstration_lies_in_england_unless_it_says_otherwise(settings_with):
    unset = {"CLINIC_COUNTRY": "", "CLINIC_SUBDIVISION": ""}
    found = settings_with(DEMO="true", **unset)
    assert (found["CLINIC_COUNTRY"], found["CLINIC_SUBDIVISION"]) == ("GB", "ENG")
    assert settings_with(**unset)["CLINIC_COUNTRY"] == ""
    with pytest.raises(env.InvalidSetting, match=r"^CLINIC_SUBDIVISION must say"):
        settings_with(DEMO="true", **unset | {"CLINIC_COUNTRY": "DE"})


# --- invented and public values --------------------------------------------------------------------------------------

EXAMPLE = dict(re.findall(r'^([A-Z_]+)="?([^"\n]+)"?$', (env.BASE_DIR / ".env.example").read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", ["SECRET_KEY", "CLINIC_NAME", "CLINIC_PHONE"])
def test_production_does_not_start_with_the_values_of_the_example(settings_with, name):
    with pytest.raises(env.InvalidSetting, match=f"^{name} must be "):
        settings_with(**{name: EXAMPLE[name]})
    assert settings_with(DEMO="true", **{name: EXAMPLE[name]})[name] == EXAMPLE[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLINIC_NAME", "riverside  CLINIC"),
        ("CLINIC_NAME", "The Riverside Clinic."),
        ("CLINIC_NAME", "Riverside\u00a0Clinic"),
        ("CLINIC_NAME", "River\u00adside Clinic"),
        ("CLINIC_NAME", "\uff32iverside Clinic"),
        ("CLINIC_NAME", "Riverside-Clinic"),
        ("CLINIC_NAME", "the the River side/Cl\u00ednic"),
        ("CLINIC_NAME", "Your Clinic"),
        ("CLINIC_NAME", "..."),
        ("CLINIC_PHONE", "+44 20 7946 0018"),
        ("CLINIC_PHONE", "(020) 7946-0999"),
        ("CLINIC_PHONE", "0044 20 7946 0000"),
        ("CLINIC_PHONE", "020 7946 0018 ext 4"),
        ("CLINIC_PHONE", "07700 900123"),
        ("CLINIC_PHONE", "01632 960001"),
        ("CLINIC_PHONE", "0121 496 0555"),
        ("CLINIC_PHONE", "0191 498 0001"),
        ("CLINIC_PHONE", "028 9649 6123"),
        ("CLINIC_PHONE", "+1 212 555 0142"),
        ("CLINIC_PHONE", "020 7945 0O18"),
        ("CLINIC_PHONE", "7945 0018"),
        ("CLINIC_PHONE", "0000000000"),
        ("CLINIC_PHONE", "01234567890"),
        ("CLINIC_PHONE", "+1 555 0123"),
        ("EMERGENCY_NUMBER", "020 7946 0018"),
        ("URGENT_ADVICE_LINE", "03069 990123"),
        ("SECRET_KEY", "django-insecure-" + "q8Zk2vXw" * 6),
        ("SECRET_KEY", "change-me-" * 6),
        ("SECRET_KEY", "0123456789" * 6),
        ("SECRET_KEY", "x" * 60),
        ("SECRET_KEY", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        ("SECRET_KEY", "ch@nge-me-q8Zk2vXwq8Zk2vXwPl0mN9bTq8Zk2vXwPl0mN9bT"),
        ("SECRET_KEY", "in-secure-q8Zk2vXwq8Zk2vXwPl0mN9bTq8Zk2vXwPl0mN9bT"),
        ("SECRET_KEY", "for-the-tests-only-" + "0123456789" * 4),
        ("EMAIL_URL", "smtp://desk:word@mail.example.org:25"),
        ("EMAIL_URL", "smtp://mail.example.org"),
        ("EMAIL_URL", "smtp://mail.example.org?EMAIL_USE_TLS=False"),
        ("EMAIL_URL", "smtp://10.0.3.17:25"),
        ("EMAIL_URL", "smtp://localhost.example.org:25"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "smtp+tls://"),
        ("EMAIL_URL", "smtp+tls://user:password@host:587"),
        ("EMAIL_URL", "smtp+tls://desk:word@mail.example.org?EMAIL_USE_SSL=true"),
        ("EMAIL_URL", "dummymail://"),
        ("EMAIL_URL", "memorymail://"),
        ("SMS_BACKEND", "console"),
        ("SMS_BACKEND", "portal.channels.sms.ConsoleBackend"),
    ],
)
def test_production_does_not_start_on_what_is_invented_public_or_unprotected(settings_with, name, value):
    with pytest.raises(env.InvalidSetting, match=f"^{name} must ") as refusal:
        settings_with(**{name: value})
    assert name != "SECRET_KEY" or value not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLINIC_NAME", "Riverside Clinic London"),
        ("CLINIC_PHONE", "020 7945 0018"),
        ("CLINIC_PHONE", "07700 800123"),
        ("CLINIC_PHONE", "+1 212 555 0242"),
        ("CLINIC_NAME", "The Test Valley Clinic"),
        ("CLINIC_PHONE", "020 7945 0018 ext 214"),
        ("EMERGENCY_NUMBER", "112"),
        ("URGENT_ADVICE_LINE", "116117"),
        ("EMAIL_URL", "smtp://127.0.0.1:25"),
        ("EMAIL_URL", "smtp://localhost:25"),
        ("EMAIL_URL", "smtps://mail.example.org"),
        ("EMAIL_URL", "smtp+ssl://mail.example.org:465"),
    ],
)
def test_what_a_clinic_may_really_have_is_let_through(settings_with, name, value):
    settings_with(**{name: value})


def test_all_that_is_missing_or_wrong_is_named_at_once(settings_with):
    missing = dict.fromkeys(REQUIRED_IN_PRODUCTION, "")
    with pytest.raises(env.InvalidSetting) as refusal:
        settings_with(**missing, TIME_ZONE="London", PROXIES="many")
    first, *named, last = str(refusal.value).splitlines()
    assert first == "10 settings are wrong:"
    assert {line.split()[0] for line in named} == {*REQUIRED_IN_PRODUCTION, "TIME_ZONE", "PROXIES"}
    assert last == "Set them in the environment or in .env (see .env.example)."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLINIC_NAME", "R1verside Cl1nic"),
        ("CLINIC_NAME", "R\u0456verside Clinic"),
        ("CLINIC_NAME", "Rivers\u0131de Clinic"),
        ("CLINIC_NAME", "\u202ecinilC edisreviR"),
        ("CLINIC_NAME", "Your Clinic's Name"),
        ("CLINIC_NAME", "Sample Clinic"),
        ("CLINIC_NAME", "The Clinic"),
        ("CLINIC_NAME", "Change me"),
        ("CLINIC_NAME", "N/A"),
        ("CLINIC_NAME", "xxx"),
        ("CLINIC_PHONE", "020 7946 OO18"),
        ("CLINIC_PHONE", "020 1946 l018"),
        ("CLINIC_PHONE", "12345"),
        ("CLINIC_PHONE", "112"),
        ("CLINIC_PHONE", "020 0000 0000"),
        ("CLINIC_PHONE", "0800 000 0000"),
        ("CLINIC_PHONE", "020 1234 5678"),
        ("CLINIC_PHONE", "+33 6 39 98 12 34"),
        ("CLINIC_PHONE", "+61 2 5550 1234"),
        ("CLINIC_PHONE", "+49 30 23125 123"),
        ("CLINIC_PHONE", "+353 20 910 1234"),
        ("EMERGENCY_NUMBER", "12"),
        ("EMERGENCY_NUMBER", "999999"),
        ("EMERGENCY_NUMBER", "555"),
        ("EMERGENCY_NUMBER", "020 1946 0018"),
        ("CLINIC_EMAIL", "reception@example.org"),
        ("CLINIC_EMAIL", "reception@mail.example.com"),
        ("CLINIC_EMAIL", "reception@hill-road.invalid"),
        ("CLINIC_EMAIL", "reception@localhost"),
        ("CLINIC_EMAIL", "reception@mail"),
        ("CLINIC_EMAIL", "..@hill-road.org"),
        ("SECRET_KEY", "a1B2c3D4e5F6g7H8i9J0" * 3),
        ("SECRET_KEY", "WzrvN3Fa9yZn8Evlt" * 3),
        ("SECRET_KEY", "0123456789abcdef" * 4),
        ("SECRET_KEY", "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ"),
        ("SECRET_KEY", "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c2v3b4n5m6"),
        ("SECRET_KEY", "azertyuiopqsdfghjklmwxcvbnAZERTYUIOPQSDFGHJKLMWXCVBN"),
        ("SECRET_KEY", "The quick brown fox jumps over the lazy dog, again and again."),
        ("SECRET_KEY", "My-secret-is-long-and-has-many-different-letters-0123"),
        ("SECRET_KEY", "fill-me-in-with-random-characters-before-going-live-ok"),
        ("SECRET_KEY", "python3 -c 'import secrets; print(secrets.token_urlsafe(60))'"),
        ("EMAIL_URL", "smtp+tls://desk:word@mail.example.org:465"),
        ("EMAIL_URL", "smtps://desk:word@mail.example.org:465"),
        ("EMAIL_URL", "smtp+ssl://desk:word@mail.example.org:587"),
        ("EMAIL_URL", "smtp+tls://desk:word@mail.example.org?EMAIL_HOST=other"),
        ("EMAIL_URL", "filemail:///srv/mails"),
        ("BASE_URL", "https://portal.example.org:99999"),
    ],
)
def test_production_does_not_start_on_what_only_looks_like_a_value_of_its_own(settings_with, name, value):
    with pytest.raises(env.InvalidSetting, match=f"^{name} must ") as refused:
        settings_with(**{name: value})
    assert name not in ("SECRET_KEY", "EMAIL_URL") or value not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLINIC_NAME", "Clinic 21"),
        ("CLINIC_NAME", "Клініка Святої Анни"),
        ("CLINIC_NAME", "Riverside Eye Clinic"),
        ("CLINIC_PHONE", "020 1946 0018 ext. 3"),
        ("CLINIC_PHONE", "+380 44 194 60 01"),
        ("EMERGENCY_NUMBER", "112"),
        ("CLINIC_EMAIL", "reception@examples.org"),
        ("CLINIC_EMAIL", "front.desk+portal@hill-road.nhs.uk"),
        ("SECRET_KEY", "7c1f0b9e2d3a4856b1c9d0e7f2a38465907bce1d2f3a4b5869d7c0e1f2a3b495"),
        ("SECRET_KEY", "k7@z!w0q(3v#5n^8x&1r*6t)2p=9m_4h-j+c%u$e7g2s8d1f6a3b5l0"),
        ("EMAIL_URL", "smtp+tls://desk:word@mail.example.org:25"),
        ("EMAIL_URL", "smtp+ssl://desk:word@mail.example.org:465"),
        ("EMAIL_URL", "smtp://mail.example.org:587?EMAIL_USE_TLS=true"),
        ("BASE_URL", "https://portal.example.org:443"),
    ],
)
def test_production_starts_on_a_value_of_its_own(settings_with, name, value):
    assert settings_with(**{name: value})
