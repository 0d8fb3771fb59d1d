"""What every page of the desk shows around its content: who works there, the menu, and the list of keys."""

from dataclasses import dataclass
from datetime import datetime

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appointments.date_words import sortable_day_and_time
from appointments.desk.access import DESK_ROLES, at_the_desk
from appointments.privacy.history_state import history_state
from portal.accounts.notices import access_words
from portal.lib.search_words import SearchWords
from portal.outbox import mail_refusals


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the desk's menu."""

    label: str
    url: str
    key: str
    current: bool


def desk_context(request, current: str, now: datetime) -> dict:
    """The context of desk/base_desk.html. `current`: the URL name of the menu entry to be marked, without `desk:`."""
    entries = [
        ("queue", _("Queue"), "q"),
        ("calendar", _("Calendar"), "c"),
        ("today", _("Today"), "t"),
        ("leave", _("Leave"), ""),
    ]
    at_reception = request.actor.role in DESK_ROLES
    more = [("paper", _("Paper"))]
    if request.actor.leads:
        more += [("numbers", _("Numbers")), ("access", _("Who looked at what"))]
        more += [("export", _("Export requests")), ("feeds", _("Calendar feeds"))]
    elif not at_reception:
        entries = [("today", _("My appointments"), "t")]
        more = [("feeds", _("Calendar feed"))]
    history = history_state() if request.actor.leads else None
    return {
        "more": [MenuEntry(label, reverse(f"desk:{name}"), "", name == current) for name, label in more],
        "alarm": history.words if history and history.is_broken else "",
        "access_alarm": _access_alarm(request.actor.user) if request.actor.leads else "",
        "mail_alarm": _mail_alarm() if at_reception else "",
        "menu": [MenuEntry(label, reverse(f"desk:{name}"), key, name == current) for name, label, key in entries],
        "at_reception": at_reception,
        "who": request.actor.user.get_short_name(),
        "role": str(request.actor.role.label),
        "now": now,
        "sought": SearchWords(),
    }


def _access_alarm(lead) -> str:
    """What a lead is told who has changes of access to read, with the way to them; "" if there are none."""
    words = access_words(lead)
    if not words:
        return ""
    to_read = reverse("admin:index") + "#access-changes"
    return format_html('{} <a href="{}">{}</a>', words, to_read, _("What changed, and by whom"))


def _mail_alarm() -> str:
    """What reception has to know while the mail server takes nothing; "" if mails leave."""
    refusals = mail_refusals()
    if refusals is None or not refusals.is_serious:
        return ""
    words = _(
        "The mail server has taken no mail since %(since)s. Patients do not get what is sent: call them. %(tell)s"
    )
    tell = _("Tell whoever runs the portal.")
    return words % {"since": sortable_day_and_time(refusals.since), "tell": tell}


@require_safe
@at_the_desk(*DESK_ROLES)
def keys(request):
    """The page that lists each key and what it does, and has the switch that turns them off."""
    return render(request, "desk/keys.html", desk_context(request, "keys", timezone.now()))
