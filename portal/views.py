"""robots.txt, and the style guide for developers."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal.lib.caching import public_page
from portal.styleguide import sample_context


@public_page
def robots(request):
    """robots.txt: search engines may read the articles, but no page about a person and no search results.

    Calendar programs that keep to it may fetch feeds: of two rules the longer one counts (RFC 9309, 2.2.2).
    """
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /appointments/", "Allow: /appointments/feed/"]
    lines += ["Disallow: /search/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def styleguide(request):
    """Every component in every state. Answers 404 unless DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "portal/styleguide.html", sample_context())
