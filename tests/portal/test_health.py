"""Alive and able to serve are two questions, and only the second one asks the database."""

import json
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from portal import actions, health
from portal.health import LATE_AFTER
from portal.lib.registry import Registry
from tests.portal import production

ASK = """
import django, json, sys; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
answers = {path: client.get(path) for path in sys.argv[1:]}
print(json.dumps({path: [answer.status_code, answer.content.decode()] for path, answer in answers.items()}))
"""


def asked(data_dir, *paths, **settings) -> dict[str, tuple[int, str]]:
    """What a portal started anew with these settings answers."""
    # Developing: static files are served from where they lie, without collecting them first.
    done = production.run(data_dir, "-c", ASK, *paths, DEBUG="true", ALLOWED_HOSTS="testserver,localhost", **settings)
    assert done.returncode == 0, done.stderr
    return {path: tuple(answer) for path, answer in json.loads(done.stdout).items()}


def test_being_alive_asks_nothing_of_the_database(client):
    """No db fixture: pytest-django would refuse the query."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_ready_with_everything_in_order(db, client):
    actions.record_heartbeat(now=timezone.now())
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json().items() >= {"database": "ok", "migrations": "ok", "worker": "ok"}.items()
    assert "no-store" in response.headers["Cache-Control"]


def test_a_worker_that_never_ran_is_told_but_does_no_harm(db, client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["worker"]) == (200, "not seen yet")


@pytest.mark.parametrize(("seconds", "state"), [(-5, "ok"), (5, "late")])
def test_a_late_worker_is_told_but_requests_are_still_taken(db, client, seconds, state):
    actions.record_heartbeat(now=timezone.now() - LATE_AFTER - timedelta(seconds=seconds))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["worker"]) == (200, state)


def test_not_ready_while_the_database_lacks_a_migration(db, client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("topics.0002_x", False)])
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "behind")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_not_ready_while_the_database_is_away(db, client, error):
    def fail(*args):
        raise error("password authentication failed for user portal at 10.0.0.7")

    with connection.execute_wrapper(fail):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": "away"})
    assert client.get("/healthz").status_code == 200


def test_a_portal_whose_database_cannot_be_reached(tmp_path):
    answers = asked(tmp_path, "/healthz", "/readyz", "/", DATABASE_URL="sqlite:////nowhere/portal.sqlite3")
    assert answers["/healthz"] == (200, "ok\n")
    assert answers["/readyz"] == (503, '{"database": "away"}')
    assert answers["/"][0] == 503 and production.SETTINGS["CLINIC_PHONE"] in answers["/"][1]


def test_a_portal_with_an_empty_database(tmp_path):
    """Nothing has been migrated yet."""
    status, body = asked(tmp_path, "/readyz")["/readyz"]
    assert (status, json.loads(body)) == (503, {"database": "ok", "migrations": "behind", "worker": "unknown"})


def test_an_app_adds_a_word_of_its_own_and_takes_nothing_out_of_service(db, client, monkeypatch):
    monkeypatch.setattr(health, "APP_STATES", Registry("state"))
    health.register_state("weather", lambda: "storm")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["weather"]) == (200, "storm")
