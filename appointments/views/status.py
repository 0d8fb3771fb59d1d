"""The page behind a patient's link: where the request stands today. No name, phone or reason: links get forwarded."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments import secrets
from appointments.emergency import emergency_card
from appointments.models import LinkToken
from appointments.standing import standing
from appointments.story import story_of
from appointments.timeline import timeline
from appointments.workflow import QUEUED_STATUSES
from portal.context import Clinic


@require_safe
def status(request, secret):
    """Today's truth about one request. An ended or withdrawn link says so; an unknown one is a 404."""
    now = timezone.now()
    links = LinkToken.objects.select_related("request__service__specialty__live_edition", "request__duplicate_of")
    link = links.filter(digest=secrets.digest(secret), purpose=LinkToken.Purpose.STATUS).first()
    if link is None:
        raise Http404
    if link.revoked_at or link.expires_at <= now:
        return render(request, "appointments/status/link_ended.html", status=410)
    asked, story = link.request, story_of(link.request, now)
    context = {
        "reference": asked.spoken_reference,
        "specialist": asked.service.specialty.live_edition,
        "standing": standing(story),
        "by_email": bool(asked.email) and asked.status in QUEUED_STATUSES and not story.attempts,
        "steps": timeline(story),
        "emergency": emergency_card(Clinic.configured()),
    }
    return render(request, "appointments/status/status.html", context)
