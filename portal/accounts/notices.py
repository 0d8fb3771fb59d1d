"""How people are told of changes of access: the mail, made when it leaves, and the list on the first page."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext

from portal import message_kinds
from portal.accounts.actions import CHANGED, unread_by
from portal.models import AccessChange, User
from portal.roles import RoleSlug, role_slugs

MOST_SHOWN = 30


def register() -> None:
    """Makes the message known to the outbox."""
    message_kinds.register(CHANGED, templates="portal/email/access_changed", prepare=access_changed, capped=False)


def access_changed(last_row: int, now: datetime) -> dict | None:
    """What changed about an account together with this row. None if there is no such row."""
    last = AccessChange.objects.select_related("account", "by").filter(pk=last_row).first()
    if last is None:
        return None
    together = AccessChange.objects.filter(account=last.account_id, at=last.at, told=True, pk__lte=last.pk)
    return {
        "account": str(last.account),
        "address": last.state["email"],
        "at": last.at,
        "by": str(last.by) if last.by else "",
        "changes": [{"what": row.get_kind_display(), "detail": row.detail} for row in together.order_by("pk")],
        "index_url": settings.BASE_URL + reverse("admin:index"),
    }


def is_told(user: User) -> bool:
    """Whether somebody is told of changes: desk leads, and administrators. One query."""
    return bool(role_slugs(user) & {RoleSlug.LEAD, RoleSlug.ADMIN})


def unread_list(user: User) -> list[AccessChange]:
    """The first MOST_SHOWN changes that somebody who is told of them has not read; none for others."""
    return list(unread_by(user)[:MOST_SHOWN]) if is_told(user) else []


def access_words(lead: User) -> str:
    """What the desk tells a lead who has changes to read; "" if there are none. One query."""
    number = unread_by(lead).count()
    if not number:
        return ""
    words = ngettext(
        "%(number)s change of an account that you have not read yet. Did you expect it?",
        "%(number)s changes of accounts that you have not read yet. Did you expect them?",
        number,
    )
    return words % {"number": number}
