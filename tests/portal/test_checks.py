"""Settings that contradict each other or would let harm through are found, each with a hint; good ones pass."""

import copy

import pytest
from django.core.checks import run_checks
from django.db import connection

from portal import checks


def ids(found) -> list[str]:
    assert all(message.hint for message in found)
    return [message.id for message in found]


@pytest.fixture
def production(settings):
    settings.DEMO = False
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    settings.BASE_URL = "https://portal.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return settings


def test_good_settings_pass_every_check(production):
    assert checks.check_production_settings(None) == []
    assert checks.check_content_security_policy(None) == []
    assert checks.check_base_url(None) == []
    assert checks.check_sms_backend(None) == []


@pytest.mark.parametrize(
    ("backend", "found"),
    [
        ("portal.channels.sms.ConsoleBackend", []),
        ("", []),
        ("portal.channels.sms.MessageRefused", ["portal.E004"]),
        ("portal.channels.no_such.Backend", ["portal.E004"]),
        ("no_such_package.Backend", ["portal.E004"]),
    ],
)
def test_a_backend_for_texts_that_cannot_be_used_is_found_at_the_start(settings, backend, found):
    settings.SMS_BACKEND = backend
    assert ids(checks.check_sms_backend(None)) == found


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DEMO", True, "portal.W001"),
        ("ALLOWED_HOSTS", ["portal.example.org", "*"], "portal.E001"),
        ("EMAIL_BACKEND", "portal.lib.eml_folder.EmailBackend", "portal.W002"),
    ],
)
def test_what_belongs_on_ones_own_machine_is_found_before_it_goes_live(production, name, value, found):
    setattr(production, name, value)
    assert ids(checks.check_production_settings(None)) == [found]


@pytest.mark.parametrize("loose", ["'unsafe-inline'", "'unsafe-eval'", "*"])
@pytest.mark.parametrize("directive", ["script-src", "style-src", "default-src"])
def test_a_loose_content_security_policy_is_found(production, loose, directive):
    policy = copy.deepcopy(production.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"][directive] = ["'self'", loose]
    production.CONTENT_SECURITY_POLICY = policy
    (message,) = checks.check_content_security_policy(None)
    assert ids([message]) == ["portal.E002"]
    assert directive in message.msg


@pytest.mark.parametrize(
    ("base_url", "hosts", "ours"),
    [
        ("https://portal.example.org", ["portal.example.org"], True),
        ("https://portal.example.org:8443", ["portal.example.org"], True),
        ("https://a.example.org", [".example.org"], True),
        ("http://[::1]:8000", ["[::1]"], True),
        ("https://elsewhere.example", ["portal.example.org"], False),
        ("https://portal.example.org.evil.example", ["portal.example.org"], False),
    ],
)
def test_the_address_in_mails_must_be_one_the_portal_answers_to(production, base_url, hosts, ours):
    production.BASE_URL, production.ALLOWED_HOSTS = base_url, hosts
    assert ids(checks.check_base_url(None)) == ([] if ours else ["portal.E003"])


def test_the_checks_take_part_in_djangos_own(settings):
    settings.BASE_URL = "http://elsewhere.example"
    settings.ALLOWED_HOSTS = ["*.example", "*"]
    found = {message.id for message in run_checks(include_deployment_checks=True)}
    assert {"portal.W001", "portal.E001", "portal.W002"} <= found
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    assert "portal.E003" in {message.id for message in run_checks()}


@pytest.mark.parametrize(
    ("verbosity", "statements", "found"),
    [
        ("terse", "panic", []),
        ("terse", "fatal", []),
        ("default", "panic", ["portal.W003"]),
        ("terse", "error", ["portal.W003"]),
        ("verbose", "error", ["portal.W003"]),
    ],
)
def test_a_database_server_that_logs_rows_is_found(db, verbosity, statements, found):
    """These settings are the database administrator's; the tests' own server lets them be changed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL log_error_verbosity = {verbosity}")
            cursor.execute(f"SET LOCAL log_min_error_statement = {statements}")
    else:
        found = []
    assert ids(checks.check_database_log(None, databases=["default"])) == found
    assert checks.check_database_log(None, databases=None) == []
