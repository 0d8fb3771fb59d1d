"""Bounds how many requests wait for the database, and keeps public pages for the time it is away.

One process has a few threads. If all of them waited for a database that is locked or gone, nothing would be answered
any more, not even that the process is alive. So only some may be at work with it, some may wait, the others are told at
once. Who only reads has places of their own: a database that takes nothing may still be read. Pages that are the same
for every reader are kept in memory; a reader of one that is kept waits for a moment only, and gets that one then.
"""

import threading
from collections import OrderedDict
from time import monotonic

from django.conf import settings
from django.db import connection
from django.http import HttpResponse

from portal import errors, logs
from portal.lib import patience

AT_WORK = 4  # who may use the database at once in a process: so many who read, and so many who write
MOST_WAITING_TO_READ = 2  # for that, while it hangs
MOST_WAITING_TO_WRITE = 7
HANGS_AFTER = 0.5  # seconds that all at work have taken already
HURRIED_WAIT = 0.35  # seconds that a reader waits for the database while there is a kept page to give
LONGEST_WAIT = 5.0  # seconds
KEPT_PAGES = 200
KEPT_FOR = 15 * 60  # seconds: what was withdrawn is not shown for longer than that
LARGEST_KEPT = 512 * 1024  # bytes
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
            until = self.clock() + (HURRIED_WAIT if in_a_hurry else LONGEST_WAIT)
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
            if patience.is_short() and not _is_connection_there():
                return _unavailable(request, Hangs())
            response = self.get_response(request)
            answered = response.status_code != 503
            return response
        finally:
            places.give_back(place, answered=answered)


def _may_write(request) -> bool:
    """Whoever sends something; and staff, whose looks at requests are recorded."""
    return request.method == "POST" or settings.SESSION_COOKIE_NAME in request.COOKIES


def _is_connection_there() -> bool:
    """Whether the pool, if there is one, has a connection within the time this thread has."""
    if connection.connection is not None or connection.vendor != "postgresql" or not connection.pool:
        return True
    from psycopg_pool import PoolTimeout

    connection.pool.open()
    try:
        connection.pool.putconn(connection.pool.getconn(timeout=patience.seconds_left(LONGEST_WAIT)))
    except PoolTimeout:
        return False
    return True


def _unavailable(request, why: Exception) -> HttpResponse:
    logs.database_outage.failed(request.path, why)
    response = errors.service_unavailable(request)
    response._has_been_logged = True  # the outage is told once
    return response


class KeptPages:
    """Middleware: while the database hangs or is away, answers public pages as they were in the last KEPT_FOR seconds.

    A reader of such a page waits for the database for HURRIED_WAIT at most.
    """

    def __init__(self, get_response, *, clock=monotonic):
        self.get_response = get_response
        self.clock = clock
        self.pages: OrderedDict[tuple, tuple[float, bytes, dict]] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, request):
        if request.method not in {"GET", "HEAD"} or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        key = (request.path_info, request.headers.get("Accept-Encoding", "")[:100])
        if self._kept(key):
            with patience.at_most(HURRIED_WAIT):
                response = self.get_response(request)
        else:
            response = self.get_response(request)
        if response.status_code == 503:
            return self._kept(key) or response
        if request.method == "GET":
            self._keep(key, response)
        return response

    def _keep(self, key, response) -> None:
        with self.lock:
            self.pages.pop(key, None)  # changed, withdrawn, moved, or public no longer
            if _may_be_kept(response):
                self.pages[key] = (self.clock(), response.content, dict(response.headers))
            while len(self.pages) > KEPT_PAGES:
                self.pages.popitem(last=False)

    def _kept(self, key) -> HttpResponse | None:
        with self.lock:
            kept_at, content, headers = self.pages.get(key, (-KEPT_FOR, b"", {}))
        return HttpResponse(content, headers=headers) if headers and self.clock() - kept_at <= KEPT_FOR else None


def _may_be_kept(response) -> bool:
    """Whether it is a page for everyone, as portal.lib.caching.public_page says of it."""
    if response.status_code != 200 or response.streaming or response.cookies or len(response.content) > LARGEST_KEPT:
        return False
    return "public" in [part.strip() for part in response.headers.get("Cache-Control", "").split(",")]
