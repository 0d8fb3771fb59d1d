"""The page behind a patient's link: where the request stands today. No name, phone or reason: links get forwarded."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from appointments.patient.allowed_actions import possible
from appointments.patient.forms import AnswerForm
from appointments.patient.held_times import words_of_offer
from appointments.patient.status_summary import erasure_in_words, standing
from appointments.patient.timeline import timeline
from appointments.patient.views.link_access import Door, behind_a_link
from appointments.requests.emergency import emergency_card
from appointments.workflow import QUEUED_STATUSES
from portal.clinic import Clinic

PAGES = (
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
DONE = {  # by the word an address may carry
    "details": gettext_lazy("We have your changes."),
    "wishes": gettext_lazy("We have your wishes."),
    "none": gettext_lazy("We have your answer and your wishes."),
    "coming": gettext_lazy("Thank you for telling us that you are coming."),
    "told": gettext_lazy("Reception knows that you cannot come."),
    "kept": gettext_lazy("Your appointment is kept."),
    "data-kept": gettext_lazy("We keep what you told us."),
}


@require_safe
@behind_a_link
def status(request, door):
    """Today's truth about one request. An ended or withdrawn link says so; an unknown one is a 404."""
    return page(request, door, done=str(DONE.get(request.GET.get("done", ""), "")))


def page(request, door: Door, *, done: str = "", problem: str = "", form: AnswerForm | None = None, status: int = 200):
    """How it stands, with what can be done; `problem`: why what was just tried did not work."""
    asked, story = door.asked, door.story
    can = possible(story)
    if can.choose and form is None:
        form = AnswerForm(initial={"seen": story.stamp}, times=[held.pk for held in story.choices])
    context = {
        "reference": asked.spoken_reference,
        "specialist": asked.service.specialty.live_edition,
        "standing": standing(story),
        "by_email": bool(asked.email) and asked.status in QUEUED_STATUSES and not story.attempts,
        "steps": timeline(story),
        "emergency": emergency_card(Clinic.configured()),
        "done": done,
        "problem": problem,
        "can": can,
        "urls": {name: door.way(name, request) for name in PAGES},
        "seen": story.stamp,
        "offer": words_of_offer(story) if can.choose else None,
        "choosing": can.choose and story.appointment is None,
        "form": form if can.choose else None,
        "erasure": erasure_in_words(story),
    }
    return render(request, "appointments/status/status.html", context, status=status)


def truth(request, door: Door, problem: str = ""):
    """Somebody was too late, or acted on an old page: how it stands now, and that nothing of theirs was stored."""
    said = problem or _("Something has changed since you opened this page. Nothing of yours was stored.")
    return page(request, door.afresh(), problem=said, status=409)
