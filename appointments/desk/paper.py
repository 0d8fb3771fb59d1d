"""Views of paper mode: the pack to print for a time without network, and typing in what was written on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments import date_words, link_secrets
from appointments.booking.actions import booking
from appointments.desk.access import DESK_ROLES, at_the_desk
from appointments.desk.desk_context import desk_context
from appointments.desk.forms.paper import TypingForm
from appointments.models import HealthcareService, PaperPack
from appointments.paper import actions
from portal.lib.refusal import Refused
from portal.refused_forms.pages import form_page, typed_or_kept

PACKS_SHOWN = 24


@require_safe
@at_the_desk(*DESK_ROLES)
def paper(request):
    """What paper mode is, the button for a pack, and the latest packs with who took them."""
    now = timezone.now()
    packs = PaperPack.objects.select_related("by").order_by("-written_at", "-pk")[:PACKS_SHOWN]
    context = {
        "packs": [
            {
                "serial": pack.serial,
                "when": date_words.relative_day_and_time(pack.written_at, now),
                "who": pack.by.get_short_name() if pack.by else "",
                "people": pack.people,
            }
            for pack in packs
        ]
    }
    return render(request, "desk/paper.html", desk_context(request, "paper", now) | context)


@require_POST
@at_the_desk(*DESK_ROLES)
def pack(request):
    """The pack as an HTML file. Sent as an attachment, because its inline styles would be blocked in a page."""
    now = timezone.now()
    stored, made = actions.take_pack(by=request.actor, now=now)
    response = HttpResponse(made.html, content_type="text/html; charset=utf-8")
    name = f"paper-pack-{stored.serial}.html"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK_ROLES)
def type_in(request):
    """A line from paper becomes a request. The appointment agreed on is booked if the time is still free."""
    now = timezone.now()
    if not HealthcareService.objects.exists():
        messages.info(request, _("No service is set up yet, so nothing can be asked for."))
        return redirect("desk:paper")
    sent = typed_or_kept(request)
    form = TypingForm(initial=_initial(request)) if sent is None else TypingForm(sent)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            kept = actions.type_in(
                form.answers(),
                typed["service"],
                serial=typed["serial"],
                line=typed["line"],
                by=request.actor,
                now=now,
                form_secret=typed["secret"],
            )
        except actions.TypedAlready as refusal:
            messages.error(request, str(refusal))
            return redirect("desk:request", refusal.request.reference)
        messages.success(request, _("Typed in: %(reference)s.") % {"reference": kept.spoken_reference})
        _book(request, kept, typed["appointment"], now)
        return redirect("desk:request", kept.reference)
    context = desk_context(request, "paper", now) | {"form": form}
    return form_page(request, form, "desk/type_in.html", context)


def _initial(request) -> dict:
    """What an empty form begins with: ?serial= and ?line= if given, and a new secret."""
    line = request.GET.get("line", "")
    known = {"serial": request.GET.get("serial", "")[:20], "secret": link_secrets.new_secret()}
    return known | ({"line": int(line)} if line.isascii() and line.isdecimal() and len(line) < 3 else {})


def _book(request, stored, appointment, now) -> None:
    """Books the appointment agreed on. If that is refused, the request stays, and a message says why."""
    if appointment is None:
        return
    practitioner, location, starts_at = appointment
    where = {"practitioner": practitioner, "location": location, "starts_at": starts_at}
    try:
        booking.book(stored, **where, by=request.actor, now=now)
    except Refused as refusal:
        messages.error(
            request,
            _("The appointment of %(when)s could not be booked: %(why)s Call the patient.")
            % {"when": date_words.long_day_and_time(starts_at), "why": refusal},
        )
    else:
        messages.success(request, _("Booked: %(when)s.") % {"when": date_words.long_day_and_time(starts_at)})
