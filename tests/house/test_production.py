"""What production starts with: no complaint from Django's deployment checks, and a web server that keeps secrets."""

import os
import re
import runpy
import secrets
import subprocess
import sys

import pytest

from tests.house import project
from tests.house.addresses import every_address

PRODUCTION = {
    "DEBUG": "false",
    "DEMO": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "portal.clinic.example",
    "BASE_URL": "https://portal.clinic.example",
    "EMAIL_URL": "smtp+tls://portal:word@mail.clinic.example:587",
    "CLINIC_NAME": "Hill Road Clinic",
    "CLINIC_PHONE": "020 1946 0018",
    "EMERGENCY_NUMBER": "999",
    "URGENT_ADVICE_LINE": "111",
}


def check(tmp_path, **changes) -> subprocess.CompletedProcess:
    """Runs Django's deployment checks in a process of its own, under production settings with these changes."""
    environment = {"PATH": os.environ["PATH"], **PRODUCTION, "DATA_DIR": str(tmp_path), **changes}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=project.ROOT, env=environment, capture_output=True, text=True)


def test_the_deployment_checks_are_clean(tmp_path):
    done = check(tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (2 silenced)."), done.stderr


@pytest.mark.parametrize("name", ["ALLOWED_HOSTS", "BASE_URL", "SECRET_KEY", "CLINIC_PHONE"])
def test_a_nonsense_setting_stops_the_start_with_a_sentence_naming_it(tmp_path, name):
    done = check(tmp_path, **{name: "*"})
    assert done.returncode != 0
    assert re.search(rf"{name} must ", done.stderr.splitlines()[-1])


# --- the access log --------------------------------------------------------------------------------------------------


def secrets_shown(shown_path, routes: list[str]) -> list[str]:
    """The routes whose secret parameter is still readable in what the access log shows of their path."""
    secret = "s3cr3t-Of_a-patient"
    filled = {
        route: "/" + re.sub(r"<\w+:(\w+)>", lambda name: secret if name[1] == "secret" else "x", route)
        for route in routes
    }
    return [route for route, path in filled.items() if secret in path and secret in shown_path(path)]


def test_the_access_log_shows_no_secret_of_a_patients_link():
    discreet = runpy.run_path(str(project.ROOT / "deploy" / "gunicorn.conf.py"))["discreet"]
    routes = [address.route for address in every_address()]
    assert any("secret>" in route for route in routes)
    assert secrets_shown(discreet, routes) == []
    for plain in ("/", "/symptoms/lower-back-cramps/", "/appointments/request/neurologist/", "/admin/"):
        assert discreet(plain) == plain
    assert discreet("/a\nb\x1b") == "/a?b?"


def test_a_secret_in_the_access_log_is_caught():
    assert secrets_shown(str, ["desk/", "appointments/<str:secret>/"]) == ["appointments/<str:secret>/"]
