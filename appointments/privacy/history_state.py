"""The result of the last verification of all histories, in words for staff. Reads only."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.date_words import sortable_day_and_time
from appointments.privacy.actions import chain_verification
from portal import actions

LATE_AFTER = timedelta(hours=36)  # since the last verification, which is due every night


@dataclass(frozen=True)
class HistoryState:
    """`tone`: "good", "warn" (never verified, or not lately) or "bad" (`fault_descriptions` says what)."""

    words: str
    tone: str
    fault_descriptions: list[str] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        return self.tone == "bad"


def history_state() -> HistoryState:
    """The present state. One query."""
    check = chain_verification.latest_check()
    if check is None:
        return HistoryState(_("The histories of requests have not been verified yet."), "warn")
    at = sortable_day_and_time(check.checked_at)
    if check.faults:
        words = ngettext(
            "The histories of requests are not whole: %(count)s fault, found %(at)s. Tell whoever runs the portal.",
            "The histories of requests are not whole: %(count)s faults, found %(at)s. Tell whoever runs the portal.",
            check.faults,
        )
        return HistoryState(words % {"count": check.faults, "at": at}, "bad", check.fault_descriptions)
    words = _("The histories of requests are whole: %(events)s events, verified %(at)s.")
    late = not -actions.SKEW < timezone.now() - check.checked_at <= LATE_AFTER  # ahead: by a clock that was wrong
    return HistoryState(words % {"events": check.events, "at": at}, "warn" if late else "good")


def readiness() -> str:
    """The state as /readyz gives it: "ok", "not verified lately" or "broken"."""
    return {"good": "ok", "warn": "not verified lately", "bad": "broken"}[history_state().tone]
