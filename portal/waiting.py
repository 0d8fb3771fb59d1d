"""Bounds how many requests wait for the database.

One process has a few threads. If all of them waited for a database that is locked or gone, nothing would be answered
any more, not even that the process is alive. So only some may be at work with it, some may wait, the others are told at
once. Who only reads has places of their own: a database that takes nothing may still be read. Whoever can be given a
page that is kept (portal.public_pages) waits for a moment only.
"""

import threading
from time import monotonic

from django.conf import settings
from django.http import HttpResponse

from portal import errors, logs
from portal.lib import patience

AT_WORK = 4  # who may use the database at once in a process: so many who read, and so many who write
MOST_WAITING_TO_READ = 2  # for that, while it hangs
MOST_WAITING_TO_WRITE = 7
HANGS_AFTER = 0.5  # seconds that all at work have taken already
LONGEST_WAIT = 5.0  # seconds
_TICK = 0.1  # seconds after which those who wait look again


class Hangs(Exception):
    """All who are at work with the database have been for long, or got no answer: there is no place."""


class Places:
    """A number of places. Whoever finds none waits, unless those who have them seem to hang and enough wait already.

    They seem to hang when all have taken longer than HANGS_AFTER, or one came back without an answer of the database;
    until one comes back with an answer.
    """

    def __init__(self, places: int, most_waiting: int, *, clock=monotonic):
        self.places, self.most_waiting, self.clock = places, most_waiting, clock
        self.changed = threading.Condition()
        self.since: dict[int, float] = {}
        self.waiting = 0
        self.next_key = 0
        self.hang = False

    def take(self, *, in_a_hurry: bool = False) -> int:
        """Waits for a place and gives its key. Raises Hangs.

        Somebody `in_a_hurry` waits for HURRIED_WAIT at most, and while those at work hang, not at all: then one of them
        at a time tries whether the database is there again.
        """
        with self.changed:
            until = self.clock() + (patience.HURRIED_WAIT if in_a_hurry else LONGEST_WAIT)
            self.waiting += 1
            try:
                while len(self.since) >= (1 if in_a_hurry and self.hang else self.places):
                    now = self.clock()
                    self.hang = self.hang or now - max(self.since.values()) > HANGS_AFTER
                    if (self.hang and (in_a_hurry or self.waiting > self.most_waiting)) or now >= until:
                        raise Hangs
                    self.changed.wait(_TICK)
            finally:
                self.waiting -= 1
            self.next_key += 1
            self.since[self.next_key] = self.clock()
            return self.next_key

    def give_back(self, key: int, *, answered: bool = True) -> None:
        """Frees the place of this key. `answered`: whether the database did."""
        with self.changed:
            del self.since[key]
            self.hang = not answered
            self.changed.notify()


class BoundedWaiting:
    """Middleware: answers 503 at once, rather than after a long wait, while the database hangs."""

    def __init__(self, get_response, *, clock=monotonic):
        self.get_response = get_response
        self.readers = Places(AT_WORK, MOST_WAITING_TO_READ, clock=clock)
        self.writers = Places(AT_WORK, MOST_WAITING_TO_WRITE, clock=clock)

    def __call__(self, request):
        places = self.writers if _may_write(request) else self.readers
        try:
            place = places.take(in_a_hurry=patience.is_short())
        except Hangs as why:
            return _unavailable(request, why)
        answered = False
        try:
            if patience.is_short() and not patience.is_connection_there(LONGEST_WAIT):
                return _unavailable(request, Hangs())
            response = self.get_response(request)
            answered = response.status_code != 503
            return response
        finally:
            places.give_back(place, answered=answered)


def _may_write(request) -> bool:
    """Whoever sends something; and staff, whose looks at requests are recorded."""
    return request.method == "POST" or settings.SESSION_COOKIE_NAME in request.COOKIES


def _unavailable(request, why: Exception) -> HttpResponse:
    logs.database_outage.failed(request.path, why)
    response = errors.service_unavailable(request)
    response._has_been_logged = True  # the outage is told once
    return response
