"""Whether a page of ours, and not one of another site, opened this one."""

from django.http import HttpRequest


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours opened this one. Every browser of the last years says so."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate" or (origin is None and site is None):
        return False
    return origin in (None, f"{request.scheme}://{request.get_host()}") and site in (None, "same-origin")
