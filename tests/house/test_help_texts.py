"""Editors are told what belongs into each field: every field of a topic that the admin shows has a help text."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.test import RequestFactory

SAYS_ENOUGH = {"kind", "topic", "section"}  # chosen once, or the page it stands on


def shown_fields(model_admin, request, *parent) -> list[models.Field]:
    """The fields somebody can fill in on the model's form in the admin, and on its inlines."""
    if not (model_admin.has_add_permission(request, *parent) or model_admin.has_change_permission(request)):
        return []
    names = flatten_fieldsets(model_admin.get_fieldsets(request))
    readonly = set(model_admin.get_readonly_fields(request))
    fields = [field for field in model_admin.model._meta.get_fields() if field.name in names]
    shown = [field for field in fields if field.name not in readonly and getattr(field, "editable", False)]
    for inline in getattr(model_admin, "get_inline_instances", lambda request: [])(request):
        shown += shown_fields(inline, request, None)
    return shown


def without_help(fields: list[models.Field]) -> list[str]:
    return sorted(
        {
            f"{field.model.__name__}.{field.name}"
            for field in fields
            if not field.help_text and field.name not in SAYS_ENOUGH and not field.auto_created
        }
    )


def test_every_field_of_a_topic_in_the_admin_has_a_help_text(staff):
    request = RequestFactory().get("/admin/")
    request.user = staff("superuser")
    fields = []
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label == "topics":
            fields += shown_fields(model_admin, request)
    assert len(fields) > 20
    assert without_help(fields) == []


def test_a_field_without_a_help_text_is_caught():
    name = apps.get_model("topics", "Topic")._meta.get_field("name")
    silent = name.clone()
    silent.help_text = ""
    silent.model, silent.name, silent.auto_created = name.model, "nickname", False
    assert without_help([name, silent]) == ["Topic.nickname"]
