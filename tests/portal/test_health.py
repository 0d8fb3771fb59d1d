"""Alive and able to serve are two questions, and only the second one asks the database."""

import io
import json
import logging
import smtplib
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from portal import actions, health, outbox
from portal.health import LATE_AFTER
from portal.lib.registry import Registry
from portal.logs import RedactSecrets, ValueFreeFormatter
from tests.builders import make_message
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
    assert (status, json.loads(body)) == (
        503,
        {
            "database": "ok",
            "migrations": "behind",
            "worker": "unknown",
            "mail": "unknown",
            "clock": "unknown",
        },
    )


def test_an_app_adds_a_word_of_its_own_and_takes_nothing_out_of_service(db, client, monkeypatch):
    monkeypatch.setattr(health, "APP_STATES", Registry("state"))
    health.register_state("weather", lambda: "storm")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["weather"]) == (200, "storm")


HOSTS = ("10.0.3.17", "10.0.3.17:8000", "[2001:db8::1]", "a b", "evil.example", "-", "x" * 300)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_load_balancer_may_ask_by_any_name(db, client, caplog, path):
    for host in HOSTS:
        response = client.get(path, headers={"host": host})
        assert response.status_code == 200, host
        assert "no-store" in response.headers["Cache-Control"] and "Content-Security-Policy" in response.headers
    assert caplog.records == []


@pytest.mark.parametrize("host", HOSTS)
def test_another_page_may_not_be_asked_by_any_name(client, host):
    """The other half of the test above; without the database, which is not asked for it."""
    assert client.get("/symptoms/", headers={"host": host}).status_code == 400


def test_a_forged_name_is_one_line_in_the_log(db, client):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactSecrets())
    handler.setFormatter(ValueFreeFormatter())
    logging.getLogger("django.security").addHandler(handler)
    try:
        client.get("/symptoms/", headers={"host": "10.0.3.17"})
    finally:
        logging.getLogger("django.security").removeHandler(handler)
    (line,) = stream.getvalue().splitlines()
    assert line.startswith("Invalid HTTP_HOST header: '10.0.3.17'")


def test_a_mail_server_that_takes_nothing_is_told_until_it_takes_something(db, client, hello, mail_server):
    def refuse(mail):
        raise smtplib.SMTPRecipientsRefused({mail.to[0]: (550, b"no")})

    now = timezone.now()
    for _ in range(2):
        make_message(created_at=now, not_before=now)
    mail_server(refuse)
    outbox.send_due(now=now)
    assert client.get("/readyz").json()["mail"] == f"2 refused since {now:%Y-%m-%d %H:%M} UTC"
    assert not outbox.mail_refusals().is_serious  # they may be wrong addresses
    make_message(created_at=now, not_before=now)
    outbox.send_due(now=now + timedelta(minutes=1))
    refusals = outbox.mail_refusals()
    assert (refusals.messages, refusals.since, refusals.is_serious) == (3, now, True)
    mail_server(lambda mail: None)
    make_message(created_at=now, not_before=now)
    outbox.send_due(now=now + timedelta(minutes=2))
    assert outbox.mail_refusals() is None
    assert client.get("/readyz").json()["mail"] == "ok"


def test_a_mail_server_that_is_away_is_serious_at_once(db, hello, mail_server):
    def refuse(mail):
        raise ConnectionRefusedError

    mail_server(refuse)
    now = timezone.now()
    make_message(created_at=now, not_before=now)
    outbox.send_due(now=now)
    assert outbox.mail_refusals().is_serious


@pytest.mark.parametrize(
    ("minutes", "state"), [(1, "ok"), (10, "seen in the future"), (800 * 24 * 60, "seen in the future")]
)
def test_a_sign_of_life_from_the_future_is_no_sign_of_life(db, client, minutes, state):
    actions.record_heartbeat(now=timezone.now() + timedelta(minutes=minutes))
    assert client.get("/readyz").json()["worker"] == state
