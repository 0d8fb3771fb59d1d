"""Ends with a sentence and exit code 1 if a server cannot listen at HOST PORT:  python3 port_is_free.py HOST PORT"""

import errno
import socket
import sys


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
            return f"Port {port} on {host} is taken, perhaps by another run of this demo. {another}"
        if error.errno == errno.EACCES:
            return f"Port {port} may be used by the system only. {another}"
        return f"HOST={host} is no address of this machine: {error.strerror}."
    return ""


if __name__ == "__main__":
    sys.exit(why_not(*sys.argv[1:]) or 0)
