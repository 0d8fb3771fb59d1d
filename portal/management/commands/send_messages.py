"""Sends what is due from the outbox, and does the duties the apps have registered (portal.duties)."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from portal import duties, outbox

PAUSE = 5  # seconds between two rounds


class Command(BaseCommand):
    help = "Sends what is due and does the other duties. With --loop it goes on until it is stopped (Ctrl-C or TERM)."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on, looking every few seconds")

    def handle(self, *args, loop, **options):
        if not loop:
            now = timezone.now()
            self.stdout.write(f"Sent: {outbox.send_due(now=now)}")
            duties.do_all(now=now)
            return
        stop = threading.Event()
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, lambda *_: stop.set())
        while not stop.is_set():
            self.one_round()
            stop.wait(PAUSE)

    def one_round(self):
        """A database that is away for a while must not end the worker."""
        try:
            close_old_connections()
            now = timezone.now()
            outbox.beat(now=now)
            outbox.send_due(now=now)
            duties.do_all(now=timezone.now())
        except (DatabaseError, InterfaceError) as error:
            self.stderr.write(f"The database did not answer ({type(error).__name__}); trying again in {PAUSE} s.")
