"""What breaks. Each fault goes on for about `seconds`, beside the patients; then everything works again."""

import os
import random
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import psycopg

from tests.faults.ledger import Line
from tests.faults.serving import Portal
from tests.portal.smtp_server import SmtpServer
from tests.postgres.server import Server

ALWAYS = 100_000  # sessions: more than a run has


@dataclass
class House:
    """What can break: the portal, its database (`postgres`, or the SQLite `file`) and the mail server."""

    portal: Portal
    mail: SmtpServer
    file: Path | None = None
    postgres: Server | None = None
    line: Line = field(default_factory=Line)
    never: threading.Event = field(default_factory=threading.Event)

    def pause(self, seconds: float) -> None:
        self.never.wait(seconds)


@dataclass(frozen=True)
class Fault:
    """`act` breaks something for so many seconds. `engines`: the databases it is about."""

    name: str
    act: Callable[[House, float], None]
    engines: tuple[str, ...] = ("sqlite", "postgresql")
    application: str = "portal.wsgi"


def _again_and_again(house: House, seconds: float, every: float, work: Callable[[], None]) -> None:
    until = monotonic() + seconds
    while monotonic() < until:
        house.pause(every * (0.5 + random.random()))
        work()


def nothing(house: House, seconds: float) -> None:
    """A quiet day, to compare with."""
    house.pause(seconds)


def web_killed(house: House, seconds: float) -> None:
    """A web process is killed every few seconds; gunicorn starts another."""

    def kill():
        with suppress(ProcessLookupError, IndexError):
            os.kill(random.choice(house.portal.web_workers()), signal.SIGKILL)

    _again_and_again(house, seconds, 3, kill)


def master_killed(house: House, seconds: float) -> None:
    """The whole web server is killed every few seconds, and started anew as a service manager does."""

    def kill():
        house.portal.kill_web()
        house.portal.start_web()

    _again_and_again(house, seconds, 4, kill)


def worker_killed(house: House, seconds: float) -> None:
    """The message worker is killed every few seconds, while it sends."""

    def kill():
        house.portal.kill_worker()
        house.portal.start_worker()

    _again_and_again(house, seconds, 4, kill)


def power(house: House, seconds: float) -> None:
    """A web process dies between the commit and the answer, at every third request (tests.faults.application)."""
    house.line.power_cut = 0.33
    house.pause(seconds)
    house.line.power_cut = 0.0


def cut_connections(house: House, seconds: float) -> None:
    """Patients' connections break before they have read the answer, at every third page."""
    house.line.hangs_up = 0.33
    house.pause(seconds)
    house.line.hangs_up = 0.0


def locked(house: House, seconds: float) -> None:
    """Somebody holds the lock for writing, for three to fourteen seconds at a time."""
    until = monotonic() + seconds
    while monotonic() < until:
        with holding(house):
            house.pause(random.choice((3, 7, 14)))
        house.pause(1.5)


def holding(house: House):
    """A context in which nobody else can write."""
    if house.file:
        writer = sqlite3.connect(house.file, timeout=60, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
    else:
        writer = psycopg.connect(address_of(house.postgres))
        tables = "appointments_appointmentrequest, appointments_requestdraft, portal_outboundmessage"
        writer.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
    return closing(writer)


def database_restarted(house: House, seconds: float) -> None:
    """PostgreSQL is stopped and started: in order, and as a power cut does."""
    modes = iter(("fast", "immediate") * 50)

    def restart():
        house.postgres.stop(next(modes))
        house.pause(1)
        house.postgres.start()

    _again_and_again(house, seconds, 4, restart)


def database_stands_still(house: House, seconds: float) -> None:
    """PostgreSQL takes connections and words, and answers nothing, for three to twelve seconds at a time."""
    until = monotonic() + seconds
    while monotonic() < until:
        with standing_still(house.postgres):
            house.pause(random.choice((3, 7, 12)))
        house.pause(3)


@contextmanager
def standing_still(server: Server) -> Iterator[None]:
    """A context in which every process of the server stands still."""
    processes = [server.process, *_children(server.process)]
    for process in processes:
        _signal(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(processes):
            _signal(process, signal.SIGCONT)


def _signal(process: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, number)


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def database_connections_cut(house: House, seconds: float) -> None:
    """Every connection to PostgreSQL is ended about once a second; now and then one of its processes is killed."""

    others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"

    def cut():
        with suppress(psycopg.OperationalError), psycopg.connect(address_of(house.postgres)) as connection:
            pids = [pid for (pid,) in connection.execute(f"SELECT pid {others}")]
            connection.execute(f"SELECT pg_terminate_backend(pid) {others}")
            if pids and random.random() < 0.2:
                _signal(random.choice(pids), signal.SIGKILL)

    _again_and_again(house, seconds, 1.5, cut)


def address_of(server: Server) -> str:
    """Its address as psycopg wants it."""
    return server.address.replace("postgres://", "postgresql://")


def disk_full(house: House, seconds: float) -> None:
    """No file can grow any more, for a few seconds at a time: the limit of the processes that write to the database."""
    until = monotonic() + seconds
    while monotonic() < until:
        processes = _writers(house)
        for process in processes:
            _limit_files(house, process, str(64 * 1024))
        house.pause(4)
        for process in {*processes, *_writers(house)}:
            _limit_files(house, process, "unlimited")
        if house.postgres and not _writers(house):
            house.postgres.start()  # it ends when it cannot write its log; a service manager starts it again
        house.pause(4)


def _writers(house: House) -> list[int]:
    if house.file:
        return [house.portal.worker.pid, house.portal.web.pid, *house.portal.web_workers()]
    with suppress(FileNotFoundError):  # it has ended
        first = house.postgres.process
        return [first, *_children(first)]
    return []


def _limit_files(house: House, process: int, size: str) -> None:
    """How large the files may become that the process writes: bytes, or "unlimited"."""
    how = house.postgres.how if house.postgres else {}  # as the user whose process it is
    command = ["prlimit", f"--pid={process}", f"--fsize={size}:unlimited"]
    done = subprocess.run(command, capture_output=True, text=True, **how)
    if done.returncode and Path(f"/proc/{process}").exists():
        raise RuntimeError(f"The disk cannot be made full: {done.stderr.strip()}")


def small_disk(house: House, seconds: float) -> None:
    """The disk itself is full, again and again. Only where the run's folder is on a disk of less than 200 MB."""
    folder = house.file.parent
    until = monotonic() + seconds
    ballast = folder / "ballast"
    while monotonic() < until:
        with suppress(OSError), ballast.open("wb", buffering=0) as full:
            while full.write(b"\0" * 16384):
                pass
        house.pause(4)
        ballast.unlink()
        house.pause(4)


def mail_dead(house: House, seconds: float) -> None:
    """Nobody listens where the mail server was."""
    house.mail.stop()
    house.pause(seconds)
    house.mail.start()


def mail_refuses(house: House, seconds: float) -> None:
    """The mail server says "not now" to everything."""
    house.mail.expect(*["refuse"] * ALWAYS)
    house.pause(seconds)
    house.mail.expect()


def mail_drips(house: House, seconds: float) -> None:
    """The mail server answers with one byte every four seconds."""
    house.mail.expect(*["drip"] * ALWAYS)
    house.pause(seconds)
    house.mail.expect()


def mail_drops(house: House, seconds: float) -> None:
    """The mail server takes every other mail, and dies before it has said so."""
    house.mail.expect(*["drop", "take"] * (ALWAYS // 2))
    house.pause(seconds)
    house.mail.expect()


def everything(house: House, seconds: float) -> None:
    """Web processes and worker are killed, the database is locked and the mail server refuses, all at once."""
    house.line.hangs_up = 0.15
    house.mail.expect(*["refuse", "drop", "take"] * (ALWAYS // 3))
    others = [threading.Thread(target=act, args=(house, seconds)) for act in (web_killed, worker_killed, locked)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    house.mail.expect()
    house.line.hangs_up = 0.0


FAULTS = [
    Fault("nothing", nothing),
    Fault("web_killed", web_killed),
    Fault("master_killed", master_killed),
    Fault("worker_killed", worker_killed),
    Fault("power", power, application="tests.faults.application"),
    Fault("cut_connections", cut_connections),
    Fault("locked", locked),
    Fault("database_restarted", database_restarted, ("postgresql",)),
    Fault("database_stands_still", database_stands_still, ("postgresql",)),
    Fault("database_connections_cut", database_connections_cut, ("postgresql",)),
    Fault("disk_full", disk_full),
    Fault("mail_dead", mail_dead),
    Fault("mail_refuses", mail_refuses),
    Fault("mail_drips", mail_drips),
    Fault("mail_drops", mail_drops),
    Fault("everything", everything),
]
