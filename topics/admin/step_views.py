"""Takes a step of the workflow: shows what it does and asks for what it needs, then calls its one action."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from topics.actions.saving import restore as restore_edition
from topics.admin.access import ever_allowed, only, open_and_refused, topic_to_see
from topics.admin.concept_forms import CONCEPT_SPECS, EVERY_SPEC
from topics.admin.gates_panel import step_panel
from topics.models import Edition
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


@only("POST")
def restore(model_admin, request, object_id, number):
    """Makes an earlier edition the draft again."""
    topic = topic_to_see(model_admin, request, object_id)
    if not ever_allowed(request, Step.RESTORE):
        raise PermissionDenied
    edition = get_object_or_404(Edition, topic=topic, number=number)
    try:
        restore_edition(topic=topic, edition=edition, by=request.user, now=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, _("Edition %(number)s is the draft now. Readers see no change yet.") % {"number": number}
        )
    return redirect(reverse(f"admin:topics_{model_admin.opts.model_name}_change", args=[topic.pk]))


def _names(topic) -> dict:
    return {"name": topic.name, "state": topic.get_state_display()}
