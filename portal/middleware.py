"""For every response: security headers, no caching unless declared, refusals, and 503 without the database."""

import codecs
import logging

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import QueryDict, UnreadablePostError
from django.utils.cache import patch_cache_control

from portal import errors
from portal.lib.text import bound_marks

log = logging.getLogger("portal")

ALLOWED_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
MOST_QUERY_BYTES = 8_000
LONGEST_LENGTH = 18  # digits of a Content-Length
# How many bytes a request body may have, by the beginning of the address. An article is written below /admin/.
MOST_BODY_BYTES = (
    ("/admin/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
    ("/desk/", 256_000),
    ("/", 64_000),  # the longest field of a patient's form takes 500 characters: 2,000 bytes
)
MOST_FIELD_CHARACTERS = 400_000  # of one field: twice the longest text of an article


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
    """Answers 405 to every method but ALLOWED_METHODS, TRACE among them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ALLOWED_METHODS:
            return self.get_response(request)
        return errors.method_not_allowed(request)


class OnlyReadableBodies:
    """Refuses a query (414) or a body (413) that is too large, and a body that is neither UTF-8 nor ASCII (400)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) > MOST_QUERY_BYTES:
            return errors.address_too_long(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and (len(length) > LONGEST_LENGTH or int(length) > _most_bytes(request.path_info)):
            return errors.too_large(request)
        if not _is_plain((request.content_params or {}).get("charset", "utf-8")):
            return errors.bad_request(request)
        return self.get_response(request)


def _most_bytes(path: str) -> int:
    return next(most for beginning, most in MOST_BODY_BYTES if path.startswith(beginning))


class BoundedText:
    """Shortens runs of combining marks in everything that was typed or stands in the query, before anybody reads it.

    A field of more than MOST_FIELD_CHARACTERS is refused (413).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            typed = [request.GET, request.POST]
        except UnreadablePostError:  # the visitor went away; whoever reads the body next notices it again
            return self.get_response(request)
        if any(len(value) > MOST_FIELD_CHARACTERS for query in typed for _name, value in _pairs(query)):
            return errors.too_large(request)
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
    """Answers 503, with the clinic's telephone number, if the database does not answer. Logs the error."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except (DatabaseError, InterfaceError) as error:
            return self.process_exception(request, error)

    def process_exception(self, request, exception):
        if isinstance(exception, DatabaseError | InterfaceError):
            log.error(
                "The database did not answer on %s: %s", request.path, type(exception).__name__, exc_info=exception
            )
            return errors.service_unavailable(request)
        return None
