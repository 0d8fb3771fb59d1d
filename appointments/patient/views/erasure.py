"""A patient asks for what they told the clinic to be erased, and may take that back until it is done."""

from django.utils.translation import gettext as _

from appointments.booking.actions.closing import TooLate
from appointments.lifecycle.actor import PATIENT
from appointments.patient.actions import withdrawal
from appointments.patient.allowed_actions import allowed_actions
from appointments.patient.forms import EraseForm, YesOrNoForm
from appointments.patient.status_summary import status_summary
from appointments.patient.views.link_access import (
    Done,
    LinkAccess,
    knows_the_patient,
    link_required,
    read_or_send,
)
from appointments.patient.views.status import decision_page, to_conflict
from portal.lib.refusal import Refused
from portal.refused_forms.pages import typed_or_kept


@read_or_send
@link_required
def erase(request, access):
    """Asking for erasure; with an appointment ahead, the choice to cancel it first or to erase after it."""
    submitted = request.POST if request.method == "POST" else None
    if not allowed_actions(access.story).ask_erasure:
        return to_conflict(request, access) if submitted else access.to_status_page()
    choices, words = _choices_and_words(access)
    form = EraseForm(typed_or_kept(request), initial={"seen": access.story.stamp}, choices=choices)
    if submitted and form.is_valid():
        choice = form.cleaned_data["choice"]
        if choice == YesOrNoForm.NO:
            return access.to_status_page()
        if knows_the_patient(form, access):
            try:
                withdrawal.ask_erasure(
                    access.appointment_request,
                    cancel_appointment=choice == EraseForm.CANCEL_FIRST,
                    seen_stamp=form.cleaned_data["seen"],
                    by=PATIENT,
                    now=access.now,
                )
            except TooLate as late:
                return to_conflict(request, access, str(late))
            except Refused:
                return to_conflict(request, access)
            return access.to_status_page()
    rows = status_summary(access.story).rows if _has_appointment(access) else ()
    return decision_page(request, access, form, words=words, rows=rows, danger=True)


def _has_appointment(access: LinkAccess) -> bool:
    """Whether the data is still needed for an appointment."""
    return access.story.appointment is not None and access.appointment_request.is_open


def _choices_and_words(access: LinkAccess) -> tuple[list[tuple[str, str]], list[str]]:
    """What can be chosen, each with its words, and what to know before, a paragraph each."""
    words = [
        _("We erase your name, your number, your address, and everything else you told us. It cannot be brought back."),
        _("What stays is that somebody asked, when, and how it ended: without anything that leads to you."),
    ]
    can = allowed_actions(access.story)
    if can.cancel:
        choices = [
            (EraseForm.CANCEL_FIRST, _("Cancel my appointment, and erase everything")),
            (EraseForm.AFTER_APPOINTMENT, _("Keep my appointment, and erase everything after it")),
        ]
        return choices, [_("You have an appointment. We need what you told us until it is over."), *words]
    if _has_appointment(access):
        return [(EraseForm.AFTER_APPOINTMENT, _("Erase everything after my appointment"))], [
            _("You have an appointment. We need what you told us until it is over."),
            *words,
        ]
    if can.withdraw:
        words.insert(0, _("Your request is still open. We withdraw it: nobody looks for a time or calls you any more."))
    words.append(_("We erase it within two days. Until then you can take that back, on the page behind this link."))
    return [(EraseForm.ERASE, _("Erase everything"))], words


@read_or_send
@link_required
def keep_data(request, access):
    """Takes the wish for erasure back."""
    if request.method != "POST":
        return access.to_status_page()
    try:
        withdrawal.take_erasure_back(access.appointment_request, by=PATIENT, now=access.now)
    except Refused:
        return to_conflict(request, access)
    return access.to_status_page(Done.DATA_KEPT)
