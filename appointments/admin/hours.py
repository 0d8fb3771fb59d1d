"""Where and when the clinic works, in the admin: locations, reception's opening hours, everybody's week."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.booking.deactivation import appointments_ahead_at
from appointments.date_words import hours_range
from appointments.models import Location, OpeningHours, WorkingHours
from appointments.scheduling.forms import OpeningHoursForm, WorkingHoursForm


class LocationForm(forms.ModelForm):
    """A place goes out of use only when nobody is expected there."""

    def clean_active(self):
        active = self.cleaned_data["active"]
        if self.instance.pk and not active and "active" in self.changed_data:
            expected = appointments_ahead_at(self.instance, timezone.now())
            if expected:
                raise forms.ValidationError(expected)
        return active


@admin.register(Location)
class LocationAdmin(admin.ModelAdmin):
    """Places patients are sent to."""

    form = LocationForm
    list_display = ("name", "address", "step_free", "active")
    list_filter = ("active",)
    search_fields = ("name", "address")
    ordering = ("name",)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(OpeningHours)
class OpeningHoursAdmin(admin.ModelAdmin):
    """Reception's week. "Save as new" makes Tuesday from Monday."""

    form = OpeningHoursForm
    list_display = ("weekday", "hours")
    list_display_links = ("weekday", "hours")
    ordering = ("weekday", "opens")
    save_as = True

    @admin.display(description=_("hours"), ordering="opens")
    def hours(self, opening):
        return hours_range(opening.opens, opening.closes)


@admin.register(WorkingHours)
class WorkingHoursAdmin(admin.ModelAdmin):
    """Everybody's week, in order; one practitioner's with the filter. "Save as new" makes Tuesday from Monday."""

    form = WorkingHoursForm
    list_display = ("practitioner", "weekday", "hours", "location", "valid_from", "valid_to")
    list_display_links = ("practitioner", "weekday", "hours")
    list_filter = (("practitioner", admin.RelatedOnlyFieldListFilter), "weekday", "location")
    list_select_related = ("practitioner", "location")
    search_fields = ("practitioner__name",)
    ordering = ("practitioner__name", "practitioner", "weekday", "starts", "valid_from")
    save_as = True
    fieldsets = (
        (None, {"fields": ("practitioner", "weekday", ("starts", "ends"), "location")}),
        (_("Since when, until when"), {"fields": ("valid_from", "valid_to")}),
    )

    @admin.display(description=_("hours"), ordering="starts")
    def hours(self, working):
        return hours_range(working.starts, working.ends)
