"""A page as a concept that others name: where it is used, and whether it may be thrown away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from topics.actions.deleting import delete
from topics.admin.access import only, steps_open_to, topic_to_see
from topics.admin.concept_forms import CONCEPT_SPECS
from topics.models import ReReview
from topics.where_used import where_used
from topics.workflow import ActionRefused


@only("GET", "HEAD")
def uses(model_admin, request, object_id):
    """Everything that names the topic, what is known to be wrong with its page, and the steps it takes as a concept."""
    topic = topic_to_see(model_admin, request, object_id)
    steps = [CONCEPT_SPECS[step] for step in steps_open_to(request, topic) if step in CONCEPT_SPECS]
    may_delete = model_admin.has_delete_permission(request, topic) and not topic.editions.exists()
    context = model_admin.page_context(request, topic, _("Where it is used")) | {
        "uses": where_used(topic),
        "owner": topic.owner,
        "taken_in_by": topic.merged_into,
        "concept_steps": [
            {"spec": spec, "url": model_admin.page_url("step", topic, spec.step.value)} for spec in steps
        ],
        "change_requests": topic.change_requests.select_related("by", "settled_by").order_by("-at", "-pk"),
        "again": ReReview.objects.still_open().filter(page=topic).select_related("cause").order_by("at", "pk"),
        "delete_url": model_admin.page_url("delete", topic) if may_delete else "",
    }
    return render(request, "admin/topics/concept/uses.html", context)


@only("GET", "HEAD", "POST")
def throw_away(model_admin, request, object_id):
    """Asks before a draft is thrown away; says what uses it if it cannot be."""
    topic = topic_to_see(model_admin, request, object_id)
    if not model_admin.has_delete_permission(request, topic):
        raise PermissionDenied
    refusal = ""
    if request.method == "POST":
        try:
            delete(topic=topic, by=request.user, now=timezone.now())
        except ActionRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("“%(name)s” is deleted.") % {"name": topic.name})
            return redirect(reverse(f"admin:topics_{model_admin.opts.model_name}_changelist"))
    context = model_admin.page_context(request, topic, _("Delete")) | {
        "uses": where_used(topic),
        "was_read": topic.editions.exists(),
        "refusal": refusal,
    }
    return render(request, "admin/topics/concept/delete.html", context, status=409 if refusal else 200)
