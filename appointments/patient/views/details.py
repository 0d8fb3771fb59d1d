"""A patient changes how we reach them, or when an appointment would suit. What we hold is shown to nobody who cannot
show that they know the patient.
"""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments.choices import DayPart
from appointments.lifecycle.actor import PATIENT
from appointments.patient import proof
from appointments.patient.actions.details import Contact, change_contact, change_wishes
from appointments.patient.allowed_actions import possible
from appointments.patient.forms import DetailsForm, ProofForm
from appointments.patient.views.decision import decision, knows_the_patient
from appointments.patient.views.link_access import Door, behind_a_link
from appointments.patient.views.status import truth
from appointments.requests.forms import WhenForm
from appointments.workflow import StepNotAllowed

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
@behind_a_link
def details(request, door):
    """First who it is, then what we hold, to be changed. A proof too old is asked for again, in the same form."""
    sent = request.POST if request.method == "POST" else None
    if not possible(door.story).change:
        return truth(request, door) if sent else door.back()
    if sent is None or "phone" not in sent:
        form = ProofForm(sent)
        if sent is None or not form.is_valid() or not knows_the_patient(form, door):
            return decision(request, door, form, button=_("Continue"))
        form = DetailsForm(initial=_held(door), proven=True)
    else:
        proven = proof.holds(sent.get("proof", ""), door.link)
        form = DetailsForm(sent, proven=proven)
        if form.is_valid() and (proven or knows_the_patient(form, door)):
            return _change(request, door, form.cleaned_data)
    return decision(request, door, form, button=_("Save the changes"))


def _held(door: Door) -> dict:
    asked = door.asked
    return {
        "phone": asked.phone_typed,
        "email": asked.email,
        "call_times": asked.call_times,
        "voicemail": "yes" if asked.voicemail_ok else "no",
        "discreet": asked.discreet,
        "proof": proof.make(door.link),
    }


def _change(request, door: Door, answers: dict):
    contact = Contact(
        phone=answers["phone"],
        email=answers["email"],
        call_times=answers["call_times"],
        voicemail_ok=answers["voicemail"] == "yes",
        discreet=answers["discreet"],
    )
    try:
        change_contact(door.asked, contact=contact, by=PATIENT, now=door.now)
    except StepNotAllowed:
        return truth(request, door)
    return door.back("details")


@READ_OR_SEND
@behind_a_link
def wishes(request, door):
    """Other days and times, while we still look for one. The earlier wishes are not shown: they are personal."""
    sent = request.POST if request.method == "POST" else None
    if not possible(door.story).wish:
        return truth(request, door) if sent else door.back()
    form = WhenForm(sent, service=door.asked.service)
    if sent and form.is_valid():
        try:
            change_wishes(
                door.asked,
                windows=[(day, DayPart(part).value) for day, part in form.cleaned_data["windows"]],
                practitioner=form.cleaned_data.get("practitioner"),
                by=PATIENT,
                now=door.now,
            )
        except StepNotAllowed:
            return truth(request, door)
        return door.back("wishes")
    words = [_("What you choose here replaces what you told us before.")]
    return decision(request, door, form, words=words, button=_("Save my wishes"))
