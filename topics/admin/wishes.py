"""What should be changed, and what is to be looked at again: lists that only actions write."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from topics.admin import wish_views
from topics.models import NeedsChange, ReReview


class OpenFilter(admin.SimpleListFilter):
    """Open ones, unless somebody asks for the others."""

    title = _("settled")
    parameter_name = "settled"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("all", _("All"))]

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("No"),
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(settled_at__isnull=self.value() != "yes")


class WrittenByActions(admin.ModelAdmin):
    """A list to look at. Each row opens the page on which it is settled."""

    list_display_links = None
    list_filter = (OpenFilter,)
    ordering = ("at", "pk")
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def _page(self, view):
        return self.admin_site.admin_view(lambda request, **named: view(self, request, **named))

    def _opened(self, row, label: str, page: str) -> str:
        url = reverse(f"admin:topics_{self.opts.model_name}_{page}", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, label)


@admin.register(NeedsChange)
class NeedsChangeAdmin(WrittenByActions):
    """What staff say should be changed."""

    list_display = ("page", "reason", "by", "at", "answer")
    list_select_related = ("by",)
    search_fields = ("topic__name", "reason")

    def get_queryset(self, request):
        return super().get_queryset(request).with_page_name()

    @admin.display(description=_("page"), ordering="page_name")
    def page(self, row):
        return self._opened(row, row.page_name, "settle")

    def get_urls(self):
        return [
            path("flag/", self._page(wish_views.flag), name="topics_needschange_flag"),
            path("<int:object_id>/settle/", self._page(wish_views.settle), name="topics_needschange_settle"),
            *super().get_urls(),
        ]


@admin.register(ReReview)
class ReReviewAdmin(WrittenByActions):
    """Live pages that name a concept which has changed."""

    list_display = ("named_on", "because_of", "why", "at", "how")
    search_fields = ("page__name", "cause__name")

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    @admin.display(description=_("page"), ordering="page_name")
    def named_on(self, row):
        return self._opened(row, row.page_name, "look")

    @admin.display(description=_("because of"), ordering="cause_name")
    def because_of(self, row):
        return row.cause_name

    def get_urls(self):
        return [
            path("<int:object_id>/look/", self._page(wish_views.look), name="topics_rereview_look"),
            *super().get_urls(),
        ]
