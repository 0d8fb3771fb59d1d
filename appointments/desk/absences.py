"""Views of leave, closures and extra sessions: the list with a form, and the appointments that one of them affects."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from appointments.booking.actions import absences
from appointments.desk.absences_page import absence_context, upcoming_absences
from appointments.desk.access import DESK_ROLES, at_the_desk
from appointments.desk.desk_context import desk_context
from appointments.desk.forms.times import DeskScheduleExceptionForm
from appointments.models import ScheduleException

ENTER_PERMISSION = "appointments.add_scheduleexception"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK_ROLES)
def leave(request):
    """What has not ended yet, and a form for more. Adding takes the right to the timetable, else 404."""
    now = timezone.now()
    may_enter = request.user.has_perm(ENTER_PERMISSION)
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
    context = {"form": form, "may_enter": may_enter, "upcoming": upcoming_absences(now)}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/leave.html", desk_context(request, "leave", now) | context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK_ROLES)
def affected_appointments(request, pk):
    """The appointments that an absence affects, with the times held for each.

    POST with `do=hold` holds times for them, with `do=remove` takes the absence out, for which the right is needed.
    """
    now = timezone.now()
    absence = get_object_or_404(ScheduleException.objects.select_related("practitioner", "location"), pk=pk)
    may_enter = request.user.has_perm(ENTER_PERMISSION)
    if request.method == "POST":
        if request.POST.get("do") == "hold":
            number = len(absences.prepare_alternatives(absence, by=request.actor, now=now))
            sentence = ngettext(
                "Times are held for %(count)s appointment.", "Times are held for %(count)s appointments.", number
            )
            messages.success(request, sentence % {"count": number})
            return redirect("desk:appointments_hit", pk)
        if request.POST.get("do") != "remove" or not may_enter:
            raise Http404
        absences.remove(absence, by=request.actor, now=now)
        messages.success(request, _("Taken out. Appointments that were moved stay where they are."))
        return redirect("desk:leave")
    context = absence_context(absence, now=now) | {"may_enter": may_enter}
    return render(request, "desk/affected_appointments.html", desk_context(request, "leave", now) | context)
