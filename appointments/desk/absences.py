"""Leave, closures and extra sessions: entered, seen which appointments they hit, other times held, patients moved."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from appointments.booking.actions import absences
from appointments.desk.absences_page import absence_page, coming
from appointments.desk.access import DESK, at_the_desk
from appointments.desk.forms.times import DeskScheduleExceptionForm
from appointments.desk.frame import frame
from appointments.models import ScheduleException

MAY_ENTER = "appointments.add_scheduleexception"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK)
def leave(request):
    """What is entered already, and a form for more. Only somebody with the right to the timetable adds to it."""
    now = timezone.now()
    may_enter = request.user.has_perm(MAY_ENTER)
    form = DeskScheduleExceptionForm(request.POST or None)
    if request.method == "POST":
        if not may_enter:
            raise Http404
        if form.is_valid():
            added = absences.add(
                ScheduleException.Kind(form.cleaned_data["kind"]),
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.cleaned_data["ends_at"],
                practitioner=form.cleaned_data["practitioner"],
                location=form.cleaned_data["location"],
                public_reason=form.cleaned_data["public_reason"],
                by=request.actor,
                now=now,
            )
            messages.success(request, _("Entered."))
            return redirect("desk:appointments_hit", added.pk)
    context = {"form": form, "may_enter": may_enter, "coming": coming(now)}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/leave.html", frame(request, "leave", now) | context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK)
def appointments_hit(request, pk):
    """The appointments that an absence hits, with the times held for each. POST holds some, or takes the absence
    out."""
    now = timezone.now()
    absence = get_object_or_404(ScheduleException.objects.select_related("practitioner", "location"), pk=pk)
    may_enter = request.user.has_perm(MAY_ENTER)
    if request.method == "POST":
        if request.POST.get("do") == "hold":
            made = len(absences.prepare_alternatives(absence, by=request.actor, now=now))
            said = ngettext(
                "Times are held for %(count)s appointment.", "Times are held for %(count)s appointments.", made
            )
            messages.success(request, said % {"count": made})
            return redirect("desk:appointments_hit", pk)
        if request.POST.get("do") != "remove" or not may_enter:
            raise Http404
        absences.remove(absence, by=request.actor, now=now)
        messages.success(request, _("Taken out. Appointments that were moved stay where they are."))
        return redirect("desk:leave")
    context = absence_page(absence, now=now) | {"may_enter": may_enter}
    return render(request, "desk/appointments_hit.html", frame(request, "leave", now) | context)
