"""Lists to look at: their rows are written by actions only."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nobody adds, changes or deletes a row here."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


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


class SettledAdmin(ReadOnlyAdmin):
    """Rows that are open until somebody settles them, each on a page of its own; the oldest first."""

    list_display_links = None
    list_filter = (OpenFilter,)
    ordering = ("at", "pk")

    def view_path(self, route: str, view, name: str):
        """A page below the list's address, for staff: `view` gets this admin, the request and the route's values."""
        for_staff = self.admin_site.admin_view(lambda request, **values: view(self, request, **values))
        return path(route, for_staff, name=f"topics_{self.opts.model_name}_{name}")

    def link_to(self, row, label: str, name: str) -> str:
        """A link to the row's page of this name."""
        url = reverse(f"admin:topics_{self.opts.model_name}_{name}", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, label)

    def row_to_see(self, request, rows, object_id):
        """The row, for somebody who may see such rows. 403 for others, 404 if there is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(rows, pk=object_id)

    def page_context(self, request, title: str) -> dict:
        """What the template of every page of the admin needs."""
        return self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
