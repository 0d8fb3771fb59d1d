"""The command behind script/demo: only where a demonstration is wanted, and safe to repeat."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.roles import ROLES
from tests.appointments.builders import everything_stored


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def prepare() -> list[str]:
    out = StringIO()
    call_command("prepare_demo", stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_without_demo_it_makes_nobody_up(settings, folder):
    settings.DEMO = False
    before = everything_stored()
    with pytest.raises(CommandError, match="Set DEMO=true"):
        prepare()
    assert everything_stored() == before
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_it_prints_where_mails_go_and_one_login_per_role_and_repeats_itself(settings, folder):
    first = prepare()
    assert f"Mails are written to {settings.MAIL_FOLDER}" in first
    logins = [line.split() for line in first if line.startswith("demo login: ")]
    assert [(role, email) for _demo, _login, role, email, _password in logins] == [
        (role.slug, f"{role.slug}@demo.example") for role in ROLES
    ]
    before = everything_stored()
    second = prepare()
    assert [line.split() for line in second if line.startswith("demo login: ")] == logins
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_database_of_another_version_is_refused_with_the_way_out(folder):
    MigrationRecorder(connection).record_applied("appointments", "0012_set_aside")
    before = everything_stored()
    with pytest.raises(CommandError, match=rf"has run appointments.0012_set_aside.*delete the folder {folder}"):
        prepare()
    assert everything_stored() == before
    assert list(folder.iterdir()) == []
