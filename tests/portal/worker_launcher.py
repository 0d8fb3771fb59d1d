"""Starts message workers, each in a process of its own that can be killed, without loading the portal each time.

Run as a process (`python -m tests.portal.worker_launcher`): each line on standard input is a moment; a worker begins to
work at that moment, as `manage.py send_messages --loop` does, and the number of its process is printed.
"""

import os
import signal
import sys


def main() -> None:
    import django

    django.setup()
    import time_machine
    from django.core.management import call_command
    from django.db import connections

    from appointments.messages.actions import outgoing  # noqa: F401  (loaded once, here)

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for line in sys.stdin:
        connections.close_all()
        worker = os.fork()
        if worker == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with time_machine.travel(line.strip(), tick=True):
                call_command("send_messages", loop=True)
            os._exit(0)
        sys.stdout.write(f"{worker}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
