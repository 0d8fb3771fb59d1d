"""A page behind the link on which one thing is decided: what it means, a form, a button, the way back."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from appointments.patient.actions import identity
from appointments.patient.actions.identity import NotProven
from appointments.patient.views.link_access import Door


def decision(request, door: Door, form, *, words=(), rows=(), button="", danger=False, call=False, seen=""):
    """The page of one decision. `words`: what it means, a paragraph each; `call`: phoning is the better way.

    `seen`: the stamp for a form that has no field for it.
    """
    context = {
        "title": form.title,
        "form": form,
        "words": words,
        "rows": rows,
        "button": button or _("Send my answer"),
        "danger": danger,
        "call": call,
        "seen": seen,
        "back_url": door.way("status", request),
        "reference": door.asked.spoken_reference,
    }
    return render(request, "appointments/status/decision.html", context)


def knows_the_patient(form, door: Door) -> bool:
    """Whether the digits of a valid form show who filled it in; if not, the form says so. Each wrong try counts."""
    try:
        identity.prove(door.link, digits=form.cleaned_data["digits"], now=door.now)
    except NotProven as refusal:
        form.add_error("digits", str(refusal))
        return False
    return True
