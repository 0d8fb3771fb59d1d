"""What the scripts share: a folder that cannot be used is named in a sentence; two runs take turns in one folder."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shell(words: str, *arguments) -> subprocess.CompletedProcess:
    command = ["bash", "-c", f"set -euo pipefail; source script/lib/shell.sh; {words}", "demo", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("made", [True, False])
def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path, made):
    folder = tmp_path / "a folder"
    if made:
        folder.mkdir()
    done = shell('require_room "$1"', folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("/proc/self", "Nothing can be written in the folder /proc/self: it is read-only, or not yours."),
        ("/proc/nowhere", "The folder /proc/nowhere cannot be made: what is above it is read-only or full."),
        ("/dev/null/x", "The folder /dev/null/x cannot be made"),
    ],
)
def test_a_folder_that_cannot_be_written_gets_a_sentence(folder, sentence):
    done = shell('require_room "$1"', folder)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1 and sentence in line and "DATA_DIR=" in line


def test_a_full_disk_gets_a_sentence(tmp_path):
    (tmp_path / ".demo.room").symlink_to("/dev/full")  # every write to it ends in "no space left on device"
    done = shell('require_room "$1"', tmp_path)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1 and f"The disk of the folder {tmp_path} is full." in line
    assert list(tmp_path.iterdir()) == []


def test_two_runs_take_turns_in_one_folder(tmp_path):
    """Eight at once; each notes when it begins and ends, and none begins before another has ended."""
    words = 'hold_lock "$1"; echo begin >>"$1/notes"; cat "$1/notes" >/dev/null; echo end >>"$1/notes"; release_lock'
    command = ["bash", "-c", f"set -euo pipefail; source script/lib/shell.sh; {words}", "demo", str(tmp_path)]
    runs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(8)]
    assert [run.wait(60) for run in runs] == [0] * 8
    assert (tmp_path / "notes").read_text().split() == ["begin", "end"] * 8


def test_a_lock_ends_with_its_run(tmp_path):
    held = subprocess.Popen(
        ["bash", "-c", 'source script/lib/shell.sh; hold_lock "$1"; echo held; read -r _', "demo", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with held:
        held.stdout.readline()
        waiting = subprocess.Popen(
            ["bash", "-c", 'source script/lib/shell.sh; hold_lock "$1"; echo mine', "demo", str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        with waiting:
            assert waiting.stdout.readline() == f"Another run prepares the folder {tmp_path}; waiting for it.\n"
            held.kill()
            assert waiting.stdout.readline() == "mine\n"


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1"])  # noqa: S104
def test_who_holds_a_port_is_named_with_the_way_to_end_it(host):
    script = "import socket, sys; s = socket.create_server((sys.argv[1], 0), family=int(sys.argv[2])); "
    script += "print(s.getsockname()[1], flush=True); sys.stdin.read()"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    command = [sys.executable, "-c", script, host, str(int(family))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        port = holder.stdout.readline().strip()
        asked = [sys.executable, "script/lib/port_is_free.py", host, port]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60)
        holder.stdin.close()
    assert done.returncode == 1 and f"Port {port} on {host} is taken" in done.stderr
    assert re.search(rf"^  {holder.pid}  \S*python", done.stderr, re.MULTILINE)
    assert done.stderr.rstrip().endswith(f"To end what holds it: kill {holder.pid}")
