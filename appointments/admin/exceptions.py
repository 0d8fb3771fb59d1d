"""Closures, leave and extra sessions in the admin, with the appointments they hit; public holidays as suggestions."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from appointments.booking.actions import absences, timetable
from appointments.date_words import day_and_time_with_year
from appointments.desk.access import desk_actor
from appointments.lifecycle.actor import Actor
from appointments.models import ScheduleException
from appointments.scheduling.forms import ScheduleExceptionForm
from appointments.scheduling.public_holidays import PublicHolidaysForm, public_holidays
from appointments.workflow import Role

YEARS_AHEAD = 2
MOST_LISTED = 50


def _timetable_actor(user) -> Actor:
    """The actor of a change to the timetable: a desk lead as such, anybody else as an administrator."""
    actor = desk_actor(user)
    return actor if actor and actor.leads else Actor(Role.ADMINISTRATOR, user)


@admin.register(ScheduleException)
class ScheduleExceptionAdmin(admin.ModelAdmin):
    """What differs from the usual week. Rows are written by actions, which lock out bookings at the same moment."""

    form = ScheduleExceptionForm
    list_display = ("kind", "practitioner", "from_when", "until_when", "public_reason")
    list_display_links = ("kind", "practitioner")
    list_filter = ("kind", ("practitioner", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("practitioner",)
    date_hierarchy = "starts_at"
    ordering = ("-starts_at", "-pk")
    fieldsets = (
        (None, {"fields": ("kind", "practitioner", "location")}),
        (
            gettext_lazy("When, by the clock of the clinic"),
            {"fields": (("starts_day", "starts_time"), "starts_which", ("ends_day", "ends_time"), "ends_which")},
        ),
        (None, {"fields": ("public_reason",)}),
    )
    appointments = (gettext_lazy("Appointments in this time"), {"fields": ("appointments_in_this_time",)})
    readonly_fields = ("appointments_in_this_time", "from_when", "until_when")

    # --- what is shown ---

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        if not self.has_change_permission(request, obj):
            plain = ("kind", "practitioner", "location", "from_when", "until_when", "public_reason")
            return ((None, {"fields": plain}), self.appointments)
        return (*self.fieldsets, self.appointments)

    @admin.display(description=gettext_lazy("from"), ordering="starts_at")
    def from_when(self, exception):
        return day_and_time_with_year(exception.starts_at)

    @admin.display(description=gettext_lazy("until"), ordering="ends_at")
    def until_when(self, exception):
        return day_and_time_with_year(exception.ends_at)

    @admin.display(description=gettext_lazy("booked"))
    def appointments_in_this_time(self, exception):
        """With whom and when each appointment is. Whose it is shows the desk only, to those who may know."""
        if exception.kind == ScheduleException.Kind.EXTRA:
            return _("An extra session takes no appointment away.")
        appointments = list(_appointments_hit_by(exception)[: MOST_LISTED + 1])
        if not appointments:
            return _("none")
        rows = [
            (day_and_time_with_year(appointment.starts_at), appointment.practitioner, appointment.location)
            for appointment in appointments[:MOST_LISTED]
        ]
        more = _("… and more") if len(appointments) > MOST_LISTED else ""
        return format_html("<ul>{}</ul>{}", format_html_join("", "<li>{}, {}, {}</li>", rows), more)

    # --- what is stored ---

    def save_model(self, request, obj, form, change):
        values = {name: getattr(obj, name) for name in ("starts_at", "ends_at", "practitioner", "location")}
        values |= {"public_reason": obj.public_reason, "by": _timetable_actor(request.user), "now": timezone.now()}
        if change:
            timetable.change(obj, kind=obj.kind, **values)
        else:
            obj.pk = absences.add(obj.kind, **values).pk
        self._warn_of_appointments(request, [obj])

    def delete_model(self, request, obj):
        absences.remove(obj, by=_timetable_actor(request.user), now=timezone.now())

    def delete_queryset(self, request, queryset):
        for exception in queryset:
            self.delete_model(request, exception)

    def _warn_of_appointments(self, request, exceptions) -> None:
        number = sum(
            _appointments_hit_by(exception).count()
            for exception in exceptions
            if exception.kind != ScheduleException.Kind.EXTRA
        )
        if number:
            words = ngettext(
                "%(number)s appointment is booked in this time. It stays booked until somebody moves or cancels it.",
                "%(number)s appointments are booked in this time. They stay booked until somebody moves or cancels "
                "them.",
                number,
            )
            messages.warning(request, words % {"number": number})

    # --- public holidays ---

    def get_urls(self):
        name = "appointments_scheduleexception_holidays"
        return [path("holidays/", self.admin_site.admin_view(self.holidays), name=name), *super().get_urls()]

    def holidays(self, request):
        """A page with the public holidays of a year; those that are ticked are stored as closures of the whole day."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        years = range(today.year, today.year + YEARS_AHEAD + 1)
        year = request.GET.get("year", "")
        year = int(year) if year in map(str, years) else today.year
        country, part = settings.CLINIC_COUNTRY, settings.CLINIC_SUBDIVISION
        known = public_holidays(year, country, part, settings.LANGUAGE_CODE) if country else []
        coming = [(day, name) for day, name in known if day >= today]
        form = PublicHolidaysForm(request.POST if request.method == "POST" else None, suggested=coming)
        if form.is_valid():
            return self._store_closures(request, form.chosen())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Public holidays in %(year)s") % {"year": year},
            "opts": self.opts,
            "form": form,
            "country": " – ".join(filter(None, (country, part))),
            "years": [(other, other == year) for other in years],
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/appointments/scheduleexception/holidays.html", context, status=status)

    def _store_closures(self, request, days):
        closures = timetable.close_on(days, by=_timetable_actor(request.user), now=timezone.now())
        for closure in closures:
            self.log_addition(request, closure, [{"added": {}}])
        stored = ngettext("%(number)s closure was stored.", "%(number)s closures were stored.", len(closures))
        messages.success(request, stored % {"number": len(closures)})
        self._warn_of_appointments(request, closures)
        return HttpResponseRedirect(reverse("admin:appointments_scheduleexception_changelist"))


def _appointments_hit_by(exception):
    return absences.affected_appointments(
        practitioner=exception.practitioner, starts_at=exception.starts_at, ends_at=exception.ends_at
    )
