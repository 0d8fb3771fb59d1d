"""The forms of the admin about places, hours and closures, filled in without a browser."""

from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from tests.appointments.builders import as_role
from tests.builders import make_user


def address(model: str, page: str, *args) -> str:
    return reverse(f"admin:appointments_{model}_{page}", args=args)


def send(model: str, typed: dict, *, role="lead", row=None):
    """Sends the form that adds a row, or that changes this one."""
    url = address(model, "change", row.pk) if row else address(model, "add")
    return as_role(role).post(url, {name: value for name, value in typed.items() if value is not None})


def complaints_about(model: str, typed: dict) -> dict[str, str]:
    """What the form that adds a row says is wrong with what is typed, by field; the form is asked, not its page."""
    return {name: " ".join(errors) for name, errors in _filled_in(model, typed).errors.items()}


def parsed(model: str, typed: dict) -> dict:
    """What that form makes of what is typed, by field."""
    form = _filled_in(model, typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def _filled_in(model: str, typed: dict):
    request = RequestFactory().post(address(model, "add"))
    request.user = make_user("lead")
    form_class = admin.site.get_model_admin(apps.get_model("appointments", model)).get_form(request)
    return form_class({name: str(value) for name, value in typed.items() if value is not None})


def complaints(response) -> dict[str, str]:
    """What the form says is wrong, by field; empty if it was stored."""
    if response.status_code == 302:
        return {}
    return {name: " ".join(errors) for name, errors in response.context["adminform"].form.errors.items()}
