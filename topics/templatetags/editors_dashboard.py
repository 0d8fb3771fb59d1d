"""What waits for content staff, on the first page of the admin."""

from django import template

from topics.actions._move import roles_of
from topics.workboard import workboard

register = template.Library()


@register.inclusion_tag("admin/topics/dashboard.html")
def editors_dashboard(user):
    """The lists somebody in this person's roles works from. Nothing for people who do not work on pages."""
    return {"lists": workboard(user) if roles_of(user) else []}
