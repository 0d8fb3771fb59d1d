"""Pages that shared caches may keep, sent compressed. All other pages are no-store (portal.middleware)."""

import gzip
import re
from functools import lru_cache, wraps

import brotli
from django.utils.cache import patch_cache_control, patch_vary_headers

COMPRESSED_PAGES = 256  # whose compressed bytes are kept in memory, for each coding: about 10 MB


def public_page(view):
    """A view whose pages any cache may keep and has to revalidate before each use (no-cache, ETag).

    Only for pages that are the same for every reader: they must not touch the session, messages, the user or a CSRF
    token. They hold no secret, so compressing them exposes none (BREACH).
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        _compress(request, response)
        return response

    return wrapped


def _compress(request, response) -> None:
    accepted = _accepted(request.headers.get("Accept-Encoding", ""))
    for name, compressed in (("br", _brotli), ("gzip", _gzip)):
        if name in accepted:
            response.content = compressed(response.content)
            response.headers["Content-Encoding"] = name
            break
    patch_vary_headers(response, ["Accept-Encoding"])


def _accepted(header: str) -> set[str]:
    """The codings an Accept-Encoding header takes; q=0 means "not this one"."""
    parts = (part.replace(" ", "").lower().partition(";") for part in header.split(","))
    return {name for name, _, weight in parts if not re.fullmatch(r"q=0(\.0*)?", weight)}


@lru_cache(maxsize=COMPRESSED_PAGES)
def _brotli(content: bytes) -> bytes:
    return brotli.compress(content, quality=9)


@lru_cache(maxsize=COMPRESSED_PAGES)
def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
