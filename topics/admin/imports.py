"""Texts from files in the admin: brought in, looked through, and made into drafts."""

from django.contrib import admin
from django.urls import path

from topics.admin import import_views
from topics.models import ArticleImport


@admin.register(ArticleImport)
class ArticleImportAdmin(admin.ModelAdmin):
    """What waits to be decided on, and what was made of former files."""

    list_display = ("title", "file_name", "state", "topic", "made_by", "made_at")
    list_filter = ("state", "kind")
    list_select_related = ("topic", "made_by")
    search_fields = ("title", "file_name")
    ordering = ("-made_at", "-pk")
    actions = None

    def has_delete_permission(self, request, obj=None):
        """A plan that waits is thrown away on its own page; what was applied is part of the page's history."""
        return False

    def get_urls(self):
        throw_away = self.admin_site.admin_view(
            lambda request, object_id: import_views.throw_away_plan(self, request, object_id=object_id)
        )
        name = "topics_articleimport_throw_away"
        return [path("<int:object_id>/throw-away/", throw_away, name=name), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        return import_views.upload(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return import_views.decide(self, request, object_id)

    def page_context(self, request, title: str) -> dict:
        """What the pages about a text from a file share with those about a topic."""
        return self.admin_site.each_context(request) | {"opts": self.opts, "title": title, "topic": None, "spec": None}
