"""Pages that shared caches may keep, sent compressed. All other pages are no-store (portal.middleware)."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache, wraps

import brotli
from django.utils.cache import patch_cache_control, patch_vary_headers

IDENTITY = "identity"  # not compressed


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
    coding = coding_of(request.headers.get("Accept-Encoding", ""))
    if coding != IDENTITY:
        response.content = _COMPRESS[coding](response.content)
        response.headers["Content-Encoding"] = coding
    patch_vary_headers(response, ["Accept-Encoding"])


@lru_cache(maxsize=256)
def coding_of(accept_encoding: str) -> str:
    """The coding in which a page is sent to whoever takes these: "br", "gzip", or IDENTITY. q=0 means "not this"."""
    parts = (part.replace(" ", "").lower().partition(";") for part in accept_encoding.split(","))
    accepted = {name for name, _, weight in parts if not re.fullmatch(r"q=0(\.0*)?", weight)}
    return next((coding for coding in _COMPRESS if coding in accepted), IDENTITY)


_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=9),
    "gzip": lambda content: gzip.compress(content, mtime=0),
}
