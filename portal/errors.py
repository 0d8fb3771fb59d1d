"""Error pages. They need no database, session or cookie, so that they can be shown whatever has failed."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template import loader
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from portal.clinic import clinic
from portal.lib.own_page import is_from_own_page


def _error_page(status: int, template: str, **context) -> HttpResponse:
    # Rendered without the request, so that no context processor can touch the session or the database.
    body = loader.render_to_string(f"portal/errors/{template}.html", clinic() | context)
    return HttpResponse(body, status=status)


def bad_request(request, exception=None):
    return _error_page(400, "bad_request")


def too_large(request, exception=None):
    return _error_page(413, "bad_request")


def address_too_long(request, exception=None):
    return _error_page(414, "bad_request")


def csrf_failure(request, reason=""):
    """A form came without a valid CSRF token: usually cookies are blocked, or the page was open for very long."""
    return _error_page(403, "csrf_failure")


def permission_denied(request, exception=None):
    return _error_page(403, "permission_denied")


def page_not_found(request, exception=None):
    """404, with the search, the A–Z pages and the words of the address as a search to begin with."""
    slug = request.path.rstrip("/").rsplit("/", 1)[-1]
    words = " ".join(part for part in slug.replace("_", "-").split("-") if part.isalpha())[:60]
    return _error_page(404, "page_not_found", words=words)


def method_not_allowed(request):
    response = HttpResponse(
        _("This address does not answer that kind of call."), status=405, content_type="text/plain; charset=utf-8"
    )
    response["Allow"] = "GET, HEAD, POST"
    return response


def server_error(request):
    return _error_page(500, "server_error")


def service_unavailable(request, exception=None):
    """503 while the database does not answer, with Retry-After: 30 seconds, and with what was typed, to send again."""
    response = _error_page(
        503, "service_unavailable", action=escape_leading_slashes(request.get_full_path()), typed=_typed(request)
    )
    response["Retry-After"] = "30"
    return response


def _typed(request) -> list[tuple[str, str]]:
    """Names and values of the form that a page of ours sent; none where it held a file or a password, which no page
    gives back."""
    if request.method != "POST":
        return []
    try:
        if not is_from_own_page(request):
            return []
        typed, files = request.POST, request.FILES
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):  # too large, broken, or the visitor went
        return []
    if files or any("password" in name for name in typed):
        return []
    pairs = [(name, value) for name, values in typed.lists() for value in values]
    return [(name.replace("\0", " "), value.replace("\0", " ")) for name, value in pairs]  # no page may hold NUL
