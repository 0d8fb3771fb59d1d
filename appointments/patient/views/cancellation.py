"""A patient cancels a booked appointment, keeps it after all, or withdraws what they asked for."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments.booking.actions import booking
from appointments.lifecycle.actor import PATIENT
from appointments.patient.actions import responses, withdrawal
from appointments.patient.actions.responses import TooLate
from appointments.patient.allowed_actions import possible
from appointments.patient.forms import CancelForm, CannotComeForm, WithdrawForm, YesOrNoForm
from appointments.patient.status_summary import standing
from appointments.patient.views.decision import decision, knows_the_patient
from appointments.patient.views.link_access import behind_a_link
from appointments.patient.views.status import truth
from portal.lib.refusal import Refused

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
@behind_a_link
def cancel(request, door):
    """Cancelling, with a quarter of an hour to undo it; too near to the start, telling the desk."""
    can, sent = possible(door.story), request.POST if request.method == "POST" else None
    if can.cannot_come:
        return _cannot_come(request, door, sent)
    if not can.cancel:
        return truth(request, door) if sent else door.back()
    form = CancelForm(sent, initial={"seen": door.story.stamp})
    if sent and form.is_valid():
        if form.cleaned_data["choice"] == YesOrNoForm.NO:
            return door.back()
        if knows_the_patient(form, door):
            try:
                responses.ask_cancel(door.asked, seen=form.cleaned_data["seen"], by=PATIENT, now=door.now)
            except TooLate as late:
                return truth(request, door, str(late))
            except Refused:
                return truth(request, door)
            return door.back()
    words = [_("The time then goes to somebody else. For 15 minutes you can still take that back.")]
    return decision(request, door, form, words=words, rows=standing(door.story).rows, danger=True)


def _cannot_come(request, door, sent):
    form = CannotComeForm(sent, initial={"seen": door.story.stamp})
    if sent and form.is_valid():
        if form.cleaned_data["choice"] == "no":
            return door.back()
        try:
            responses.cannot_come(door.asked, seen=form.cleaned_data["seen"], by=PATIENT, now=door.now)
        except TooLate as late:
            return truth(request, door, str(late))
        except Refused:
            return truth(request, door)
        return door.back("told")
    words = [
        _("It is too near to your appointment to cancel it here."),
        _("Please call us, so that somebody else can have the time. If you cannot call, tell reception here."),
    ]
    return decision(request, door, form, words=words, rows=standing(door.story).rows, call=True)


@READ_OR_SEND
@behind_a_link
def keep(request, door):
    """The appointment is kept after all, while that can still be done."""
    if request.method != "POST":
        return door.back()
    if not possible(door.story).keep or door.story.appointment is None:
        return truth(request, door)
    try:
        booking.keep(door.story.appointment, by=PATIENT, now=door.now)
    except Refused:
        return truth(request, door, _("It has been cancelled meanwhile. Please call us."))
    return door.back("kept")


@READ_OR_SEND
@behind_a_link
def withdraw(request, door):
    """The patient needs no appointment any more."""
    sent = request.POST if request.method == "POST" else None
    if not possible(door.story).withdraw:
        return truth(request, door) if sent else door.back()
    form = WithdrawForm(sent, initial={"seen": door.story.stamp})
    if sent and form.is_valid():
        if form.cleaned_data["choice"] == YesOrNoForm.NO:
            return door.back()
        if knows_the_patient(form, door):
            try:
                withdrawal.withdraw(door.asked, seen=form.cleaned_data["seen"], by=PATIENT, now=door.now)
            except Refused:
                return truth(request, door)
            return door.back()
    words = [_("We then look for no time any more, and nobody calls you about it.")]
    if door.story.choices:
        words.append(_("The times we hold for you become free for others."))
    return decision(request, door, form, words=words, danger=True)
