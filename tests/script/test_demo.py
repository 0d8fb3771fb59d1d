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
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120)

    def start(self) -> list[str]:
        """Starts it and gives the lines it has printed when it says where it can be reached."""
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
            if line.startswith("Ctrl-C stops it"):
                return lines
        raise AssertionError("script/demo did not start:\n" + "".join(lines))

    def children(self) -> dict[str, int]:
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # one that has just ended
                if f"\nPPid:\t{self.process.pid}\n" in (folder / "status").read_text():
                    command = (folder / "cmdline").read_text()
                    found["worker" if "send_messages" in command else "web"] = int(folder.name)
        return found

    def open(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def worker_is_seen(self) -> bool:
        """Asks until the worker's first heartbeat is there; both are started together, and it may be the slower."""
        patience = monotonic() + 60
        while monotonic() < patience:
            if '"worker": "ok"' in self.open("/readyz"):
                return True
        return False

    def ended(self) -> tuple[int, str]:
        """Waits for its end; gives the exit code and what it printed last."""
        printed = self.process.communicate(timeout=60)[0]
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


def test_prepare_prints_one_login_per_role_and_the_same_again(demo, data):
    first, second = demo.run("--prepare"), demo.run("--prepare")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    logins = re.findall(r"^demo login: (\w+) \S+@\S+ \S{12,}$", first.stdout, re.MULTILINE)
    assert sorted(logins) == ["admin", "clinician", "editor", "lead", "receptionist"]
    assert [line for line in second.stdout.splitlines() if line.startswith("demo login")] == [
        line for line in first.stdout.splitlines() if line.startswith("demo login")
    ]
    assert str(data / "mails") in first.stdout


def test_it_serves_the_portal_and_stops_cleanly(demo):
    printed = "".join(demo.start())
    assert f"http://127.0.0.1:{demo.port}/" in printed
    assert f"http://127.0.0.1:{demo.port}/admin/" in printed
    assert "Lower back cramps" in demo.open("/symptoms/lower-back-cramps/?q=private-words")
    assert demo.worker_is_seen()
    again = demo.run()
    assert again.returncode == 1
    assert f"Port {demo.port} on 127.0.0.1 is taken" in again.stderr
    assert "PORT=" in again.stderr
    children = demo.children()
    demo.process.send_signal(signal.SIGTERM)
    code, printed = demo.ended()
    assert code == 0
    assert "private-words" not in printed
    assert sorted(children) == ["web", "worker"]
    assert not any(Path(f"/proc/{pid}").exists() for pid in children.values())


@pytest.mark.parametrize(
    ("victim", "sentence"), [("web", "The web server ended"), ("worker", "The message worker ended")]
)
def test_if_one_half_dies_the_other_is_stopped_and_named(demo, victim, sentence):
    demo.start()
    children = demo.children()
    os.kill(children[victim], signal.SIGKILL)
    code, printed = demo.ended()
    assert code == 1
    assert sentence in printed
    assert not any(Path(f"/proc/{pid}").exists() for pid in children.values())


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
