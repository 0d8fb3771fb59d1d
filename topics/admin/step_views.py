"""Takes a step of the workflow: shows what it does and asks for what it needs, then calls its one action."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from topics.actions import saving
from topics.actions.drafting import as_of_today
from topics.actions.move import ChangedMeanwhile
from topics.admin.access import LONGEST_NUMBER, ever_allowed, only, open_and_refused, steps_open_to, topic_to_see
from topics.admin.concept_forms import CONCEPT_SPECS, EVERY_SPEC
from topics.admin.gates_panel import step_panel
from topics.comparing.documents import compare
from topics.compose import compose
from topics.document import Document
from topics.models import Edition, TopicEvent
from topics.where_used import where_used
from topics.workflow import ActionRefused, Step


@only("GET", "HEAD", "POST")
def step(model_admin, request, object_id, step):
    """One step: GET explains and asks, POST takes it. What is refused is said on the same page; nothing is lost."""
    topic = topic_to_see(model_admin, request, object_id)
    if step not in EVERY_SPEC:
        raise Http404
    spec = EVERY_SPEC[step]
    if not ever_allowed(request, spec.step):
        raise PermissionDenied
    back = model_admin.page_url("uses" if step in CONCEPT_SPECS else "change", topic)
    open_steps, refused = open_and_refused(request, topic)
    if spec.step not in open_steps:
        not_possible = _("“%(name)s” is “%(state)s” now: this step is not possible.") % _names(topic)
        messages.warning(request, refused.get(spec.step, not_possible))
        return redirect(back)
    form = spec.form(request.POST if request.method == "POST" else None, topic=topic)
    if request.method == "POST" and form.is_valid():
        try:
            spec.take(topic, request.user, timezone.now(), form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            topic.refresh_from_db()
            messages.success(request, _("“%(name)s” is “%(state)s” now.") % _names(topic))
            return redirect(back)
    context = model_admin.page_context(request, topic, str(spec.heading)) | {"spec": spec, "form": form}
    context["gates"] = step_panel(model_admin, request, topic, spec.step)
    context["uses"] = where_used(topic) if spec.step in CONCEPT_SPECS else None
    return render(request, "admin/topics/step.html", context)


@only("GET", "HEAD", "POST")
def restore(model_admin, request, object_id, number):
    """Makes an earlier edition the draft again: GET shows what would become of the draft and asks."""
    topic = topic_to_see(model_admin, request, object_id)
    edition = get_object_or_404(Edition, topic=topic, number=number)
    label = _("Edition %(number)s") % {"number": number}
    take = partial(saving.restore, edition=edition)
    return _replace_draft(model_admin, request, topic, as_of_today(edition.content, edition), label, take)


@only("GET", "HEAD", "POST")
def bring_back(model_admin, request, object_id, event_id):
    """The same for a draft that a step put another in the place of."""
    topic = topic_to_see(model_admin, request, object_id)
    event = get_object_or_404(TopicEvent, topic=topic, pk=event_id, replaced__isnull=False)
    label = _("The draft that was replaced on %(day)s") % {
        "day": date_format(timezone.localtime(event.at), "j F Y, H:i")
    }
    take = partial(saving.bring_back, event=event)
    document = as_of_today(Document.from_json(event.replaced))
    return _replace_draft(model_admin, request, topic, document, label, take)


def _replace_draft(model_admin, request, topic, document, label, take):
    """Asks with what differs; POST with the version that was shown does it. What is replaced is kept in the history."""
    if not ever_allowed(request, Step.RESTORE):
        raise PermissionDenied
    change = model_admin.page_url("change", topic)
    if Step.RESTORE not in steps_open_to(request, topic):
        messages.warning(request, _("“%(name)s” is “%(state)s” now: this step is not possible.") % _names(topic))
        return redirect(change)
    agreed = request.POST.get("version", "")
    if request.method == "POST" and agreed.isascii() and agreed.isdecimal() and len(agreed) < LONGEST_NUMBER:
        try:
            take(topic=topic, by=request.user, now=timezone.now(), over=int(agreed))
        except ChangedMeanwhile:
            messages.warning(request, _("The draft was changed in the meantime. Here is how it differs now."))
        except ActionRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect(change)
        else:
            done = _(
                "%(what)s is the draft now. Readers see no change yet. The draft it replaced is kept in the history."
            )
            messages.success(request, done % {"what": label})
            return redirect(change)
    topic.refresh_from_db()
    context = model_admin.page_context(request, topic, _("Make it the draft")) | {
        "comparison": compare(compose(topic), document),
        "label": label,
        "version": topic.version,
    }
    return render(request, "admin/topics/replace_draft.html", context)


def _names(topic) -> dict:
    return {"name": topic.name, "state": topic.get_state_display()}
