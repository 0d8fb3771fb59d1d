"""Requests in the admin: read by those who work with them, never edited. They are worked on at the desk."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from appointments import phones
from appointments.booking.actions import looks
from appointments.desk import flags
from appointments.desk.access import desk_actor
from appointments.models import AppointmentRequest, Event, ListLook, PreferredWindow
from appointments.requests.call_details import call_details, call_rules
from portal.lib.text import fold


class ReadOnlyAdmin:
    """Mixin for admin classes: nobody may add, change or delete; who has the permission to view may look."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class WindowInline(ReadOnlyAdmin, admin.TabularInline):
    model = PreferredWindow
    fields = ("rank", "day", "part")
    ordering = ("rank",)


class EventInline(ReadOnlyAdmin, admin.TabularInline):
    model = Event
    fields = ("at", "step", "before", "after", "role", "by")
    ordering = ("at", "pk")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


def _e164(typed):
    """The number in E.164; None if it is none."""
    try:
        return phones.parse_phone(typed, settings.PHONE_REGION).e164
    except phones.NotAPhoneNumber:
        return None


def _actor(request):
    """The actor whom the user is at the desk, read once for each page; None for others."""
    if not hasattr(request, "actor"):
        request.actor = desk_actor(request.user)
    return request.actor


def _change_url(request):
    return reverse("admin:appointments_appointmentrequest_change", args=[request.pk])


@admin.register(AppointmentRequest)
class AppointmentRequestAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    """Newest first; found by reference, name or phone."""

    list_display = ("spoken", "created_at", "service", "patient_name", "call_read", "status", "promise_at")
    list_display_links = ("spoken",)
    list_filter = ("status", ("service__specialty", admin.RelatedOnlyFieldListFilter), "created_at")
    list_select_related = ("service__specialty",)
    search_fields = ("reference", "patient_name", "requester_name", "phone_e164", "phone_typed")
    search_help_text = _("Reference, name or phone number")
    ordering = ("-created_at", "-pk")
    show_full_result_count = False
    inlines = (WindowInline, EventInline)
    readonly_fields = (
        "spoken",
        "flags",
        "possible_duplicates",
        "came_from",
        "call_times_read",
        "call_read",
        "times_read",
        "access_needs_read",
    )
    fieldsets = (
        (None, {"fields": ("spoken", "status", "flags", "possible_duplicates", "created_at", "promise_at")}),
        (_("What for"), {"fields": ("service", "preferred_practitioner", "reason", "came_from")}),
        (_("Who"), {"fields": ("patient_name", "patient_birth_year", "for_whom", "requester_name")}),
        (
            _("How to reach them"),
            {"fields": ("call_read", "phone_typed", "phone_e164", "phone_extension", "email", "call_times_read")},
        ),
        (_("The appointment"), {"fields": ("times_read", "access_needs_read", "access_note", "language")}),
        (_("Consent"), {"fields": ("privacy_version", "consented_at")}),
    )

    @admin.display(description=_("reference"), ordering="reference")
    def spoken(self, request):
        return request.spoken_reference

    @admin.display(description=_("to notice"))
    def flags(self, request):
        return "; ".join(flag.words for flag in flags.flags_of(request)) or _("nothing")

    @admin.display(description=_("perhaps the same wish"))
    def possible_duplicates(self, request):
        others = flags.possible_duplicates(request)[:10]
        links = [(_change_url(other), other.spoken_reference) for other in others]
        return format_html_join(", ", '<a href="{}">{}</a>', links) or _("none")

    @admin.display(description=_("came from the article"))
    def came_from(self, request):
        return str(request.source_edition) if request.source_edition else _("no article")

    @admin.display(description=_("good times to call"))
    def call_times_read(self, request):
        return "; ".join(request.call_times_in_words) or _("any time")

    @admin.display(description=_("phone"), ordering="phone_e164")
    def call_read(self, request):
        """The number with its extension, whom to ask for, and what may be said."""
        details = call_details(request)
        return format_html(
            '<bdi dir="ltr">{}</bdi>, {} {}. {}', details.number, _("ask for"), details.ask_for, call_rules(request)
        )

    @admin.display(description=_("days and times"))
    def times_read(self, request):
        return _("any time") if request.any_time else _("see the preferred times below")

    @admin.display(description=_("access needs"))
    def access_needs_read(self, request):
        return "; ".join(request.access_needs_in_words) or _("none")

    def get_queryset(self, request):
        """What the user may see at the desk; nothing for others, whatever permissions their account has."""
        return super().get_queryset(request).visible_to(_actor(request), timezone.now())

    def changelist_view(self, request, extra_context=None):
        """The list names patients: who is shown it is stored, with who stands on it."""
        answer = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if "cl" in shown and request.method != "HEAD":
            named = [one.pk for one in shown["cl"].result_list]
            looks.record_list(named, ListLook.Page.ADMIN, by=_actor(request), now=timezone.now())
        return answer

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Opening a request stores a look, as at the desk."""
        shown = super().change_view(request, object_id, form_url, extra_context)
        appointment_request = self.get_object(request, unquote(object_id)) if request.method == "GET" else None
        if appointment_request is not None:
            looks.record_look(appointment_request, by=_actor(request), now=timezone.now())
        return shown

    def history_view(self, request, object_id, extra_context=None):
        """Refuses whoever may not view requests before it is known whether this one exists."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def get_search_results(self, request, queryset, search_term):
        """Finds also by reference as it is read out, K7M-4QX2P, by phone number however typed, and by plain letters."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if spoken := search_term.replace("-", "").strip():
            found |= queryset.filter(Q(reference__icontains=spoken) | Q(phone_e164=_e164(search_term)))
        if folded := fold(search_term):
            found |= queryset.filter(patient_name_folded__contains=folded)
        return found, may_repeat
