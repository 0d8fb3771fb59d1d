"""The address at which a calendar program reads a practitioner's appointments. Whoever has it needs no account."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments import link_secrets
from appointments.booking.calendar_feed import appointments_of, calendar, feed_of


@require_safe
def feed(request, secret):
    """The appointments of two weeks back and a year ahead. Unknown, revoked, of somebody who left: all the same 404."""
    found = feed_of(link_secrets.digest(secret))
    if found is None:
        raise Http404
    now = timezone.now()
    appointments = appointments_of(found.practitioner, now).select_related("request").order_by("starts_at", "pk")
    answer = HttpResponse(calendar(appointments, now=now), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="appointments.ics"'
    return answer
