"""What the first page of the admin shows of the desk: the way there, and the state of the histories."""

from django import template

from appointments.desk.access import desk_actor
from appointments.privacy.history_state import history_state
from appointments.workflow import Role
from portal.roles import RoleSlug, role_slugs

register = template.Library()


@register.inclusion_tag("admin/desk_link.html")
def desk_link(user):
    """A link to the desk; for a practitioner, to their own appointments; nothing for others."""
    actor = desk_actor(user)
    return {"opens": actor is not None, "own_appointments": actor is not None and actor.role == Role.PRACTITIONER}


@register.inclusion_tag("admin/history_state.html")
def histories(user):
    """Whether the histories of requests are whole: for administrators and desk leads; nothing for others."""
    return {"state": history_state() if role_slugs(user) & {RoleSlug.ADMIN, RoleSlug.LEAD} else None}
