"""Views of the queue: its lists, the search, and "Take next"."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appointments.booking.actions import claims
from appointments.desk import queue_lists
from appointments.desk.access import DESK_AND_PRACTITIONER, DESK_ROLES, at_the_desk
from appointments.desk.call_windows import CallWindows
from appointments.desk.desk_context import desk_context
from appointments.desk.forms.requests import FilterForm
from appointments.desk.queue_rows import SELECTED, queue_rows
from appointments.desk.shown_lists import record_shown
from appointments.models import AppointmentRequest, ListLook
from appointments.workflow import Role
from portal.lib.search_words import SearchWords, read_search

NARROWING = ("service", "location", "language", "mine", "callable", "due")  # the filters, by field


@require_safe
@at_the_desk(*DESK_AND_PRACTITIONER)
def queue(request):
    """One of the lists, filtered and paged, or what ?q= found. Practitioners are redirected to their appointments.

    A filter that makes no sense is told at its field, and the others count.
    """
    if request.actor.role == Role.PRACTITIONER:
        return redirect("desk:today")
    now = timezone.now()
    call_windows = CallWindows(now)
    tab = queue_lists.TABS.get(request.GET.get("tab", ""), queue_lists.TABS["waiting"])
    form = FilterForm(request.GET)
    form.is_valid()
    chosen, sought = form.cleaned_data, read_search(request.GET.get("q", ""), signs_matter=True)
    is_search, more = bool(sought.typed.strip()), False
    how = {"actor": request.actor, "now": now}
    if is_search:
        seen = AppointmentRequest.objects.visible_to(request.actor, now)
        found = seen.found(sought.words).order_by("-created_at", "-pk").select_related(*SELECTED)
        shown, cursor = list(found[: queue_lists.MOST_FOUND + 1]), ""
        more, shown = len(shown) > queue_lists.MOST_FOUND, shown[: queue_lists.MOST_FOUND]
        if len(shown) == 1 and not sought.notes:
            return redirect("desk:request", shown[0].reference)
    else:
        listed = queue_lists.filtered(
            queue_lists.requests_in_tab(tab.code, **how), chosen, call_windows=call_windows, **how
        )
        shown, cursor = queue_lists.page_of(listed, tab, request.GET.get("after", ""))
    page = ListLook.Page.SEARCH if is_search else ListLook.Page.QUEUE
    record_shown(request, page, [one.pk for one in shown], now)
    context = {
        "tabs": _tabs(tab, is_search, queue_lists.tab_counts(**how)),
        "tab": tab,
        "rows": queue_rows(shown, call_windows=call_windows, **how),
        "form": form,
        "sought": sought if is_search else SearchWords(),
        "more_found": more,
        "narrowed": bool(form.errors) or any(chosen.get(name) for name in NARROWING),
        "due": queue_lists.due_today(now=now),
        "next_url": _query_with(request.GET, after=cursor) if cursor else "",
        "first_url": _query_with(request.GET, after="") if request.GET.get("after") else "",
        "newest": AppointmentRequest.objects.newest(),
    }
    return render(request, "desk/queue.html", desk_context(request, "queue", now) | context)


@require_POST
@at_the_desk(*DESK_ROLES)
def take_next(request):
    """Claims the request to call now and opens it; a message says if nobody is to be called at this hour."""
    form = FilterForm(request.POST)
    form.is_valid()
    chosen = form.cleaned_data
    taken = claims.take_next(
        by=request.actor,
        now=timezone.now(),
        service=chosen.get("service") or None,
        language=chosen.get("language") or None,
    )
    if taken is None:
        messages.info(request, _("Nobody is to be called right now. Those who wait are listed below."))
        return redirect("desk:queue")
    return redirect("desk:request", taken.reference)


def _tabs(tab, is_search: bool, counts: dict[str, str]) -> list[dict]:
    address = reverse("desk:queue")
    return [
        {
            "label": each.label,
            "url": f"{address}?tab={each.code}" if each.code != "waiting" else address,
            "count": counts.get(each.code, ""),
            "current": each.code == tab.code and not is_search,
        }
        for each in queue_lists.TABS.values()
    ]


def _query_with(query, **changes) -> str:
    """The query string with these values changed; an empty value is left out."""
    new = query.copy()
    for name, value in changes.items():
        new.pop(name, None)
        if value:
            new[name] = value
    return f"?{new.urlencode()}"
