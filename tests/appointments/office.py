"""The forms of the admin about places, hours and closures, filled in without a browser."""

from django.urls import reverse

from tests.appointments.builders import as_role


def address(model: str, page: str, *args) -> str:
    return reverse(f"admin:appointments_{model}_{page}", args=args)


def send(model: str, typed: dict, *, role="lead", row=None):
    """Sends the form that adds a row, or that changes this one."""
    url = address(model, "change", row.pk) if row else address(model, "add")
    return as_role(role).post(url, {name: value for name, value in typed.items() if value is not None})


def complaints(response) -> dict[str, str]:
    """What the form says is wrong, by field; empty if it was stored."""
    if response.status_code == 302:
        return {}
    return {name: " ".join(errors) for name, errors in response.context["adminform"].form.errors.items()}
