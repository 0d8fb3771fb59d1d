"""Answers public pages from memory, before anything else of a request is looked at.

A page is drawn once for each version of the site (portal.public_pages.site_version) and kept as it was sent: its bytes
in the coding the browser takes, its headers, its ETag. Publishing, withdrawing, opening a request form make a new
version; what is kept of an older one is drawn anew when somebody asks. While the database hangs or is away, pages are
answered as they were in the last KEPT_FOR seconds.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from portal import health
from portal.lib import patience
from portal.lib.caching import coding_of
from portal.public_pages.site_version import NOT_COUNTED, KnownVersion

KEPT_FOR = 15 * 60  # seconds: what was withdrawn is not shown for longer than that, and only without the database
MOST_KEPT = 16 * 1024 * 1024  # bytes, in each process
LARGEST_KEPT = 512 * 1024  # bytes
_ROOM_FOR_HEADERS = 2 * 1024  # bytes, about

Key = tuple[str, str, str]


@dataclass
class KeptPage:
    """A page as it was sent. `right_at`: when it was last known to be as the database has it."""

    content: bytes
    headers: dict[str, str]
    version: int
    right_at: float

    @property
    def weight(self) -> int:
        return len(self.content) + _ROOM_FOR_HEADERS

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page; 304 without it where the reader has it already; for HEAD its headers."""
        response = HttpResponse(self.content, headers=self.headers)
        if "HTTP_IF_NONE_MATCH" in request.META:
            response = get_conditional_response(request, etag=self.headers.get("ETag"), response=response)
        if request.method == "HEAD":
            response.content = b""
        return response


class PublicPages:
    """Middleware, the outermost. Safe for threads; `clock` gives seconds."""

    def __init__(self, get_response, *, clock=monotonic):
        self.get_response = get_response
        self.clock = clock
        self.known = KnownVersion(clock=clock)
        self.pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self.weight = 0
        self.lock = threading.Lock()
        self.turns: dict[Key, threading.Lock] = {}

    def __call__(self, request):
        if request.method not in {"GET", "HEAD"}:
            response = self.get_response(request)
            self.known.look_again()  # what was sent may have changed a page
            return response
        if request.META.get("QUERY_STRING") or request.path_info in health.PATHS or not _is_ours(request):
            return self.get_response(request)
        key = _key(request)
        kept, version = self._kept(key), self._version()
        if kept is None:
            return self._draw(request, key, version)
        if self._is_right(kept, version):
            return kept.answer(request)
        return self._draw_in_turn(request, key, version)

    def _version(self) -> int | None:
        return self.known.number() if settings.KEEPS_PUBLIC_PAGES else NOT_COUNTED

    def _is_right(self, kept: KeptPage, version: int | None) -> bool:
        """Whether the page may be shown without drawing it. Where the database does not tell, for KEPT_FOR seconds."""
        if version is None:
            return self.clock() - kept.right_at <= KEPT_FOR
        if version == NOT_COUNTED or version != kept.version:
            return False
        kept.right_at = self.clock()
        return True

    def _draw_in_turn(self, request, key, version) -> HttpResponse:
        """Of those who ask at once for a page that has changed, one draws it, the others wait for a moment."""
        with self.lock:
            turn = self.turns.setdefault(key, threading.Lock())
        mine = turn.acquire(timeout=patience.HURRIED_WAIT)
        try:
            kept = self._kept(key)
            if kept and self._is_right(kept, version):
                return kept.answer(request)
            with patience.at_most(patience.HURRIED_WAIT):
                response = self._draw(request, key, version)
            if response.status_code == 503 and kept and self.clock() - kept.right_at <= KEPT_FOR:
                return kept.answer(request)
            return response
        finally:
            if mine:
                with self.lock:
                    self.turns.pop(key, None)
                turn.release()

    def _draw(self, request, key, version) -> HttpResponse:
        """What the portal answers; kept if it is the same for everyone.

        What is drawn is of the given version or a later one, so it is never taken for newer than it is.
        """
        response = self.get_response(request)
        if request.method == "GET" and response.status_code != 503:
            page = None
            if _may_be_kept(response):
                number = NOT_COUNTED if version is None else version
                page = KeptPage(response.content, dict(response.headers), number, self.clock())
            self._keep(key, page)
        return response

    def _keep(self, key: Key, page: KeptPage | None) -> None:
        with self.lock:
            old = self.pages.pop(key, None)  # changed, withdrawn, moved, or public no longer
            self.weight -= old.weight if old else 0
            if page:
                self.pages[key] = page
                self.weight += page.weight
            while self.weight > MOST_KEPT:
                self.weight -= self.pages.popitem(last=False)[1].weight

    def _kept(self, key: Key) -> KeptPage | None:
        with self.lock:
            kept = self.pages.get(key)
            if kept:
                self.pages.move_to_end(key)
            return kept


def _key(request: HttpRequest) -> Key:
    """All that a public page depends on besides what is stored and set."""
    return request.scheme, request.path, coding_of(request.META.get("HTTP_ACCEPT_ENCODING", ""))


def _is_ours(request: HttpRequest) -> bool:
    """Whether the portal may be asked by this name. Who asks by another one is told further in."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether it is a page for everyone, as portal.lib.caching.public_page says of it, and no cookie was looked at."""
    if response.status_code != 200 or response.streaming or response.cookies or len(response.content) > LARGEST_KEPT:
        return False
    cached, varies = (_parts(response.headers.get(name, "")) for name in ("Cache-Control", "Vary"))
    return "public" in cached and varies <= {"accept-encoding"}


def _parts(header: str) -> set[str]:
    return {part.strip().lower() for part in header.split(",")} - {""}
