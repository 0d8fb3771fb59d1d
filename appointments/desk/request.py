"""One request: everything for the call, what can be done next, and its whole history."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments.booking.actions import looks
from appointments.desk import queue_lists
from appointments.desk.access import DESK_ROLES, at_the_desk
from appointments.desk.call_windows import CallWindows
from appointments.desk.desk_context import desk_context
from appointments.desk.history import history_page
from appointments.desk.queue_rows import queue_rows
from appointments.desk.request_page import request_context
from appointments.models import AppointmentRequest
from appointments.references import as_reference
from appointments.requests.fields import DayField


def find_request(actor, typed: str, now) -> AppointmentRequest:
    """The request of this reference, however it is typed, if the actor may see it. Http404 otherwise."""
    beside = "claimed_by", "service__specialty", "preferred_practitioner", "source_topic__live_edition", "duplicate_of"
    seen = AppointmentRequest.objects.visible_to(actor, now).select_related(*beside)
    seen = seen.defer("source_topic__live_edition__document")
    for found in seen.filter(reference=as_reference(typed)):
        return found
    raise Http404


@require_safe
@at_the_desk(*DESK_ROLES)
def request_detail(request, reference):
    """The page of one request. That it was opened is written down: the one thing a page of the desk writes."""
    now = timezone.now()
    asked = find_request(request.actor, reference, now)
    if reference != asked.reference:
        return redirect("desk:request", asked.reference)
    if request.method == "GET":
        looks.record_look(asked, by=request.actor, now=now)
        looks.note_presence(asked, by=request.actor, now=now)
    return render_request(request, asked, now)


@require_safe
@at_the_desk(*DESK_ROLES)
def history(request, reference):
    """Every step of its life, the latest first, page by page."""
    now = timezone.now()
    asked = find_request(request.actor, reference, now)
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) < 19):
        raise Http404
    context = {
        "reference": asked.spoken_reference,
        "back_url": reverse("desk:request", args=[asked.reference]),
        **history_page(asked, now, before=int(before) if before else None),
    }
    return render(request, "desk/history.html", desk_context(request, "queue", now) | context)


def render_request(request, asked, now, *, forms: dict | None = None, refusal=None, status: int = 200):
    """The page as it stands, with the forms somebody has filled in, and why a step was refused."""
    calls = CallWindows(now)
    how = {"actor": request.actor, "now": now}
    waiting = queue_lists.requests_in_tab("waiting", **how).select_related("claimed_by", "service__specialty")
    context = {
        "rows": queue_rows(list(waiting[: queue_lists.SHOWN_BESIDE_REQUEST]), calls=calls, current=asked.pk, **how),
        "newest": AppointmentRequest.objects.newest(),
        "refusal": refusal,
        **request_context(
            asked, calls=calls, forms=forms or {}, changed=refusal.changed if refusal else 0, start=_day(request), **how
        ),
    }
    return render(request, "desk/request.html", desk_context(request, "queue", now) | context, status=status)


def _day(request):
    """The day from which free times are shown; None for the next ones."""
    try:
        return DayField(required=False).clean(request.GET.get("from", "")[:40])
    except ValidationError:
        return None
