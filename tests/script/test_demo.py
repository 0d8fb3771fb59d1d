"""script/demo as a newcomer meets it: what it prints, that it serves and sends, and that it leaves nothing behind."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from time import monotonic

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600  # seconds: a busy machine must not fail a test
HALVES = {"web": "gunicorn", "worker": "send_messages"}  # what the command line of each names

pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.skipif(Path(sys.prefix) != ROOT / ".venv", reason="script/demo uses .venv; run this by script/test"),
]


class Demo:
    """A run of script/demo in a data folder of its own, on a free port."""

    def __init__(self, data: Path):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        own = {"DATA_DIR": str(data), "PORT": str(self.port), "DEMO": "true", "HOME": str(data)}
        self.environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "a-demonstration-in-a-test-" * 3, **own}
        self.process = None

    def run(self, *arguments) -> subprocess.CompletedProcess:
        command = ["script/demo", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE)

    def start(self, until="Ctrl-C stops it") -> str:
        """Starts it and gives what it has printed up to the line that begins so: the one where it serves."""
        self.process = subprocess.Popen(
            ["script/demo"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith(until):
                return "".join(lines)
        raise AssertionError("script/demo did not start:\n" + "".join(lines))

    def halves(self) -> dict[str, int]:
        """Waits until both halves are there, and gives the numbers of their processes."""
        patience = monotonic() + PATIENCE
        while monotonic() < patience:
            found = {}
            for folder in Path("/proc").glob("[0-9]*"):
                with contextlib.suppress(OSError):  # one that has just ended
                    if f"\nPPid:\t{self.process.pid}\n" in (folder / "status").read_text():
                        command = (folder / "cmdline").read_text()
                        found |= {half: int(folder.name) for half, name in HALVES.items() if name in command}
            if len(found) == len(HALVES):
                return found
            assert self.process.poll() is None, self.process.stdout.read()
        raise AssertionError(f"only {found} came up")

    def open(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def worker_is_seen(self) -> bool:
        """Asks until the worker's first heartbeat is there; both are started together, and it may be the slower."""
        patience = monotonic() + PATIENCE
        while monotonic() < patience:
            if '"worker": "ok"' in self.open("/readyz"):
                return True
        return False

    def ended(self) -> tuple[int, str]:
        """Waits for its end; gives the exit code and what it printed last."""
        printed = self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode, printed


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The folder of a demonstration, prepared by the first test and found ready by the next."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(data):
    run = Demo(data)
    yield run
    if run.process and run.process.poll() is None:
        os.killpg(run.process.pid, signal.SIGKILL)
        run.process.wait()


def logins_in(printed: str) -> dict[str, str]:
    """The line of each role's login."""
    return {found[1]: found[0] for found in re.finditer(r"^demo login: (\w+) \S+@\S+ \S{12,}$", printed, re.MULTILINE)}


def test_it_prints_one_login_per_role_and_the_same_again_serves_the_portal_and_stops_cleanly(demo, data):
    prepared = demo.run("--prepare")
    assert prepared.returncode == 0, prepared.stderr
    logins = logins_in(prepared.stdout)
    assert sorted(logins) == ["admin", "clinician", "editor", "lead", "receptionist"]
    assert str(data / "mails") in prepared.stdout
    printed = demo.start()
    assert logins_in(printed) == logins
    assert f"http://127.0.0.1:{demo.port}/" in printed
    assert f"http://127.0.0.1:{demo.port}/admin/" in printed
    assert "Lower back cramps" in demo.open("/symptoms/lower-back-cramps/?q=private-words")
    assert demo.worker_is_seen()
    again = demo.run()
    assert again.returncode == 1
    assert f"Port {demo.port} on 127.0.0.1 is taken" in again.stderr
    assert "PORT=" in again.stderr
    halves = demo.halves()
    demo.process.send_signal(signal.SIGTERM)
    code, printed = demo.ended()
    assert code == 0
    assert "private-words" not in printed
    assert not any(Path(f"/proc/{pid}").exists() for pid in halves.values())


@pytest.mark.parametrize(
    ("victim", "sentence"), [("web", "The web server ended"), ("worker", "The message worker ended")]
)
def test_if_one_half_dies_the_other_is_stopped_and_named(demo, victim, sentence):
    """It dies as soon as it is there: the other one is stopped while it starts, which takes the same lines."""
    demo.start(until="demo login")
    halves = demo.halves()
    os.kill(halves[victim], signal.SIGKILL)
    code, printed = demo.ended()
    assert code == 1
    assert sentence in printed
    assert not any(Path(f"/proc/{pid}").exists() for pid in halves.values())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"PORT": "http"}, "PORT=http is no port"),
        ({"HOST": "192.0.2.7"}, "HOST=192.0.2.7 is no address of this machine"),
    ],
)
def test_a_wrong_address_is_named_before_anything_is_done(tmp_path, changes, sentence):
    demo = Demo(tmp_path)
    demo.environment |= changes
    refused = demo.run()
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert list(tmp_path.iterdir()) == []
