"""Where a page stands: the trail above its heading."""

from django.urls import reverse
from django.utils.translation import gettext as _


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Home, then the steps as (label, address); the last one has no address: it is the page itself."""
    return [
        {"label": _("Home"), "url": reverse("topics:home")},
        *({"label": label, "url": url} for label, url in steps),
    ]
