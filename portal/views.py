"""Pages that belong to no other app: the privacy notice, robots.txt, and the style guide for developers."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal.lib.caching import public_page
from portal.privacy_notice import PRIVACY_NOTICE_VERSION
from portal.styleguide import sample_context


@public_page
def privacy(request):
    """What we keep about people who ask for an appointment, and for how long."""
    context = {"version": PRIVACY_NOTICE_VERSION, "retention_days": settings.RETENTION_DAYS}
    return render(request, "portal/privacy.html", context)


@public_page
def robots(request):
    """Search engines may read what we teach; never anything about a person."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /appointments/", "Disallow: /search/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def styleguide(request):
    """Every component in every state; only while developing."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "portal/styleguide.html", sample_context())
