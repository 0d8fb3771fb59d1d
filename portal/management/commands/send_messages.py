"""The message worker: sends what is due from the outbox and does the duties the apps have registered."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from portal import actions, clock, duties, logs, outbox

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
        # Sending has a thread of its own: a slow mail server holds neither the duties nor the sign of life.
        failures: list[Exception] = []
        sender = threading.Thread(target=self._go_on_sending, args=(stop, failures), name="sender")
        sender.start()
        try:
            while not stop.is_set():
                self.run_duties()
                stop.wait(PAUSE_SECONDS)
        finally:
            stop.set()
            sender.join()
        if failures:
            raise failures[0]

    def _go_on_sending(self, stop, failures):
        try:
            while not stop.is_set():
                self.run_sending()
                stop.wait(PAUSE_SECONDS)
        except Exception as failure:  # raised by the main thread, which ends, so that the worker is started anew
            failures.append(failure)
            stop.set()
        finally:
            connections.close_all()

    def run_round(self):
        """Sends, then does the duties."""
        self.run_sending()
        self.run_duties()

    def run_sending(self):
        """Sends what is due."""
        self._while_database_answers(lambda: outbox.send_due(now=timezone.now()))

    def run_duties(self):
        """Leaves a sign of life and does the duties."""
        self._while_database_answers(self._do_duties)

    def _do_duties(self):
        now = timezone.now()
        actions.record_heartbeat(now=now)
        clock.note_round(now=now)
        duties.run_all(now=now)

    def _while_database_answers(self, work):
        """Does the work. A database that does not answer is told once an outage; the worker goes on."""
        try:
            close_old_connections()
            work()
        except (DatabaseError, InterfaceError) as error:
            logs.database_outage.failed("the message worker", error)
        else:
            logs.database_outage.answered()
