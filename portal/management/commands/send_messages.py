"""The message worker: sends what is due from the outbox and does the duties the apps have registered."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from portal import actions, clock, duties, outbox

PAUSE_SECONDS = 5  # between two rounds


class Command(BaseCommand):
    help = "Sends what is due and does the other duties. With --loop it goes on until it is stopped (Ctrl-C or TERM)."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on, looking every few seconds")

    def handle(self, *args, loop, **options):
        if not loop:
            now = timezone.now()
            clock.note_round(now=now)
            self.stdout.write(f"Sent: {outbox.send_due(now=now)}")
            duties.run_all(now=now)
            return
        stop = threading.Event()
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, lambda *_: stop.set())
        while not stop.is_set():
            self.run_round()
            stop.wait(PAUSE_SECONDS)

    def run_round(self):
        """Sends, then does the duties. A database that does not answer is reported; the worker goes on."""
        try:
            close_old_connections()
            now = timezone.now()
            actions.record_heartbeat(now=now)
            clock.note_round(now=now)
            outbox.send_due(now=now)
            duties.run_all(now=timezone.now())
        except (DatabaseError, InterfaceError) as error:
            again = f"trying again in {PAUSE_SECONDS} s."
            self.stderr.write(f"The database did not answer ({type(error).__name__}); {again}")
