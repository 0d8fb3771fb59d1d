"""Whether the histories were found whole the last time somebody looked, in words for staff. Reads only."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.date_words import sortable_day_and_time
from appointments.privacy.actions import chain_verification

LATE = timedelta(hours=36)  # after the last night: the worker does not do it any more


@dataclass(frozen=True)
class HistoryState:
    """`tone`: "good", "warn" (nobody has looked lately) or "bad"."""

    words: str
    tone: str
    told: list[str] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        return self.tone == "bad"


def history_state() -> HistoryState:
    """One query."""
    check = chain_verification.latest()
    if check is None:
        return HistoryState(_("The histories of requests have not been verified yet."), "warn")
    at = sortable_day_and_time(check.checked_at)
    if check.faults:
        words = ngettext(
            "The histories of requests are not whole: %(count)s fault, found %(at)s. Tell whoever runs the portal.",
            "The histories of requests are not whole: %(count)s faults, found %(at)s. Tell whoever runs the portal.",
            check.faults,
        )
        return HistoryState(words % {"count": check.faults, "at": at}, "bad", check.told)
    words = _("The histories of requests are whole: %(events)s events, verified %(at)s.")
    late = timezone.now() - check.checked_at > LATE
    return HistoryState(words % {"events": check.events, "at": at}, "warn" if late else "good")


def in_a_word() -> str:
    """For /readyz: "ok", "not verified lately" or "broken"."""
    return {"good": "ok", "warn": "not verified lately", "bad": "broken"}[history_state().tone]
