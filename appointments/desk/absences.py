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
from appointments.desk.forms.times import DeskScheduleExceptionForm, SicknessForm
from appointments.desk.shown_lists import record_shown
from appointments.models import ListLook, ScheduleException
from portal.lib.refusal import Refused
from portal.refused_forms.pages import form_page, typed_or_kept

ENTER_PERMISSION = "appointments.add_scheduleexception"
SICKNESS_PERMISSION = "appointments.enter_sickness"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK_ROLES)
def leave(request):
    """What has not ended yet, and a form for more: with the right to the timetable for all of it, else for sickness of
    today and tomorrow. Adding takes one of the two rights, else 404."""
    now = timezone.now()
    may_enter = request.user.has_perm(ENTER_PERMISSION)
    may_enter_sickness = not may_enter and request.user.has_perm(SICKNESS_PERMISSION)
    data = typed_or_kept(request)
    form = DeskScheduleExceptionForm(data) if may_enter else SicknessForm(data, now=now)
    if request.method == "POST":
        if not (may_enter or may_enter_sickness):
            raise Http404
        if form.is_valid():
            try:
                added = _add(form.cleaned_data, may_enter, by=request.actor, now=now)
            except Refused as refused:  # the day has changed in between
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Entered."))
                return redirect("desk:appointments_hit", added.pk)
    context = {"form": form, "may_enter": may_enter, "may_enter_sickness": may_enter_sickness}
    context["upcoming"] = upcoming_absences(now)
    return form_page(request, form, "desk/leave.html", desk_context(request, "leave", now) | context)


def _add(typed: dict, may_enter: bool, *, by, now) -> ScheduleException:
    span = {"starts_at": typed["starts_at"], "ends_at": typed["ends_at"], "by": by, "now": now}
    if not may_enter:
        return absences.add_sickness(typed["practitioner"], **span)
    return absences.add(
        ScheduleException.Kind(typed["kind"]),
        practitioner=typed["practitioner"],
        location=typed["location"],
        public_reason=typed["public_reason"],
        **span,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK_ROLES)
def affected_appointments(request, pk):
    """The appointments that an absence affects, with the times held for each.

    POST with `do=hold` holds times for them, with `do=remove` takes the absence out: for those with the right to the
    timetable, and for whoever entered the sickness.
    """
    now = timezone.now()
    absence = get_object_or_404(ScheduleException.objects.select_related("practitioner", "location"), pk=pk)
    is_own_sickness = absence.kind == ScheduleException.Kind.LEAVE and absence.made_by_id == request.user.pk
    may_enter = request.user.has_perm(ENTER_PERMISSION) or (
        is_own_sickness and request.user.has_perm(SICKNESS_PERMISSION)
    )
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
    record_shown(request, ListLook.Page.LEAVE, context["named"], now)
    return render(request, "desk/affected_appointments.html", desk_context(request, "leave", now) | context)
