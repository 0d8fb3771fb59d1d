"""Says which pages a cache may keep, and sends those compressed. Everything else is no-store (portal.middleware)."""

import gzip
import re
from functools import lru_cache, wraps

import brotli
from django.utils.cache import patch_cache_control, patch_vary_headers

KEPT = 256  # pages whose compressed bytes are kept: about 10 MB


def public_page(view):
    """Anyone may keep a copy of this page, and asks us before using it again (ETag): a new edition shows at once.

    Only for pages that are the same for every reader: they must not touch the session, messages, the user or a CSRF
    token. Such a page holds no secret, so compressing it gives nothing away.
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


@lru_cache(maxsize=KEPT)
def _brotli(content: bytes) -> bytes:
    return brotli.compress(content, quality=9)


@lru_cache(maxsize=KEPT)
def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
