"""What changed about who reaches patients' data, on the first page of the admin."""

from django import template

from portal.accounts.notices import unread_list

register = template.Library()


@register.inclusion_tag("admin/access_changes.html", takes_context=True)
def access_changes(context):
    """The changes that desk leads and administrators have not read yet; nothing for others."""
    changes = unread_list(context["user"])
    return {"changes": changes, "up_to": changes[-1].pk if changes else 0, "csrf_token": context.get("csrf_token")}
