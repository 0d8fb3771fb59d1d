"""The worker: one round on demand, or round after round until it is told to stop, whatever becomes of the database."""

import signal
import subprocess
import sys
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from portal import actions, duties, logs, outbox
from portal.actions import WORKER
from portal.management.commands import send_messages
from portal.management.commands.send_messages import Command
from portal.models import Heartbeat, OutboundMessage
from tests.builders import make_message
from tests.portal import production
from tests.portal.threads import PATIENCE, until


def make_due(**changes) -> OutboundMessage:
    """A message that is due by the real clock, which the command reads."""
    now = timezone.now()
    return make_message(created_at=now, not_before=now, **changes)


def test_one_round_sends_what_is_due_and_says_how_much(db, hello, mailoutbox):
    make_due()
    make_due()
    out = StringIO()
    call_command("send_messages", stdout=out)
    assert out.getvalue() == "Sent: 2\n"
    assert len(mailoutbox) == 2


def test_one_round_with_nothing_to_do_is_fine(db):
    out = StringIO()
    call_command("send_messages", stdout=out)
    assert out.getvalue() == "Sent: 0\n"


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_round_leaves_a_sign_of_life_and_stops_when_told(tmp_path):
    no_longer_true = make_due(name="appointments.received", subject_id=0)
    given = production.environment(tmp_path, DEMO="true", EMAIL_URL="", DATABASE_URL=production.database_address())
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "send_messages", "--loop"],
        cwd=production.ROOT,
        env=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        went_round = until(
            lambda: (
                OutboundMessage.objects.filter(pk=no_longer_true.pk, state="cancelled").exists()
                or worker.poll() is not None
            )
        )
        if not went_round or worker.poll() is not None:
            worker.kill()
            pytest.fail(worker.communicate()[1])
        assert Heartbeat.objects.filter(worker=WORKER).exists()
        worker.send_signal(signal.SIGTERM)
        out, err = worker.communicate(timeout=PATIENCE)
    finally:
        worker.kill()
        worker.wait()
    assert (worker.returncode, out) == (0, "")
    assert "Traceback" not in err


@pytest.mark.django_db(transaction=True)  # a round closes connections that have grown old
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_does_not_end_the_worker(hello, mailoutbox, monkeypatch, caplog, error):
    make_due()
    worker = Command()
    monkeypatch.setattr(logs, "database_outage", logs.Outage("The database"))
    with monkeypatch.context() as away:

        def refuse(**kwargs):
            raise error("server closed the connection unexpectedly")

        away.setattr(outbox, "send_due", refuse)
        for _ in range(8):
            worker.run_round()
    (record,) = caplog.records  # once an outage
    assert record.getMessage() == f"The database did not answer on the message worker: {error.__name__}"
    worker.run_round()
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_ours_does_end_the_worker(monkeypatch):
    """Only the database may be away; anything else must be seen, and the worker started anew by whoever watches it."""

    def fail(**kwargs):
        raise ValueError

    monkeypatch.setattr(outbox, "send_due", fail)
    with pytest.raises(ValueError):
        Command().run_round()


@pytest.fixture
def signals_put_back():
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in usual.items():
        signal.signal(number, handler)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_mail_server_that_hangs_holds_neither_the_duties_nor_the_sign_of_life(monkeypatch, signals_put_back, stop):
    """Sending does not come back before three rounds of duties were done."""
    rounds, beats, enough = [], [], threading.Event()

    def do_duties(now):
        rounds.append(now)
        if len(rounds) == 3:
            enough.set()
            signal.raise_signal(stop)

    monkeypatch.setattr(send_messages, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(outbox, "send_due", lambda now: enough.wait(PATIENCE))
    monkeypatch.setattr(duties, "run_all", do_duties)
    monkeypatch.setattr(actions, "record_heartbeat", lambda now: beats.append(now))
    call_command("send_messages", loop=True)
    assert enough.is_set() and len(rounds) == len(beats) == 3


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_ours_in_sending_ends_the_worker(monkeypatch, signals_put_back):
    def fail(now):
        raise ValueError

    monkeypatch.setattr(send_messages, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(outbox, "send_due", fail)
    with pytest.raises(ValueError):
        call_command("send_messages", loop=True)
