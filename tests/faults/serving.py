"""The whole portal as production starts it: web server and message worker, in processes that can be killed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.portal import production
from tests.portal.threads import until

WEB = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
WORKER = [sys.executable, "manage.py", "send_messages", "--loop"]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Portal:
    """The web server and the worker. What they say goes to files in `folder`. `environment`: their settings."""

    def __init__(self, folder: Path, environment: dict[str, str]):
        self.folder, self.port = folder, free_port()
        self.environment = environment | {"PORT": str(self.port), "HOST": "127.0.0.1"}
        self.web: subprocess.Popen | None = None
        self.worker: subprocess.Popen | None = None

    def start_web(self, application: str = "portal.wsgi") -> None:
        """Starts the web server and waits until it answers."""
        self.web = self._start([*WEB, application], "web.log")
        if not until(self.answers):
            raise RuntimeError(f"The web server does not answer; see {self.folder}/web.log")

    def start_worker(self) -> None:
        """Starts the message worker."""
        self.worker = self._start(WORKER, "worker.log")

    def _start(self, command: list[str], log: str) -> subprocess.Popen:
        with (self.folder / log).open("ab") as said:
            return subprocess.Popen(
                command,
                cwd=production.ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def answers(self) -> bool:
        """Whether /healthz says ok."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def web_workers(self) -> list[int]:
        """The processes that answer, without the one that starts them."""
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        return [int(child) for child in children]

    def kill_web(self) -> None:
        """Kills the web server with all its processes, as the machine's power does."""
        self._kill(self.web)

    def kill_worker(self) -> None:
        """Kills the message worker."""
        self._kill(self.worker)

    def _kill(self, process: subprocess.Popen | None) -> None:
        if process and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """Stops both as an operator does."""
        for process in (self.web, self.worker):
            if process and process.poll() is None:
                process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(30)
                self._kill(process)
