"""A patient cancels a booked appointment, keeps it after all, or withdraws their request."""

from django.utils.translation import gettext as _

from appointments.booking.actions import booking
from appointments.booking.actions.closing import TooLate
from appointments.lifecycle.actor import PATIENT
from appointments.patient.actions import responses, withdrawal
from appointments.patient.allowed_actions import allowed_actions
from appointments.patient.forms import CancelForm, CannotComeForm, WithdrawForm, YesOrNoForm
from appointments.patient.status_summary import status_summary
from appointments.patient.views.link_access import Done, knows_the_patient, link_required, read_or_send
from appointments.patient.views.status import decision_page, to_conflict
from portal.lib.refusal import Refused
from portal.refused_forms.pages import typed_or_kept


@read_or_send
@link_required
def cancel(request, access):
    """Cancelling, with 15 minutes to undo it; too near to the start, reporting that they cannot come."""
    can, submitted = allowed_actions(access.story), request.POST if request.method == "POST" else None
    if can.report_cannot_come:
        return _cannot_come(request, access, submitted)
    if not can.cancel:
        return to_conflict(request, access) if submitted else access.to_status_page()
    kept = not access.story.absence
    form = CancelForm(typed_or_kept(request), initial={"seen": access.story.stamp}, can_be_kept=kept)
    if submitted and form.is_valid():
        if form.cleaned_data["choice"] == YesOrNoForm.NO:
            return access.to_status_page()
        if knows_the_patient(form, access):
            try:
                responses.ask_cancel(
                    access.appointment_request, seen_stamp=form.cleaned_data["seen"], by=PATIENT, now=access.now
                )
            except TooLate as late:
                return to_conflict(request, access, str(late))
            except Refused:
                return to_conflict(request, access)
            return access.to_status_page()
    words = [_("The time then goes to somebody else. For 15 minutes you can still take that back.")]
    if not kept:
        words = [_("We cannot keep this time in any case. Cancel only if you need no other.")]
    return decision_page(request, access, form, words=words, rows=status_summary(access.story).rows, danger=True)


def _cannot_come(request, access, submitted):
    form = CannotComeForm(typed_or_kept(request), initial={"seen": access.story.stamp})
    if submitted and form.is_valid():
        if form.cleaned_data["choice"] == CannotComeForm.NO:
            return access.to_status_page()
        try:
            responses.report_cannot_come(
                access.appointment_request, seen_stamp=form.cleaned_data["seen"], by=PATIENT, now=access.now
            )
        except TooLate as late:
            return to_conflict(request, access, str(late))
        except Refused:
            return to_conflict(request, access)
        return access.to_status_page(Done.CANNOT_COME_REPORTED)
    words = [
        _("It is too near to your appointment to cancel it here."),
        _("Please call us, so that somebody else can have the time. If you cannot call, tell reception here."),
    ]
    return decision_page(request, access, form, words=words, rows=status_summary(access.story).rows, call=True)


@read_or_send
@link_required
def keep(request, access):
    """The appointment is kept after all, while that can still be done."""
    if request.method != "POST":
        return access.to_status_page()
    if not allowed_actions(access.story).keep_appointment or access.story.appointment is None:
        return to_conflict(request, access)
    try:
        booking.keep(access.story.appointment, by=PATIENT, now=access.now)
    except Refused:
        return to_conflict(request, access, _("It has been cancelled meanwhile. Please call us."))
    return access.to_status_page(Done.APPOINTMENT_KEPT)


@read_or_send
@link_required
def withdraw(request, access):
    """The patient needs no appointment any more."""
    submitted = request.POST if request.method == "POST" else None
    if not allowed_actions(access.story).withdraw:
        return to_conflict(request, access) if submitted else access.to_status_page()
    form = WithdrawForm(typed_or_kept(request), initial={"seen": access.story.stamp})
    if submitted and form.is_valid():
        if form.cleaned_data["choice"] == YesOrNoForm.NO:
            return access.to_status_page()
        if knows_the_patient(form, access):
            try:
                withdrawal.withdraw(
                    access.appointment_request, seen_stamp=form.cleaned_data["seen"], by=PATIENT, now=access.now
                )
            except Refused:
                return to_conflict(request, access)
            return access.to_status_page()
    words = [_("We then look for no time any more, and nobody calls you about it.")]
    if access.story.choices:
        words.append(_("The times we hold for you become free for others."))
    return decision_page(request, access, form, words=words, danger=True)
