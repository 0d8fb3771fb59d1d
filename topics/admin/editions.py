"""Published editions: to be looked at. Nobody changes what was published."""

from django.contrib import admin

from topics.admin.read_only import ReadOnlyAdmin
from topics.models import Edition


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """What was published, when and by whom."""

    list_display = ("name", "kind", "number", "published_at", "published_by", "sha256")
    list_filter = ("kind", "published_at")
    list_select_related = ("published_by",)
    search_fields = ("name", "slug", "sha256")
    ordering = ("-published_at", "-pk")
    fields = ("name", "kind", "slug", "number", "published_at", "published_by", "change_note", "sha256")
