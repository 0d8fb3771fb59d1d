"""Requests in the admin: to be read by those who work with them, never edited. The desk is where they are worked on."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from appointments import flags, phones
from appointments.models import AppointmentRequest, Event, PreferredWindow


class ReadOnly:
    """Everybody with the right to view may look; nobody may add, change or delete."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class WindowInline(ReadOnly, admin.TabularInline):
    model = PreferredWindow
    fields = ("rank", "day", "part")
    ordering = ("rank",)


class EventInline(ReadOnly, admin.TabularInline):
    model = Event
    fields = ("at", "step", "before", "after", "role", "by")
    ordering = ("at", "pk")


def _dialled(typed):
    try:
        return phones.read(typed, settings.PHONE_REGION).e164
    except phones.NotAPhoneNumber:
        return None


def _change_url(request):
    return reverse("admin:appointments_appointmentrequest_change", args=[request.pk])


@admin.register(AppointmentRequest)
class AppointmentRequestAdmin(ReadOnly, admin.ModelAdmin):
    """Newest first; found by reference, name or phone."""

    list_display = ("spoken", "created_at", "service", "patient_name", "phone_typed", "status", "promise_at")
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
        "voicemail_read",
        "times_read",
        "access_needs_read",
    )
    fieldsets = (
        (None, {"fields": ("spoken", "status", "flags", "possible_duplicates", "created_at", "promise_at")}),
        (_("What for"), {"fields": ("service", "preferred_practitioner", "reason", "came_from")}),
        (_("Who"), {"fields": ("patient_name", "patient_birth_year", "for_whom", "requester_name")}),
        (
            _("How to reach them"),
            {"fields": ("phone_typed", "phone_e164", "email", "call_times_read", "voicemail_read")},
        ),
        (_("The visit"), {"fields": ("times_read", "access_needs_read", "access_note", "language")}),
        (_("Consent"), {"fields": ("privacy_version", "consented_at")}),
    )

    @admin.display(description=_("reference"), ordering="reference")
    def spoken(self, request):
        return request.spoken_reference

    @admin.display(description=_("to notice"))
    def flags(self, request):
        return "; ".join(flag.words for flag in flags.of(request)) or _("nothing")

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

    @admin.display(description=_("voicemail"))
    def voicemail_read(self, request):
        return _("yes, we may leave one") if request.voicemail_ok else _("no, leave none")

    @admin.display(description=_("days and times"))
    def times_read(self, request):
        return _("any time") if request.any_time else _("see the preferred times below")

    @admin.display(description=_("access needs"))
    def access_needs_read(self, request):
        return "; ".join(request.access_needs_in_words) or _("none")

    def get_search_results(self, request, queryset, search_term):
        """Also a reference as it is read out, K7M-4QX2P, and a phone number however either of us typed it."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if spoken := search_term.replace("-", "").strip():
            found |= queryset.filter(Q(reference__icontains=spoken) | Q(phone_e164=_dialled(search_term)))
        return found, may_repeat
