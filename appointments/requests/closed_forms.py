"""Which request forms are closed: what the buttons on articles and specialists' pages say (topics.closed_forms)."""

from collections.abc import Collection

from appointments.models import HealthcareService


def closed_forms(specialists: Collection[str]) -> dict[str, str]:
    """Those of these addresses of specialists whose form is closed or missing, with the reason or "". One query."""
    services = HealthcareService.objects.filter(specialty__live_slug__in=specialists)
    reasons = dict.fromkeys(specialists, "")
    for slug, is_open, reason in services.values_list("specialty__live_slug", "is_open", "closed_reason"):
        if is_open:
            del reasons[slug]
        else:
            reasons[slug] = reason
    return reasons
