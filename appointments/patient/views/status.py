"""The pages a patient's link leads to: where the request stands today, and one on which a single thing is decided.

No name, phone number or reason stands on them: links get forwarded.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from appointments.lifecycle.story import Story
from appointments.patient.allowed_actions import allowed_actions
from appointments.patient.forms import ChooseTimeForm
from appointments.patient.held_times import held_times
from appointments.patient.status_summary import erasure_status, guessed_in_words, status_summary
from appointments.patient.timeline import timeline
from appointments.patient.views.link_access import Done, LinkAccess, link_required
from appointments.requests.emergency import emergency_card
from appointments.workflow import QUEUED_STATUSES, Status, Step
from portal.clinic import Clinic
from portal.refused_forms.pages import form_page, keep, kept_form

LINKED_PAGES = (  # URL names
    "choose",
    "coming",
    "calendar",
    "cancel",
    "keep",
    "withdraw",
    "details",
    "wishes",
    "erase",
    "keep_data",
)
DONE_WORDS = {
    Done.DETAILS_CHANGED: gettext_lazy("We have your changes."),
    Done.WISHES_CHANGED: gettext_lazy("We have your wishes."),
    Done.TIMES_REFUSED: gettext_lazy("We have your answer and your wishes."),
    Done.CONFIRMED: gettext_lazy("Thank you for telling us that you are coming."),
    Done.CANNOT_COME_REPORTED: gettext_lazy("Reception knows that you cannot come."),
    Done.APPOINTMENT_KEPT: gettext_lazy("Your appointment is kept."),
    Done.DATA_KEPT: gettext_lazy("We keep what you told us."),
}


def _done_in_words(done: str, story: Story) -> str:
    """What the patient has just done; "" once it no longer holds: the address may be opened again weeks later."""
    request, appointment = story.request, story.appointment
    takes_place = (
        appointment is not None
        and request.status == Status.BOOKED
        and not story.absence
        and appointment.ends_at > story.now
    )
    holds = {
        Done.DETAILS_CHANGED: request.is_open,
        Done.WISHES_CHANGED: request.is_open,
        Done.TIMES_REFUSED: request.is_open and any(event.step == Step.NONE_SUITS for event in story.events),
        Done.CONFIRMED: takes_place and appointment.confirmed_at is not None and not story.told_they_cannot_come,
        Done.CANNOT_COME_REPORTED: takes_place and story.told_they_cannot_come,
        Done.APPOINTMENT_KEPT: takes_place and story.cancel_asked_at is not None,
        Done.DATA_KEPT: request.status != Status.ERASED and request.erasure_asked_at is None,
    }
    return str(DONE_WORDS[done]) if holds.get(done) else ""


@require_safe
@link_required
def status(request, access):
    """Where the request stands, and what can be done. `?done=` says what the patient has just done.

    What was tried and refused is told, too: why (conflict), or what is wrong with the answer to held times.
    """
    appointment_request, story, kept = access.appointment_request, access.story, kept_form(request)
    can, form = allowed_actions(story), None
    if can.choose_time:
        times = [time.pk for time in story.choices]
        if kept and kept.errors:
            form = kept.restore(ChooseTimeForm(kept.typed, times=times))
        else:
            form = ChooseTimeForm(initial={"seen": story.stamp}, times=times)
    is_queued = appointment_request.status in QUEUED_STATUSES
    context = {
        "reference": appointment_request.spoken_reference,
        "specialist": appointment_request.service.specialty.live_edition,
        "summary": status_summary(story),
        "by_email": bool(appointment_request.email) and is_queued and not story.attempts,
        "steps": timeline(story),
        "emergency": emergency_card(Clinic.configured()),
        "done": _done_in_words(request.GET.get("done", ""), story),
        "problem": kept.notes.get("problem", "") if kept else "",
        "can": can,
        "urls": {name: access.relative_url(name, request) for name in LINKED_PAGES},
        "seen": story.stamp,
        "offer": held_times(story) if can.choose_time else None,
        "away": bool(story.absence),
        "choosing": can.choose_time and story.appointment is None,
        "form": form,
        "erasure": erasure_status(story),
        "guessed": guessed_in_words(appointment_request),
    }
    return render(request, "appointments/status/status.html", context)


def to_conflict(http_request: HttpRequest, access: LinkAccess, problem: str = "") -> HttpResponse:
    """Redirects to the status page, which says why nothing was done: too late, or sent from an old page."""
    words = problem or _("Something has changed since you opened this page. Nothing of yours was stored.")
    return keep(http_request, at=access.url("status"), notes={"problem": str(words)})


def decision_page(
    http_request: HttpRequest,
    access: LinkAccess,
    form,
    *,
    words: Sequence[str] = (),
    rows: Sequence[dict] = (),
    button: str = "",
    danger: bool = False,
    call: bool = False,
    seen_stamp: str = "",
) -> HttpResponse:
    """The page of one decision, or the way to it if its form was just refused.

    `words`: what it means, a paragraph each. `rows`: for components/summary_list.html.

    `danger`: it ends something. `call`: phoning is the better way. `seen_stamp`: for a form without a field for it.
    """
    context = {
        "title": form.title,
        "form": form,
        "words": words,
        "rows": rows,
        "button": button or _("Send my answer"),
        "danger": danger,
        "call": call,
        "seen": seen_stamp,
        "back_url": access.relative_url("status", http_request),
        "reference": access.appointment_request.spoken_reference,
    }
    return form_page(http_request, form, "appointments/status/decision.html", context, notes={"seen": seen_stamp})
