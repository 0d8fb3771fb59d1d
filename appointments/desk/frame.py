"""What every page of the desk shows around its content: who works here, where they are, and what is one key away."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.privacy.history_state import history_state
from appointments.workflow import Role


@dataclass(frozen=True)
class Place:
    """An entry of the desk's menu."""

    label: str
    url: str
    key: str
    current: bool


def frame(request, here: str, now: datetime) -> dict:
    """The context of desk/base_desk.html. `here`: the name of the address that the menu marks."""
    entries = [
        ("queue", _("Queue"), "q"),
        ("calendar", _("Calendar"), "c"),
        ("today", _("Today"), "t"),
        ("leave", _("Leave"), ""),
    ]
    at_reception = request.actor.role in (Role.RECEPTIONIST, Role.LEAD)
    more = [("paper", _("Paper"))]
    if request.actor.leads:
        more += [("numbers", _("Numbers")), ("access", _("Who looked at what"))]
        more += [("export", _("Export requests")), ("feeds", _("Calendar feeds"))]
    elif not at_reception:
        entries = [("today", _("My appointments"), "t")]
        more = [("feeds", _("Calendar feed"))]
    history = history_state() if request.actor.leads else None
    return {
        "more": [Place(label, reverse(f"desk:{name}"), "", name == here) for name, label in more],
        "alarm": history.words if history and history.is_broken else "",
        "menu": [Place(label, reverse(f"desk:{name}"), key, name == here) for name, label, key in entries],
        "at_reception": at_reception,
        "who": request.actor.user.get_short_name(),
        "role": str(request.actor.role.label),
        "now": now,
    }
