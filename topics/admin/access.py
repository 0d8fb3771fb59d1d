"""Looks a topic up for a page of the admin and checks the right to see it; which steps are open to somebody."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from topics.contributors import draft_contributors, edition_contributors, own_words
from topics.models import Topic
from topics.roles import roles_of
from topics.workflow import TRANSITIONS, State, Step, open_steps

LONGEST_NUMBER = 18  # digits; what is longer is no row's number
LIVE_STEPS = {Step.WITHDRAW, Step.SIGN_AFTERWARDS}


def only(*methods: str):
    """Decorator: the view answers these methods. Others get 405 before anything is looked up."""

    def decorate(view):
        @wraps(view)
        def decorated(model_admin, request, **named):
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(model_admin, request, **named)

        return decorated

    return decorate


def topic_to_see(model_admin, request, object_id) -> Topic:
    """The topic, for somebody who may see topics of this kind. 403 for others, 404 if there is none."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if not str(object_id).isdecimal() or len(str(object_id)) > LONGEST_NUMBER:
        raise Http404
    topic = model_admin.get_queryset(request).filter(pk=object_id).select_related("live_edition__sign_off").first()
    if topic is None:
        raise Http404
    return topic


def ever_allowed(request, step: Step) -> bool:
    """Whether this person may take this step from any state at all."""
    held = roles_of(request.user)
    return any(row.step == step and row.roles & held for row in TRANSITIONS)


def steps_open_to(request, topic: Topic) -> list[Step]:
    """What this person may do with the page now."""
    return open_and_refused(request, topic)[0]


def open_and_refused(request, topic: Topic) -> tuple[list[Step], dict[Step, str]]:
    """What this person may do with the page now; and the signatures their role may give but they may not, with why."""
    found = open_steps(State(topic.state), roles_of(request.user))
    due = [step for step in found if step not in LIVE_STEPS or _fits_the_live_page(step, topic)]
    refused = {step: why for step in due if (why := _not_theirs(step, topic, request.user.pk))}
    return [step for step in due if step not in refused], refused


def _not_theirs(step: Step, topic: Topic, person: int) -> str:
    """Why somebody cannot sign, though their role may; empty if they can, and for other steps."""
    if step == Step.SIGN_AFTERWARDS and topic.live_edition.published_by_id == person:
        return _("You published this page yourself: somebody else has to sign it.")
    titles: list[str] = []
    if step == Step.SIGN_OFF:
        titles = draft_contributors(topic).get(person, [])
    elif step == Step.SIGN_AFTERWARDS:
        titles = edition_contributors(topic.live_edition).get(person, [])
    return own_words(titles) if titles else ""


def _fits_the_live_page(step: Step, topic: Topic) -> bool:
    live = topic.live_edition
    if live is None:
        return False
    if step == Step.WITHDRAW:
        return True
    return bool(live.forced_reason) and live.sign_off_id is None
