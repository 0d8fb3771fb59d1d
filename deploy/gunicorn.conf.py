"""How gunicorn serves the portal, here and in production:  python -m gunicorn -c deploy/gunicorn.conf.py portal.wsgi

HOST and PORT say where it listens. Behind a proxy, leave HOST at 127.0.0.1.
"""

import os
import re
import sys
from pathlib import Path

from gunicorn.glogging import Logger

_host = os.environ.get("HOST") or "127.0.0.1"
_port = os.environ.get("PORT") or "8000"
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"

worker_class = "gthread"
workers = 2
threads = 20  # portal/waiting.py: eight at work with the database, nine that wait, three for all else
timeout = 30  # seconds until a worker that gives no sign of life is replaced
graceful_timeout = 20  # seconds a request may still take when the server stops
keepalive = 5  # seconds a browser's connection is kept for its next request
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - signs of life never wait for a disk
control_socket_disable = True  # nothing steers this server but signals

# Who reads what at a clinic's site is nobody's business, and a patient's link is a key. So the access log holds no
# address of a visitor, no query string, no referrer and no link token: time, method, path, status, bytes, milliseconds.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)sms"
_SECRET = re.compile(r"^(/appointments/(?:request/[^/]+/|feed/|(?!request/|feed/)))[^/]+")


def discreet(path: str) -> str:
    """The path as the access log may show it."""
    path = _SECRET.sub(r"\1[link]", path)
    return "".join(character if character.isprintable() else "?" for character in path)


class DiscreetLogger(Logger):
    """Writes the access log without what leads to a person."""

    def atoms(self, resp, req, environ, request_time):
        return {**super().atoms(resp, req, environ, request_time), "U": discreet(environ.get("PATH_INFO") or "")}


logger_class = DiscreetLogger


def post_fork(server, worker):
    """Lets the portal's own rules for log lines hold for what gunicorn says of requests that went wrong.

    They are loaded in the process that answers requests. The one that starts it would keep what it has loaded, Django
    among it, and hand that on when HUP is to load the code anew.
    """
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from portal.logs import RedactSecrets, ValueFreeFormatter

    for handler in worker.log.error_log.handlers:
        handler.addFilter(RedactSecrets())
        handler.setFormatter(ValueFreeFormatter(worker.log.error_fmt, worker.log.datefmt))
