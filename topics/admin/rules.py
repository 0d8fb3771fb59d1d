"""The clinic's own rules for its pages: warning signs by region, words to avoid, people who agreed to be quoted."""

from django.contrib import admin

from topics.models import QuoteConsent, RedFlag, WordRule


class KeptAdmin(admin.ModelAdmin):
    """What was a rule once stays on record: it is switched off, never deleted."""

    actions = None

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(RedFlag)
class RedFlagAdmin(KeptAdmin):
    """The checklists of warning signs."""

    list_display = ("sign", "region", "urgency", "is_active")
    list_filter = ("region", "urgency", "is_active")
    list_select_related = ("region",)
    search_fields = ("sign", "said_as")
    ordering = ("region__name", "urgency", "position", "pk")
    fields = ("region", "urgency", "sign", "said_as", "position", "is_active")


@admin.register(WordRule)
class WordRuleAdmin(KeptAdmin):
    """The house word list."""

    list_display = ("phrase", "kind", "instead", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("phrase", "instead")
    ordering = ("phrase",)


@admin.register(QuoteConsent)
class QuoteConsentAdmin(KeptAdmin):
    """Whose words we may use."""

    list_display = ("name", "credentials", "consented_on", "withdrawn_on", "recorded_by")
    list_filter = (("withdrawn_on", admin.EmptyFieldListFilter),)
    list_select_related = ("recorded_by",)
    search_fields = ("name", "credentials", "registration")
    ordering = ("name", "pk")
    readonly_fields = ("recorded_by",)
    fields = (
        "name",
        "credentials",
        "registration",
        "interests",
        "consented_on",
        "withdrawn_on",
        "recorded_by",
    )

    def save_model(self, request, obj, form, change):
        """Who records a consent answers for having seen it."""
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)
