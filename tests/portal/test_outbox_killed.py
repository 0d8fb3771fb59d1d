"""A worker is killed twice at each point of a conversation with a mail server that fails as well: nothing is lost.

A real worker in a process of its own, a real connection, a real database. An hour passes from one worker to the
next, so that what the last one had in hand is found.
"""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle, islice

import pytest

from portal.models import OutboundMessage
from tests.appointments.builders import NOON, make_request, make_service
from tests.portal import production, smtp_server
from tests.portal.threads import PATIENCE, until

pytestmark = pytest.mark.django_db(transaction=True)
KILLS, MAILS = 2 * len(smtp_server.POINTS), 8
State = OutboundMessage.State


@contextmanager
def worker_launcher(tmp_path, server):
    """Gives a function: start(now) starts a worker and gives the number of its process."""
    given = production.environment(
        tmp_path, DEMO="true", EMAIL_URL=server.address, DATABASE_URL=production.database_address()
    )
    command = [sys.executable, "-m", "tests.portal.worker_launcher"]
    with subprocess.Popen(
        command, cwd=production.ROOT, env=given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as launcher:

        def start(now):
            launcher.stdin.write(f"{now.isoformat()}\n")
            launcher.stdin.flush()
            return int(launcher.stdout.readline())

        try:
            yield start
        finally:
            launcher.stdin.close()
            launcher.wait(PATIENCE)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: not is_alive(pid)), "it lives on"


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def unsent():
    return OutboundMessage.objects.exclude(state=State.SENT)


def test_a_worker_that_is_killed_again_and_again_loses_nothing_and_repeats_itself_only_recognisably(tmp_path):
    service = make_service()
    for number in range(MAILS):
        make_request(service, now=NOON, email=f"patient{number}@example.org")
    written = set(OutboundMessage.objects.values_list("to", "message_id"))
    assert len(written) == MAILS
    now = NOON
    with smtp_server.running() as server, worker_launcher(tmp_path, server) as start:
        for point in islice(cycle(smtp_server.POINTS), KILLS):
            server.expect("refuse", "drop", point)
            worker = start(now)
            silent = until(server.silent.is_set)
            kill(worker)
            assert silent, f"{unsent().count()} messages wait, and nobody came to {point}"
            assert OutboundMessage.objects.filter(state=State.SENDING).count() <= 1, "only what it had in hand"
            now += timedelta(hours=1)
        refused_dropped_and_killed = server.received()
        server.expect()
        worker = start(now)
        drained = until(lambda: not unsent().exists())
        kill(worker)
        taken = server.received()
    assert drained, list(unsent().values_list("state", "attempts", "last_error"))
    assert len(refused_dropped_and_killed) > KILLS, "the server had more mails than it ever acknowledged"
    assert set(taken) == written, "every message arrived, and each patient knows one Message-ID only"
    assert not OutboundMessage.objects.filter(lease_until__isnull=False).exists()
