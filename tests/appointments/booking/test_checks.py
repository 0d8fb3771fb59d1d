"""The guards against double booking are in the database, and a portal that has lost one says so and takes no part."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from appointments.booking.checks import guards_are_there, missing_guards
from appointments.models import AppointmentRequest
from tests.appointments.builders import make_request
from tests.appointments.walls import without_wall_of_appointments, without_wall_of_cells

GUARDED = ("appointments", "0002_no_overlap")


def check() -> None:
    call_command("check", databases=["default"], stdout=StringIO(), stderr=StringIO())


def test_the_guards_are_there(db):
    assert missing_guards(connection) == []
    check()


def test_without_a_database_to_look_into_nothing_is_asked():
    """No db fixture: pytest-django would refuse the query."""
    assert guards_are_there(None, databases=None) == []


@pytest.mark.django_db(transaction=True)
def test_a_lost_wall_of_cells_is_noticed_and_takes_the_portal_out_of_service(client):
    with without_wall_of_cells():
        with pytest.raises(SystemCheckError, match="cell_given_once against double booking is missing"):
            check()
        response = client.get("/readyz")
        assert (response.status_code, response.json()["database"]) == (503, "a guard is missing")
    assert client.get("/readyz").status_code == 200


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_lost_wall_of_appointments_is_noticed(client):
    with without_wall_of_appointments():
        with pytest.raises(SystemCheckError, match="appointment_no_overlap against double booking is missing"):
            check()
        assert client.get("/readyz").status_code == 503
    check()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_still_to_be_migrated_is_not_called_broken():
    """The check runs before every migrate: it must not stand in the way of the migration that lays the guards."""
    with without_wall_of_cells():
        MigrationRecorder(connection).record_unapplied(*GUARDED)
        try:
            assert guards_are_there(None, databases=["default"]) == []
        finally:
            MigrationRecorder(connection).record_applied(*GUARDED)


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_the_second_wall_is_laid_by_migrating_and_what_was_asked_before_is_kept():
    request = make_request(patient_name="Zoë O’Brien-Nguyễn")
    try:
        MigrationExecutor(connection).migrate([("appointments", "0001_initial")])
        assert missing_guards(connection) == ["appointment_no_overlap"]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert missing_guards(connection) == []
    kept = AppointmentRequest.objects.get(pk=request.pk)
    assert (kept.reference, kept.patient_name) == (request.reference, request.patient_name)
