"""Calendar feeds: a practitioner makes and revokes their own, a desk lead everybody's. The address is shown once."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments import date_words
from appointments.booking.actions import calendar_feeds
from appointments.desk.access import at_the_desk
from appointments.desk.frame import frame
from appointments.models import CalendarFeed
from appointments.workflow import Role
from topics.models import Practitioner


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(Role.LEAD, Role.PRACTITIONER)
def feeds(request):
    """Whose feeds the reader may look after, and whether they have one. POST makes or revokes one."""
    now, made = timezone.now(), {}
    if request.method == "POST":
        typed = request.POST.get("practitioner", "")
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 19):
            raise Http404
        person = get_object_or_404(theirs(request.actor), pk=int(typed))
        if request.POST.get("do") == "revoke":
            calendar_feeds.revoke(person, by=request.actor, now=now)
            messages.success(request, _("Revoked: the address opens nothing any more."))
            return redirect("desk:feeds")
        if request.POST.get("do") != "make":
            raise Http404
        secret = calendar_feeds.make(person, by=request.actor, now=now)
        address = settings.BASE_URL + reverse("appointments:feed", args=[secret])
        made = {"name": person.name, "address": address}
    return render(request, "desk/feeds.html", frame(request, "feeds", now) | {"people": _people(request), "made": made})


def theirs(actor):
    """The practitioners whose feeds this person looks after."""
    working = Practitioner.objects.filter(active=True)
    return working if actor.leads else working.filter(user=actor.user)


def _people(request) -> list[dict]:
    living = CalendarFeed.objects.filter(revoked_at__isnull=True, practitioner__in=theirs(request.actor))
    since = dict(living.order_by("pk").values_list("practitioner", "made_at"))
    now = timezone.now()
    return [
        {
            "pk": person.pk,
            "name": person.name,
            "since": date_words.relative_day_and_time(since[person.pk], now) if person.pk in since else "",
        }
        for person in theirs(request.actor).order_by("name", "pk")
    ]
