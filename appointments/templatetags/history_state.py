"""Whether the histories of requests are whole, on the first page of the admin."""

from django import template

from appointments.privacy.history_state import history_state as state_of_histories
from portal.roles import role_slugs

register = template.Library()


@register.inclusion_tag("admin/history_state.html")
def history_state(user):
    """For administrators and desk leads; nothing for others."""
    return {"state": state_of_histories() if role_slugs(user) & {"admin", "lead"} else None}
