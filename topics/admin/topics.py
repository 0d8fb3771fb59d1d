"""Symptom articles, conditions, tests and specialists: one editor for all kinds."""

from django.contrib import admin, messages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from topics.actions.publishing import PublishingRefused, publish
from topics.admin.forms import DraftForm, TopicForm
from topics.models import (
    CareCard,
    Condition,
    MedicalTest,
    OtherName,
    Section,
    Source,
    Specialty,
    Symptom,
    Topic,
    TopicCode,
)


class LiveFilter(admin.SimpleListFilter):
    """What readers can open, and what only exists as a draft."""

    title = _("readers can see it")
    parameter_name = "live"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No, draft only"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(live_edition__isnull=self.value() == "no")
        return queryset


class OtherNameInline(admin.TabularInline):
    model = OtherName
    form = DraftForm
    extra = 1
    ordering = ("name",)


class CareCardInline(admin.StackedInline):
    model = CareCard
    form = DraftForm
    extra = 0
    ordering = ("position", "pk")
    fields = ("urgency", "heading", "points", "action", "position")


class SectionInline(admin.StackedInline):
    model = Section
    form = DraftForm
    extra = 0
    ordering = ("position", "pk")
    fields = ("heading", "kind", "body", "list_intro", "position")
    show_change_link = True
    verbose_name_plural = _("sections (open one with “Change” to edit its list)")


class SourceInline(admin.StackedInline):
    model = Source
    form = DraftForm
    extra = 0
    ordering = ("position", "pk")
    fields = (("title", "publisher"), ("url", "date"), "position")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class CodeInline(admin.TabularInline):
    model = TopicCode
    form = DraftForm
    extra = 0
    ordering = ("system", "code")
    classes = ("collapse",)


class KindAdmin(admin.ModelAdmin):
    """The draft of one page, and when it goes live."""

    form = TopicForm
    list_display = ("name", "plain_name", "live", "changed_at")
    list_filter = (LiveFilter, "body_regions")
    search_fields = ("name", "plain_name", "slug", "other_names__name")
    search_help_text = _("Name, everyday name or another name")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("body_regions",)
    inlines = (OtherNameInline, CareCardInline, SectionInline, SourceInline, CodeInline)
    actions = ("publish_drafts",)
    list_select_related = ("live_edition",)
    save_on_top = True
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "plain_name"),
                    "slug",
                    "title",
                    "description",
                    "summary",
                    "body_regions",
                )
            },
        ),
    )

    @admin.display(description=_("live"), empty_value=_("draft only"))
    def live(self, topic):
        if topic.live_edition is None:
            return None
        return _("edition %(number)s") % {"number": topic.live_edition.number}

    def view_on_site(self, topic):
        return topic.get_absolute_url() if topic.is_live else None

    def has_publish_permission(self, request):
        return request.user.has_perm(f"topics.publish_{self.opts.model_name}")

    @admin.action(
        description=_("Publish the drafts of the chosen pages"), permissions=["publish"]
    )
    def publish_drafts(self, request, queryset):
        """Publishes each; says of those that cannot go live why."""
        for topic in queryset.order_by("name"):
            try:
                edition = publish(topic=topic, by=request.user, now=timezone.now())
            except PublishingRefused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                self.message_user(
                    request,
                    _("Live: %(edition)s.") % {"edition": edition},
                    messages.SUCCESS,
                )


@admin.register(Symptom)
class SymptomAdmin(KindAdmin):
    """Symptom articles."""


@admin.register(Condition)
class ConditionAdmin(KindAdmin):
    """Conditions."""


@admin.register(MedicalTest)
class MedicalTestAdmin(KindAdmin):
    """Tests."""


@admin.register(Specialty)
class SpecialtyAdmin(KindAdmin):
    """Specialists."""


@admin.register(Topic)
class AnyTopicAdmin(admin.ModelAdmin):
    """All kinds together: only answers the search boxes of other forms, and is not shown on its own."""

    search_fields = ("name", "plain_name", "other_names__name")
    ordering = ("kind", "name")

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
