"""Ends with a sentence and exit code 1 if a server cannot listen at HOST PORT:  python3 port_is_free.py HOST PORT"""

import errno
import os
import socket
import sys
from pathlib import Path


def holders(port):
    """The numbers of the processes that listen at this port, as far as this user may see them."""
    sockets = set()
    for table in ("tcp", "tcp6"):
        try:
            lines = Path("/proc/net", table).read_text().splitlines()[1:]
        except OSError:
            continue  # not Linux
        for fields in map(str.split, lines):
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:  # 0A: LISTEN
                sockets.add(f"socket:[{fields[9]}]")
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(file) in sockets for file in (process / "fd").iterdir()):
                found.append(int(process.name))
        except OSError:
            continue  # somebody else's, or just ended
    return sorted(found)


def command_of(pid):
    """How the process was called, cut to 60 characters that can be shown."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ").strip()
    except OSError:
        return "ended"
    return "".join(character if character.isprintable() else "?" for character in words)[:60]


def why_not(host, port):
    """Why nothing can be served there, as a sentence; "" if it can."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return f"PORT={port} is no port; it is a number from 1 to 65535."
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        another = "Choose another port: PORT=8001 script/demo"
        if error.errno == errno.EADDRINUSE:
            pids = holders(int(port))
            named = "".join(f"\n  {pid}  {command_of(pid)}" for pid in pids)
            ending = f"\nTo end what holds it: kill {' '.join(map(str, pids))}" if pids else ""
            listed = f" It is held by:{named}{ending}" if pids else ""
            return f"Port {port} on {host} is taken, perhaps by another run of this demo. {another}{listed}"
        if error.errno == errno.EACCES:
            return f"Port {port} may be used by the system only. {another}"
        return f"HOST={host} is no address of this machine: {error.strerror}."
    return ""


if __name__ == "__main__":
    sys.exit(why_not(*sys.argv[1:]) or 0)
