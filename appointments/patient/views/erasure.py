"""A patient asks us to erase what they told us, and may take that back until it is done."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments.lifecycle.actor import PATIENT
from appointments.patient.actions import withdrawal
from appointments.patient.actions.withdrawal import TooLate
from appointments.patient.allowed_actions import possible
from appointments.patient.forms import EraseForm, YesOrNoForm
from appointments.patient.status_summary import standing
from appointments.patient.views.decision import decision, knows_the_patient
from appointments.patient.views.link_access import Door, behind_a_link
from appointments.patient.views.status import truth
from portal.lib.refusal import Refused

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
@behind_a_link
def erase(request, door):
    """What erasing means now, and the choice: with an appointment ahead, to cancel it first or to wait for its end."""
    sent = request.POST if request.method == "POST" else None
    if not possible(door.story).erase:
        return truth(request, door) if sent else door.back()
    ways, words = _ways(door)
    form = EraseForm(sent, initial={"seen": door.story.stamp}, ways=ways)
    if sent and form.is_valid():
        choice = form.cleaned_data["choice"]
        if choice == YesOrNoForm.NO:
            return door.back()
        if knows_the_patient(form, door):
            try:
                withdrawal.ask_erasure(
                    door.asked,
                    cancel_appointment=choice == "cancel",
                    seen=form.cleaned_data["seen"],
                    by=PATIENT,
                    now=door.now,
                )
            except TooLate as late:
                return truth(request, door, str(late))
            except Refused:
                return truth(request, door)
            return door.back()
    rows = standing(door.story).rows if has_appointment(door) else ()
    return decision(request, door, form, words=words, rows=rows, danger=True)


def has_appointment(door: Door) -> bool:
    """Whether an appointment stands in the way."""
    return door.story.appointment is not None and door.asked.is_open


def _ways(door: Door) -> tuple[list[tuple[str, str]], list[str]]:
    """What can be chosen, and what to know before."""
    words = [
        _("We erase your name, your number, your address, and everything else you told us. It cannot be brought back."),
        _("What stays is that somebody asked, when, and how it ended: without anything that leads to you."),
    ]
    can = possible(door.story)
    if can.cancel:
        ways = [
            ("cancel", _("Cancel my appointment, and erase everything")),
            ("after", _("Keep my appointment, and erase everything after it")),
        ]
        return ways, [_("You have an appointment. We need what you told us until it is over."), *words]
    if has_appointment(door):
        return [("after", _("Erase everything after my appointment"))], [
            _("You have an appointment. We need what you told us until it is over."),
            *words,
        ]
    if can.withdraw:
        words.insert(0, _("Your request is still open. We withdraw it: nobody looks for a time or calls you any more."))
    words.append(_("We erase it within two days. Until then you can take that back, on the page behind this link."))
    return [("erase", _("Erase everything"))], words


@READ_OR_SEND
@behind_a_link
def keep_data(request, door):
    """Nothing is erased after all."""
    if request.method != "POST":
        return door.back()
    try:
        withdrawal.take_erasure_back(door.asked, by=PATIENT, now=door.now)
    except Refused:
        return truth(request, door)
    return door.back("data-kept")
