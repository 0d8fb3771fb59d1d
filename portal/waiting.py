"""Bounds how many requests wait for the database, and keeps public pages for the time it is away.

One process has a few threads. If all of them waited for a database that is locked or gone, nothing would be answered
any more, not even that the process is alive. So only some may be at work with it, some may wait, the others are told at
once; and pages that are the same for every reader are answered from memory.
"""

import threading
from collections import OrderedDict
from time import monotonic

from django.http import HttpResponse

from portal import errors, logs

AT_WORK = 4  # requests of a process that may use the database at once
MOST_WAITING = 6  # that wait for that while it hangs; with AT_WORK two less than the threads of deploy/gunicorn.conf.py
HANGS_AFTER = 0.5  # seconds that all at work have taken already
LONGEST_WAIT = 5.0  # seconds
KEPT_PAGES = 200
KEPT_FOR = 15 * 60  # seconds: what was withdrawn is not shown for longer than that
LARGEST_KEPT = 512 * 1024  # bytes


class Hangs(Exception):
    """All who are at work with the database have been for long: there is no place."""


class Places:
    """A number of places. Whoever finds none waits, unless those who have them seem to hang and enough wait already."""

    def __init__(self, places: int = AT_WORK, most_waiting: int = MOST_WAITING, *, clock=monotonic):
        self.places, self.most_waiting, self.clock = places, most_waiting, clock
        self.changed = threading.Condition()
        self.since: dict[int, float] = {}
        self.waiting = 0
        self.next_key = 0

    def take(self) -> int:
        """Waits for a place and gives its key. Raises Hangs."""
        with self.changed:
            until = self.clock() + LONGEST_WAIT
            self.waiting += 1
            try:
                while len(self.since) >= self.places:
                    now = self.clock()
                    too_many = self.waiting > self.most_waiting and now - max(self.since.values()) > HANGS_AFTER
                    if too_many or now >= until:
                        raise Hangs
                    self.changed.wait(HANGS_AFTER / 2)
            finally:
                self.waiting -= 1
            self.next_key += 1
            self.since[self.next_key] = self.clock()
            return self.next_key

    def give_back(self, key: int) -> None:
        """Frees the place of this key."""
        with self.changed:
            del self.since[key]
            self.changed.notify()


class BoundedWaiting:
    """Middleware: answers 503 at once, rather than after a long wait, while the database hangs."""

    def __init__(self, get_response, places: Places | None = None):
        self.get_response = get_response
        self.places = places or Places()

    def __call__(self, request):
        try:
            place = self.places.take()
        except Hangs as why:
            logs.database_outage.failed(request.path, why)
            response = errors.service_unavailable(request)
            response._has_been_logged = True  # the outage is told once
            return response
        try:
            return self.get_response(request)
        finally:
            self.places.give_back(place)


class KeptPages:
    """Middleware: while the database is away, answers public pages as they were within the last KEPT_FOR seconds."""

    def __init__(self, get_response, *, clock=monotonic):
        self.get_response = get_response
        self.clock = clock
        self.pages: OrderedDict[tuple, tuple[float, bytes, dict]] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"} or request.META.get("QUERY_STRING"):
            return response
        key = (request.path_info, request.headers.get("Accept-Encoding", "")[:100])
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
