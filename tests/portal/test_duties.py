"""The worker's duties: each is done every round, and one that fails is seen in the log and stops nobody else."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError

from portal import duties, outbox
from portal.lib.registry import AlreadyRegistered, Registry
from portal.management.commands.send_messages import Command
from tests.builders import NOW


@pytest.fixture(autouse=True)
def no_other_duties(monkeypatch):
    monkeypatch.setattr(duties, "DUTIES", Registry("duty"))


def failing(error):
    def do(now):
        raise error

    return do


def test_every_duty_is_told_the_moment_and_says_how_much_it_did():
    moments = []
    duties.register("sweep", lambda now: moments.append(now) or 3)
    duties.register("rest", lambda now: 0)
    assert duties.run_all(now=NOW) == {"sweep": 3, "rest": 0}
    assert moments == [NOW]


@pytest.mark.parametrize("error", [ValueError("x"), OperationalError("the database is away"), IntegrityError("y")])
def test_a_duty_that_fails_is_logged_and_the_next_is_done(db, caplog, error):
    duties.register("broken", failing(error))
    duties.register("sound", lambda now: 1)
    assert duties.run_all(now=NOW) == {"sound": 1}
    (record,) = caplog.records
    assert record.getMessage() == "The duty broken failed"
    assert record.exc_info[1] is error


def test_a_second_duty_of_one_name_is_refused():
    duties.register("sweep", lambda now: 1)
    with pytest.raises(AlreadyRegistered):
        duties.register("sweep", lambda now: 2)
    assert duties.run_all(now=NOW) == {"sweep": 1}


def test_a_row_that_fails_is_logged_and_the_next_is_done(caplog):
    rows = [SimpleNamespace(pk=pk) for pk in (1, 2, 3, 4)]

    def do(row):
        if row.pk == 2:
            raise ValueError
        return row.pk != 3  # nothing to do for the third

    assert duties.run_for_each("sweep", rows, do) == 2
    assert [record.getMessage() for record in caplog.records] == ["sweep: row 2 failed"]


def test_one_round_of_the_command_does_the_duties_too(db):
    done = []
    duties.register("sweep", lambda now: done.append(now) or 1)
    call_command("send_messages", stdout=StringIO())
    assert len(done) == 1


@pytest.mark.django_db(transaction=True)  # a round closes connections that have grown old
def test_each_round_of_the_worker_sends_first_and_then_does_the_duties(monkeypatch):
    order = []
    monkeypatch.setattr(outbox, "send_due", lambda **kwargs: order.append("mails") or 0)
    duties.register("broken", failing(ValueError()))
    duties.register("sweep", lambda now: order.append("sweep") or 1)
    worker = Command(stderr=StringIO())
    worker.run_round()
    worker.run_round()
    assert order == ["mails", "sweep"] * 2
    assert worker.stderr.getvalue() == ""
