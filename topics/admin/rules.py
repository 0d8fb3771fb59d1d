"""The clinic's own rules for its pages: warning signs by region, words to avoid, people who agreed to be quoted."""

from django import forms
from django.contrib import admin, messages
from django.utils.html import format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from topics.checklists import pages_naming
from topics.live_quotations import live_pages_quoting
from topics.models import ConsentOrigin, QuoteConsent, RedFlag, WordRule
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


class QuoteConsentForm(forms.ModelForm):
    """A consent is whole; whoever the owner's text names has agreed, or their words are gone from what readers see."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in {"consented_on", "interests"} & self.fields.keys():
            self.fields[field].required = not self._to_confirm

    @property
    def _to_confirm(self) -> bool:
        return self.instance.origin == ConsentOrigin.OWNERS_TEXT

    def clean(self):
        cleaned = super().clean()
        agreed, withdrawn = cleaned.get("consented_on"), cleaned.get("withdrawn_on")
        if self._to_confirm and agreed and not cleaned.get("interests") and "interests" not in self.errors:
            self.add_error("interests", _("Write who pays them or what they sell, or “None declared”."))
        if self._to_confirm and withdrawn and not agreed:
            self._still_quoted(self.instance.name)
        return cleaned

    def _still_quoted(self, name: str) -> None:
        if pages := live_pages_quoting(name):
            said = {"pages": ", ".join(f"“{page}”" for page in pages), "name": name}
            sentence = _("Readers still see the words of %(name)s on %(pages)s. Publish it without them first.")
            self.add_error("withdrawn_on", sentence % said)


@admin.register(QuoteConsent)
class QuoteConsentAdmin(KeptAdmin):
    """Whose words we may use."""

    form = QuoteConsentForm
    list_display = ("name", "credentials", "origin", "consented_on", "withdrawn_on", "recorded_by")
    list_filter = ("origin", ("withdrawn_on", admin.EmptyFieldListFilter))
    list_select_related = ("recorded_by",)
    search_fields = ("name", "credentials", "registration")
    ordering = ("name", "pk")
    fields = (
        "name",
        "credentials",
        "registration",
        "interests",
        "origin",
        "consented_on",
        "withdrawn_on",
        "recorded_by",
    )

    def get_readonly_fields(self, request, obj=None):
        """Whom the owner's text names stays that person: nobody else is quoted as a sample."""
        named = ("name",) if obj and obj.origin == ConsentOrigin.OWNERS_TEXT else ()
        return (*named, "origin", "recorded_by")

    def save_model(self, request, obj, form, change):
        """Who records a consent answers for having seen it."""
        confirmed = obj.origin == ConsentOrigin.OWNERS_TEXT and obj.consented_on is not None
        if confirmed:
            obj.origin = ConsentOrigin.IN_WRITING
        if confirmed or not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)
        if confirmed and (pages := live_pages_quoting(obj.name)):
            said = {"name": obj.name, "pages": ", ".join(f"“{page}”" for page in pages)}
            sentence = _("Now take out of %(pages)s that %(name)s has not confirmed these words, and publish it again.")
            messages.info(request, sentence % said)
