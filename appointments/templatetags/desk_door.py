"""The way to the desk, on the first page of the admin."""

from django import template

from appointments.desk.access import desk_actor
from appointments.workflow import Role

register = template.Library()


@register.inclusion_tag("admin/desk_door.html")
def desk_door(user):
    """A link to the desk, for a practitioner to their own appointments; nothing for those who have no business
    there."""
    actor = desk_actor(user)
    return {"opens": actor is not None, "own_appointments": actor is not None and actor.role == Role.PRACTITIONER}
