"""For every response: security headers, no caching unless declared, refusals, and 503 without the database."""

import codecs
import logging

from django.conf import settings
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import QueryDict, UnreadablePostError
from django.utils.cache import patch_cache_control

from portal import errors, health, logs
from portal.lib.text import bound_marks

log = logging.getLogger("portal")

_AWAY = (OperationalError, InterfaceError, InternalError)  # InternalError: read-only after a failover
ALLOWED_METHODS = {"GET", "HEAD", "POST"}
MOST_QUERY_BYTES = 8_000
LONGEST_LENGTH = 18  # digits of a Content-Length


class SecurityHeaders:
    """Adds Permissions-Policy and Cross-Origin-Resource-Policy, and empties the body of responses to HEAD."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # Content-Length still tells what a GET would send
        return response


class NoStoreByDefault:
    """Makes every response without a Cache-Control header private and no-store."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, no_store=True, private=True)
        return response


class OnlyKnownMethods:
    """Answers 405 to every method but ALLOWED_METHODS; OPTIONS, too, which the admin answers with the whole page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ALLOWED_METHODS:
            return self.get_response(request)
        return errors.method_not_allowed(request)


class HealthBeforeHosts:
    """Answers /healthz and /readyz by whatever name the portal is asked: load balancers know its IP address only."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.views = dict(zip(health.PATHS, (health.healthz, health.readyz), strict=True))

    def __call__(self, request):
        view = self.views.get(request.path_info)
        if view is None:
            return self.get_response(request)
        response = view(request)
        response.headers["Content-Length"] = str(len(response.content))
        return response


class OnlyReadableBodies:
    """Refuses a query (414) or a body (413) that is too large, and a body that is neither UTF-8 nor ASCII (400)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) > MOST_QUERY_BYTES:
            return errors.address_too_long(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and (len(length) > LONGEST_LENGTH or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return errors.too_large(request)
        if not _is_plain((request.content_params or {}).get("charset", "utf-8")):
            return errors.bad_request(request)
        return self.get_response(request)


class BoundedText:
    """Shortens runs of combining marks in everything that was typed or stands in the query, before anybody reads it.

    How long a text may be is for the fields to say: portal.lib.text.longest_typed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            typed = [request.GET, request.POST]
        except UnreadablePostError:  # the visitor went away; whoever reads the body next notices it again
            return self.get_response(request)
        request.GET, request.POST = map(_bounded, typed)
        return self.get_response(request)


def _pairs(query: QueryDict):
    return ((name, value) for name, values in query.lists() for value in values)


def _bounded(query: QueryDict) -> QueryDict:
    """The same query where nothing had to be shortened."""
    if all(bound_marks(text) == text for pair in _pairs(query) for text in pair):
        return query
    bounded = QueryDict(mutable=True)
    for name, value in _pairs(query):
        bounded.appendlist(bound_marks(name), bound_marks(value))
    bounded._mutable = False
    return bounded


def _is_plain(charset: str) -> bool:
    """Whether a body in this encoding is UTF-8 or part of it."""
    try:
        return codecs.lookup(charset).name in {"utf-8", "ascii"}
    except (LookupError, ValueError):
        return False


class DatabaseAway:
    """Answers 503, with the clinic's telephone number, if the database fails. The log tells each outage once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            response = self.get_response(request)
        except (DatabaseError, InterfaceError) as error:
            return self.process_exception(request, error)
        logs.database_outage.answered()
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, DatabaseError | InterfaceError):
            if isinstance(exception, _AWAY):
                logs.database_outage.failed(request.path, exception)
            else:  # a fault of ours: the place in the code is worth knowing each time
                log.error("The database refused on %s: %s", request.path, exception, exc_info=exception)
            response = errors.service_unavailable(request)
            response._has_been_logged = True  # or Django writes a line of its own for each
            return response
        return None
