"""What an open page of the desk asks for again and again: new requests, and who else has the same request open."""

import json
from hashlib import sha256

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from appointments.booking.actions import claims, looks
from appointments.desk.access import DESK_ROLES, at_the_desk
from appointments.desk.request import find_request
from appointments.models import AppointmentRequest

MOST_COUNTED = 99


@require_safe
@at_the_desk(*DESK_ROLES)
def new_requests(request):
    """How many requests came in after the one ?since= names, as JSON; 304 if the reader has that answer already."""
    since = request.GET.get("since", "")
    known = int(since) if since.isascii() and since.isdecimal() and len(since) < 19 else 0
    found = len(AppointmentRequest.objects.came_after(known).values_list("pk")[: MOST_COUNTED + 1])
    sentence = ""
    if found:
        shown = f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found)
        sentence = ngettext("%(count)s new request", "%(count)s new requests", found) % {"count": shown}
    return _answer(request, {"count": found, "sentence": sentence})


@require_POST
@at_the_desk(*DESK_ROLES)
def presence(request, reference):
    """A sign that the request's page is open: renews the reader's claim. Answers who else has it open, and whether it
    was changed after the version in POST."""
    now = timezone.now()
    appointment_request = find_request(request.actor, reference, now)
    others = looks.note_presence(appointment_request, by=request.actor, now=now)
    claims.renew(appointment_request, by=request.actor, now=now)
    names = ", ".join(person.get_short_name() for person in others)
    typed = request.POST.get("version", "")
    changed = typed.isascii() and typed.isdecimal() and int(typed[:9]) != appointment_request.version
    sentence = _("This request was changed since you opened it. Load the page again to see how.") if changed else ""
    return _answer(
        request, {"others": _("%(names)s has this open") % {"names": names} if names else "", "changed": sentence}
    )


def _answer(request, values: dict) -> HttpResponse:
    """The values as JSON with an ETag; 304 without a body if the reader has the same."""
    body = json.dumps(values).encode()
    etag = quote_etag(sha256(body).hexdigest()[:16])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": etag})
    return HttpResponse(body, content_type="application/json", headers={"ETag": etag})
