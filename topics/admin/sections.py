"""A section with its list. Reached from its topic."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from topics.admin.forms import DraftForm
from topics.kinds import TopicKind
from topics.models import Item, Section

ADMIN_NAMES = {
    TopicKind.SYMPTOM: "symptom",
    TopicKind.CONDITION: "condition",
    TopicKind.TEST: "medicaltest",
    TopicKind.SPECIALTY: "specialty",
}


class ItemInline(admin.TabularInline):
    model = Item
    form = DraftForm
    extra = 1
    ordering = ("position", "pk")
    fields = ("label", "topic", "unlinked_reason", "position")
    autocomplete_fields = ("topic",)


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    """The text of one section and the lines of its list."""

    form = DraftForm
    list_display = ("heading", "topic", "kind", "position")
    list_filter = ("kind", "topic__kind")
    list_select_related = ("topic",)
    search_fields = ("heading", "topic__name")
    ordering = ("topic__name", "position", "pk")
    autocomplete_fields = ("topic",)
    readonly_fields = ("belongs_to",)
    fields = ("belongs_to", "heading", "kind", "body", "list_intro", "position")
    inlines = (ItemInline,)

    @admin.display(description=_("page"))
    def belongs_to(self, section):
        url = reverse(
            f"admin:topics_{ADMIN_NAMES[section.topic.kind]}_change",
            args=[section.topic_id],
        )
        return format_html('<a href="{}">{}</a>', url, section.topic)

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        """Sections are added on the page of their topic."""
        return False
