"""The clinic's own rules for its pages: warning signs by region, words to avoid, people who agreed to be quoted."""

from django.contrib import admin, messages
from django.utils.html import format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from topics.checklists import pages_naming
from topics.models import QuoteConsent, RedFlag, WordRule
from topics.workboard import admin_url


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
    fields = ("region", "urgency", "sign", "said_as", "position", "is_active", "named_by")
    readonly_fields = ("named_by",)

    @admin.display(description=_("named by"))
    def named_by(self, flag):
        pages = pages_naming(flag.stable_id) if flag.pk else []
        links = format_html_join(", ", '<a href="{}">{}</a>', ((admin_url(page), page.name) for page in pages))
        return links or _now("No point of a card names it yet.")

    def save_model(self, request, obj, form, change):
        """What a clinician confirmed was the sign as it was called then: pages that name it are asked anew."""
        super().save_model(request, obj, form, change)
        changed = {"region", "urgency", "sign", "is_active"}.intersection(form.changed_data)
        if change and changed and (count := len(pages_naming(obj.stable_id))):
            message = ngettext(
                "One page names this sign. Before its next edition it is looked at again; what is live stays.",
                "%(count)s pages name this sign. Before its next edition each is looked at again; what is live stays.",
                count,
            )
            messages.warning(request, message % {"count": count})


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
