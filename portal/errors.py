"""Pages for when something went wrong. They need no database, no session and no cookie, so they always work."""

from django.http import HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from portal.context import clinic


def _page(status: int, template: str, **context) -> HttpResponse:
    # Rendered without the request, so that no context processor can touch the session or the database.
    body = loader.render_to_string(f"portal/errors/{template}.html", clinic() | context)
    return HttpResponse(body, status=status)


def bad_request(request, exception=None):
    return _page(400, "bad_request")


def too_large(request, exception=None):
    return _page(413, "bad_request")


def forgery_suspected(request, reason=""):
    """A form came back without its token: usually blocked cookies or a page left open for very long."""
    return _page(403, "forgery_suspected")


def permission_denied(request, exception=None):
    return _page(403, "permission_denied")


def page_not_found(request, exception=None):
    """A helpful 404: search, the A–Z pages, and the words of the address as a first search."""
    slug = request.path.rstrip("/").rsplit("/", 1)[-1]
    words = " ".join(part for part in slug.replace("_", "-").split("-") if part.isalpha())[:60]
    return _page(404, "page_not_found", words=words)


def method_not_allowed(request):
    response = HttpResponse(
        _("This address does not answer that kind of call."), status=405, content_type="text/plain; charset=utf-8"
    )
    response["Allow"] = "GET, HEAD, POST, OPTIONS"
    return response


def server_error(request):
    return _page(500, "server_error")


def service_unavailable(request, exception=None):
    """The database is away. Retry-After in seconds."""
    response = _page(503, "service_unavailable")
    response["Retry-After"] = "30"
    return response
