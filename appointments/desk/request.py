"""Views of one request: its page and its history."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments.booking.actions import looks
from appointments.desk import queue_lists, refused_steps
from appointments.desk.access import DESK_ROLES, at_the_desk
from appointments.desk.call_windows import CallWindows
from appointments.desk.desk_context import desk_context
from appointments.desk.history import history_page
from appointments.desk.queue_rows import SELECTED, queue_rows
from appointments.desk.request_card import duplicates, similar_requests
from appointments.desk.request_page import request_context
from appointments.desk.shown_lists import record_shown
from appointments.models import AppointmentRequest, ListLook
from appointments.references import parse_reference
from appointments.requests.fields import NearDayField
from portal.lib.addresses import with_query
from portal.refused_forms.pages import kept_form


def find_request(actor, typed: str, now) -> AppointmentRequest:
    """The request with this reference, typed with or without hyphen, if the actor may see it. Raises Http404."""
    beside = "claimed_by", "service__specialty", "preferred_practitioner", "source_topic__live_edition", "duplicate_of"
    seen = AppointmentRequest.objects.visible_to(actor, now).select_related(*beside)
    seen = seen.defer("source_topic__live_edition__document")
    for found in seen.filter(reference=parse_reference(typed)):
        return found
    raise Http404


@require_safe
@at_the_desk(*DESK_ROLES)
def request_detail(request, reference):
    """The page of one request. GET records that it was opened, by whom, and what else of patients stands on it."""
    now = timezone.now()
    appointment_request = find_request(request.actor, reference, now)
    if reference != appointment_request.reference:
        return redirect(with_query(reverse("desk:request", args=[appointment_request.reference]), request))
    if request.method == "GET":
        looks.record_look(appointment_request, by=request.actor, now=now)
        looks.note_presence(appointment_request, by=request.actor, now=now)
    forms, refusal = refused_steps.restore(kept_form(request), appointment_request, request.actor)
    return render_request(request, appointment_request, now, forms=forms, refusal=refusal)


@require_safe
@at_the_desk(*DESK_ROLES)
def history(request, reference):
    """All events of the request, the latest first, in pages."""
    now = timezone.now()
    appointment_request = find_request(request.actor, reference, now)
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) < 19):
        raise Http404
    context = {
        "reference": appointment_request.spoken_reference,
        "back_url": reverse("desk:request", args=[appointment_request.reference]),
        **history_page(appointment_request, now, before=int(before) if before else None),
    }
    return render(request, "desk/history.html", desk_context(request, "queue", now) | context)


def render_request(request, appointment_request, now, *, forms: dict | None = None, refusal=None, status: int = 200):
    """The page of the request. `forms`: forms that were sent, by step, to be shown again. `refusal`: RefusalNotice.

    Requests that may be duplicates stand on it with all that was told: each is recorded as opened, too.
    """
    how = {"actor": request.actor, "now": now, "call_windows": CallWindows(now)}
    waiting = queue_lists.requests_in_tab("waiting", actor=request.actor, now=now).select_related(*SELECTED)
    beside = list(waiting[: queue_lists.SHOWN_BESIDE_REQUEST])
    similar = similar_requests(appointment_request, now, actor=request.actor)
    if request.method != "HEAD":
        record_shown(request, ListLook.Page.BESIDE, [one.pk for one in beside], now)
        for other in similar:
            looks.record_look(other, by=request.actor, now=now)
    changed = refusal.changed if refusal else 0
    context = {
        "rows": queue_rows(beside, current=appointment_request.pk, **how),
        "newest": AppointmentRequest.objects.newest(),
        "refusal": refusal,
        "duplicates": duplicates(similar, now),
        **request_context(appointment_request, forms=forms or {}, changed=changed, start=_first_day(request), **how),
    }
    return render(request, "desk/request.html", desk_context(request, "queue", now) | context, status=status)


def _first_day(request):
    """?from= as a day, from which free times are shown; None for the next ones."""
    try:
        return NearDayField(required=False).clean(request.GET.get("from", "")[:40])
    except ValidationError:
        return None
