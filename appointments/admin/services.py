"""Services in the admin: open or closed, length of an appointment, and by when a request is answered."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from appointments.models import HealthcareService


@admin.register(HealthcareService)
class HealthcareServiceAdmin(admin.ModelAdmin):
    """What patients can ask for."""

    list_display = ("specialty", "is_open", "appointment_minutes", "closed_reason")
    list_filter = ("is_open",)
    list_select_related = ("specialty",)
    search_fields = ("specialty__name",)
    autocomplete_fields = ("specialty",)
    ordering = ("specialty__name",)
    fieldsets = (
        (None, {"fields": ("specialty", "is_open", "closed_reason", "answer_within_hours")}),
        (_("An appointment"), {"fields": ("appointment_minutes", "buffer_before", "buffer_after")}),
        (_("Which times are offered"), {"fields": ("lead_hours", "horizon_days")}),
    )

    def has_delete_permission(self, request, obj=None):
        return False
