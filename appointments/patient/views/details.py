"""A patient changes how the clinic reaches them, or when an appointment would suit.

What is stored is shown only to somebody who has shown that they know the patient.
"""

from django.utils.translation import gettext as _

from appointments.choices import DayPart
from appointments.lifecycle.actor import PATIENT
from appointments.patient.actions import identity
from appointments.patient.actions.details import ContactDetails, change_contact, change_wishes
from appointments.patient.allowed_actions import allowed_actions
from appointments.patient.forms import DetailsForm, IdentityForm
from appointments.patient.views.link_access import (
    Done,
    LinkAccess,
    knows_the_patient,
    link_required,
    read_or_send,
)
from appointments.patient.views.status import decision_page, to_conflict
from appointments.requests.forms import WhenForm
from appointments.workflow import StepNotAllowed
from portal.refused_forms.pages import keep, kept_form, typed_or_kept


@read_or_send
@link_required
def details(request, access):
    """First the form that asks who it is, then the stored details to change. A proof too old is asked for once more."""
    submitted = request.POST if request.method == "POST" else None
    if not allowed_actions(access.story).change_contact:
        return to_conflict(request, access) if submitted else access.to_status_page()
    typed, kept = typed_or_kept(request), kept_form(request)
    if typed is not None and "phone" in typed:
        proven = identity.is_valid_proof(typed.get("proof", ""), access.link)
        form = DetailsForm(typed, proven=proven)
        if submitted and form.is_valid() and (proven or knows_the_patient(form, access)):
            return _change(request, access, form.cleaned_data)
        return decision_page(request, access, form, button=_("Save the changes"))
    if kept and identity.is_valid_proof(kept.notes.get("proof", ""), access.link):
        form = DetailsForm(initial=_stored_details(access), proven=True)
        return decision_page(request, access, form, button=_("Save the changes"))
    form = IdentityForm(typed)
    if submitted and form.is_valid() and knows_the_patient(form, access):
        return keep(request, notes={"proof": identity.make_proof(access.link)})
    return decision_page(request, access, form, button=_("Continue"))


def _stored_details(access: LinkAccess) -> dict:
    stored = access.appointment_request
    return {
        "phone": stored.phone_typed,
        "email": stored.email,
        "call_times": stored.call_times,
        "voicemail": "yes" if stored.voicemail_ok else "no",
        "discreet": stored.discreet,
        "proof": identity.make_proof(access.link),
    }


def _change(request, access: LinkAccess, answers: dict):
    contact = ContactDetails(
        phone=answers["phone"],
        email=answers["email"],
        call_times=answers["call_times"],
        voicemail_ok=answers["voicemail"] == "yes",
        discreet=answers["discreet"],
    )
    try:
        change_contact(access.appointment_request, contact=contact, by=PATIENT, now=access.now)
    except StepNotAllowed:
        return to_conflict(request, access)
    return access.to_status_page(Done.DETAILS_CHANGED)


@read_or_send
@link_required
def wishes(request, access):
    """Other days and times, while the clinic looks for one. The earlier wishes are not shown: they are personal."""
    submitted = request.POST if request.method == "POST" else None
    if not allowed_actions(access.story).change_wishes:
        return to_conflict(request, access) if submitted else access.to_status_page()
    form = WhenForm(typed_or_kept(request), service=access.appointment_request.service)
    if submitted and form.is_valid():
        try:
            change_wishes(
                access.appointment_request,
                windows=[(day, DayPart(part).value) for day, part in form.cleaned_data["windows"]],
                practitioner=form.cleaned_data.get("practitioner"),
                by=PATIENT,
                now=access.now,
            )
        except StepNotAllowed:
            return to_conflict(request, access)
        return access.to_status_page(Done.WISHES_CHANGED)
    words = [_("What you choose here replaces what you told us before.")]
    return decision_page(request, access, form, words=words, button=_("Save my wishes"))
