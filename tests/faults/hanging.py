"""While the database hangs for 26 seconds: how long health and kept public pages take, with many who post."""

import os
import random
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic

import psycopg
from django.db import connections

from tests.faults import reckoning
from tests.faults.faults import address_of, standing_still
from tests.faults.ledger import HOST, Ledger, Line, Patient
from tests.faults.serving import Portal
from tests.portal import production

HANGS = 26  # seconds
POSTERS, READERS = 24, 8
KEPT = ("/", "/symptoms/", "/symptoms/lower-back-cramps/", "/conditions/", "/conditions/herniated-disc/", "/tests/")
BOUND = 1.0  # seconds


class Probe:
    """Asks for one page after another, each time over a connection of its own, and keeps how long each took."""

    def __init__(self, port: int, paths: tuple[str, ...], pause: float):
        self.port, self.paths, self.pause = port, paths, pause
        self.seconds: list[float] = []
        self.wrong: list[str] = []

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(self.pause):
            path = random.choice(self.paths)
            begun = monotonic()
            status = self.ask(path)
            self.seconds.append(monotonic() - begun)
            if status != 200:
                self.wrong.append(f"{path}: {status}")

    def ask(self, path: str) -> int | str:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            try:
                connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
                response = connection.getresponse()
                response.read()
                return response.status
            except (OSError, HTTPException) as error:
                return type(error).__name__

    def __str__(self):
        ordered = sorted(self.seconds)
        middle, last = ordered[len(ordered) // 2], ordered[-1]
        most = ordered[int(len(ordered) * 0.99)]
        return f"{len(ordered)} asked, median {middle:.3f} s, 99 of 100 within {most:.3f} s, slowest {last:.3f} s"


def measure(folder: Path, postgres) -> int:
    """Measures each way of hanging; prints it. Gives how many answers were wrong or took longer than BOUND."""
    ways = {"locked": locked_file}
    if postgres:
        ways = {
            "shut down": shut_down,
            "standing still": lambda _folder, server: standing_still(server),
            "locked": locked_tables,
        }
    broken = 0
    for way, hang in ways.items():
        portal = Portal(folder, production.environment(folder, DATABASE_URL=os.environ["DATABASE_URL"]))
        portal.start_web()
        try:
            broken += _measure(portal, way, lambda hang=hang: hang(folder, postgres))
        finally:
            portal.stop()
    return broken


def _measure(portal: Portal, way: str, hang: Callable) -> int:
    health, kept = Probe(portal.port, ("/healthz",), 0.05), [Probe(portal.port, KEPT, 0.1) for _ in range(READERS)]
    for _ in range(12):  # each process of the web server has every page
        for path in KEPT:
            kept[0].ask(path)
    ledger, over, away = Ledger(), threading.Event(), threading.Event()
    posters = [
        threading.Thread(target=Patient(portal.port, ledger, "neurologist", Line()).ask, args=(over,), daemon=True)
        for _ in range(POSTERS)
    ]
    probes = [threading.Thread(target=probe.run, args=(away,), daemon=True) for probe in (health, *kept)]
    for poster in posters:
        poster.start()
    threading.Event().wait(4)
    with hang():
        for probe in probes:
            probe.start()
        threading.Event().wait(HANGS)
        away.set()
        for probe in probes:
            probe.join()
    back = monotonic()
    over.set()
    for poster in posters:
        poster.join()
    pages = Probe(portal.port, KEPT, 0)
    for probe in kept:
        pages.seconds += probe.seconds
        pages.wrong += probe.wrong
    print(f"\nhanging, {way}, for {HANGS} s, {POSTERS} post and {READERS} read. Load average {os.getloadavg()[0]:.1f}")
    print(f"  /healthz    {health}")
    print(f"  kept pages  {pages}")
    print(f"  posting: {dict(sorted(ledger.answers.items()))}, {len(ledger.acknowledged())} acknowledged; all had an")
    print(f"  answer {monotonic() - back:.1f} s after it was back; {len(ledger.odd)} odd {set(ledger.odd)}")
    portal.stop()
    connections.close_all()  # the database may have been another process meanwhile
    wrong = health.wrong + pages.wrong + reckoning.reckon(ledger.forms).faults
    for each in sorted(set(wrong)):
        print(f"  WRONG  {each} ({wrong.count(each)} times)")
    late = [seconds for seconds in health.seconds + pages.seconds if seconds > BOUND]
    if late:
        print(f"  LATE   {len(late)} answers took more than {BOUND} s")
    return len(wrong) + len(late) + len(ledger.odd)


@contextmanager
def locked_file(folder: Path, _postgres):
    with closing(sqlite3.connect(folder / "portal.sqlite3", timeout=60, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def locked_tables(_folder: Path, postgres):
    """Somebody changes every table, as a migration does: not even reading is possible."""
    with closing(psycopg.connect(address_of(postgres))) as other:
        other.execute("SET deadlock_timeout = '60s'")  # the portal's own lock_timeout ends it, not ours
        tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        other.execute(f"LOCK TABLE {', '.join(name for (name,) in tables)} IN ACCESS EXCLUSIVE MODE")
        yield


@contextmanager
def shut_down(_folder: Path, postgres):
    postgres.stop("fast")
    try:
        yield
    finally:
        postgres.start()
