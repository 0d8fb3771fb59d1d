"""Real starts in processes of their own: a wrong setting ends them with one sentence; the right ones start clean."""

import re

import pytest

from tests.portal.production import run


def refused(process) -> str:
    """The one sentence a start that was refused ends with."""
    assert process.returncode != 0
    assert "Traceback" not in process.stderr + process.stdout
    (line,) = process.stderr.strip().splitlines()
    return line


def test_a_command_under_a_wrong_setting_ends_with_one_sentence(tmp_path):
    """Each setting's own sentence is asked of the settings themselves (test_settings.py, test_env.py)."""
    line = refused(run(tmp_path, "manage.py", "check", SECRET_KEY="swordfish"))
    assert line.startswith("The portal cannot start. SECRET_KEY must be at least 50 random characters; it has 9. ")
    assert "swordfish" not in line


@pytest.mark.parametrize("gateway", ["wsgi", "asgi"])
def test_the_web_server_under_a_wrong_setting_ends_with_one_sentence(tmp_path, gateway):
    line = refused(run(tmp_path, "-c", f"import portal.{gateway}", TIME_ZONE="Moon/Crater"))
    assert line.startswith("The portal cannot start. TIME_ZONE must name a time zone like Europe/London; it is 'Moon")


@pytest.mark.parametrize("gateway", ["wsgi", "asgi"])
def test_the_application_starts_under_production_settings_with_every_view_loaded(tmp_path, gateway):
    kind = "print(type(application).__name__, 'appointments.desk.today' in sys.modules)"
    done = run(tmp_path, "-c", f"import sys; from portal.{gateway} import application; {kind}")
    assert (done.returncode, done.stdout.strip()) == (0, f"{gateway.upper()}Handler True"), done.stderr


def test_the_process_that_starts_the_others_loads_none_of_the_code_that_it_is_to_load_anew(tmp_path):
    start = "config = runpy.run_path('deploy/gunicorn.conf.py'); config['logger_class'](Config())"
    loaded = "print([name for name in sys.modules if name.partition('.')[0] in ('django', 'portal')])"
    done = run(tmp_path, "-c", f"import runpy, sys; from gunicorn.config import Config; {start}; {loaded}")
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_the_deployment_check_fails_on_what_must_not_go_live(tmp_path):
    """On warnings alone; what else it finds: test_checks.py."""
    changes = {"DEMO": "true", "EMAIL_URL": "filemail:///tmp/mails"}
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **changes)
    assert done.returncode != 0
    assert set(re.findall(r"portal\.[EW]\d+", done.stderr)) == {"portal.W001", "portal.W002"}


COMMANDS = """
import sys, manage
for command in sys.argv[1:]:
    sys.argv = ["manage.py", command]
    try:
        manage.main()
    except SystemExit as end:
        print(command, end.code)
"""


@pytest.mark.parametrize(
    ("address", "cause"),
    [
        ("postgres://portal:swordfish@127.0.0.1:1/portal", "Connection refused"),
        ("sqlite:////nowhere/portal.sqlite3", "unable to open database file"),
    ],
)
def test_a_database_that_cannot_be_reached_gets_a_sentence(tmp_path, address, cause):
    commands = ("migrate", "send_messages", "purge_requests")
    done = run(tmp_path, "-c", COMMANDS, *commands, DATABASE_URL=address)
    assert done.returncode == 0 and "Traceback" not in done.stderr + done.stdout
    lines = done.stdout.splitlines()
    assert [line.partition(" ")[0] for line in lines] == list(commands)
    for line in lines:
        assert "The database did not do what was asked: OperationalError (" in line
        assert cause in line and "DATABASE_URL" in line
        assert "swordfish" not in line


def test_a_missing_package_is_said_in_words(tmp_path):
    """manage.py under a Python without the portal's packages, as in a fresh clone."""
    done = run(tmp_path, "-S", "manage.py", "check")
    assert "script/setup" in refused(done)
