"""Runs the faults named on the command line, or all of them, and ends with an error if a promise was broken.

script/faults calls it. With TEST_DB=postgres on a PostgreSQL that waits for the disk and is thrown away afterwards.
FAULTS_SECONDS: how long each goes on. FAULTS_PATIENTS: how many ask at the same time. FAULTS_FOLDER: where it writes.
"""

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from tests.portal import production
from tests.postgres import server as postgres_server

DURABLE = {"max_connections": "150", "listen_addresses": ""}  # as installed: commits wait for the disk
SECONDS = float(os.environ.get("FAULTS_SECONDS") or 30)
PATIENTS = int(os.environ.get("FAULTS_PATIENTS") or 16)
SPECIALTY = "neurologist"


def main(names: list[str]) -> None:
    with _prepared() as (folder, postgres):
        from tests.faults.faults import FAULTS, Fault, small_disk
        from tests.faults.hanging import measure

        engine = "postgresql" if postgres else "sqlite"
        known = [fault for fault in FAULTS if engine in fault.engines]
        if not postgres and os.statvfs(folder).f_blocks * os.statvfs(folder).f_frsize < 200 * 2**20:
            known.append(Fault("small_disk", small_disk, ("sqlite",)))
        chosen = [fault for fault in known if not names or fault.name in names]
        broken = run_all(folder, postgres, chosen) if chosen else 0
        if not names or "hanging" in names:
            broken += measure(folder, postgres)
    sys.exit(1 if broken else 0)


@contextmanager
def _prepared() -> Iterator:
    """A folder, and perhaps a PostgreSQL, with the shipped pages and one open service; Django is set up for them."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("FAULTS_FOLDER") or None) as name:
        folder = Path(name)
        if os.environ.get("TEST_DB") != "postgres":
            _set_up(folder, f"sqlite:///{folder}/portal.sqlite3")
            yield folder, None
            return
        with postgres_server.running(DURABLE) as postgres:
            _set_up(folder, postgres.address)
            yield folder, postgres


def _set_up(folder: Path, database_url: str) -> None:
    os.environ.update(production.environment(folder, DATABASE_URL=database_url))
    import django

    django.setup()
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    from django.conf import settings
    from django.core.management import call_command

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)  # one connection, new after each fault
    from appointments.models import HealthcareService
    from topics.models import Topic

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_content", verbosity=0, stdout=StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)
    HealthcareService.objects.create(specialty=Topic.objects.get(live_slug=SPECIALTY))


def run_all(folder: Path, postgres, chosen: list) -> int:
    """Lets patients ask while each fault is at work; prints what became of it. Gives the number of broken promises."""
    from django.db import connections

    from tests.faults import reckoning
    from tests.faults.faults import House
    from tests.faults.serving import Portal
    from tests.portal.smtp_server import SmtpServer

    mail = SmtpServer()
    mail.start()
    environment = production.environment(folder, DATABASE_URL=os.environ["DATABASE_URL"], EMAIL_URL=mail.address)
    portal = Portal(folder, environment)
    house = House(portal, mail, None if postgres else folder / "portal.sqlite3", postgres)
    broken, total = 0, 0
    portal.start_worker()
    try:
        for fault in chosen:
            portal.start_web(fault.application)
            ledger = ask_while(house, fault)
            portal.kill_web()
            connections.close_all()  # the database may have been another process meanwhile
            result = reckoning.reckon(ledger.forms)
            total += result.acknowledged
            broken += report(fault.name, ledger, result)
        mails, twice = drained(house)
        print(f"\nmails: {len(mail.taken)} taken, {twice} of them once more under the same Message-ID")
        broken += tell(mails)
    finally:
        portal.stop()
        mail.go_on.set()
        mail.stop()
        for log in ("web.log", "worker.log"):
            if kept := os.environ.get("FAULTS_LOGS"):
                Path(kept, log).write_bytes((folder / log).read_bytes())
    print(f"\n{total} acknowledged requests, {broken} broken promises. Load average: {os.getloadavg()[0]:.1f}")
    return broken


def ask_while(house, fault, patients: int = PATIENTS):
    """The ledger of patients who ask while the fault is at work, and until each has an answer to what they began."""
    from tests.faults.ledger import Ledger, Patient

    ledger, stop = Ledger(), threading.Event()

    def one():
        Patient(house.portal.port, ledger, SPECIALTY, house.line).ask(stop)

    threads = [threading.Thread(target=one, daemon=True) for _ in range(patients)]
    for thread in threads:
        thread.start()
    fault.act(house, SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    return ledger


def report(name: str, ledger, result) -> int:
    """Prints a fault's line; gives how many promises were broken."""
    answers = ", ".join(f"{status}: {times}" for status, times in sorted(ledger.answers.items()))
    print(
        f"\n{name}: {result.acknowledged} acknowledged, {result.stored} stored ({result.unheard} unheard, "
        f"{result.set_aside} set aside); sent again {sum(form.sent_again for form in ledger.forms)} times; "
        f"answers {answers}; {ledger.cut} connections broke; slowest answer {ledger.slowest:.1f} s",
        flush=True,
    )
    odd = {line: ledger.odd.count(line) for line in ledger.odd}
    return tell([*result.faults, *(f"{line} ({times} times)" for line, times in odd.items())])


def tell(faults: list[str]) -> int:
    """Prints broken promises; gives how many."""
    for fault in faults[:20]:
        print(f"  BROKEN  {fault}", flush=True)
    return len(faults)


def drained(house) -> tuple[list[str], int]:
    """What is wrong with the mails when all have left; the pauses between tries are taken for over."""
    from django.utils import timezone

    from portal.models import OutboundMessage
    from tests.faults import reckoning
    from tests.portal.threads import until

    State = OutboundMessage.State
    house.portal.kill_worker()
    unsent = OutboundMessage.objects.filter(state__in=[State.CREATED, State.RETRYING, State.SENDING])
    house.portal.start_worker()
    mine = f":{house.portal.worker.pid}:"

    def is_less_than(before: int) -> bool:
        now = timezone.now()
        unsent.filter(state=State.RETRYING, not_before__gt=now).update(not_before=now)
        others = unsent.filter(state=State.SENDING, lease_until__gt=now).exclude(worker__contains=mine)
        others.update(lease_until=now)
        return unsent.count() < before

    left = unsent.count()
    while left and until(lambda: is_less_than(left)):  # noqa: B023 - asked before it changes
        left = unsent.count()
    faults, twice = reckoning.mail_faults(house.mail.received())
    return faults + ([f"{left} mails never left"] if left else []), twice


if __name__ == "__main__":
    main(sys.argv[1:])
