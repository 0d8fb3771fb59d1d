"""The privacy notice: its version, to which people agree when they ask for an appointment, and its page."""

from django.conf import settings
from django.shortcuts import render

from portal.lib.caching import public_page

PRIVACY_NOTICE_VERSION = "2026-12.3"  # changes with every change of templates/portal/privacy.html that matters


@public_page
def privacy_notice(request):
    """The page that says what is stored about people who ask for an appointment, and for how long."""
    context = {"version": PRIVACY_NOTICE_VERSION, "retention_days": settings.RETENTION_DAYS}
    return render(request, "portal/privacy.html", context)
