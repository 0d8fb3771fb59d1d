"""A reviewer lets a finding of the gates pass, or takes that back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.actions import waiving
from topics.admin.access import only, topic_to_see
from topics.compose import compose
from topics.gates.finding import Finding
from topics.gates.run import findings
from topics.models import Topic, Waiver
from topics.roles import roles_of
from topics.workflow import ActionRefused, PageRole


class WaiveForm(forms.Form):
    """Why something may pass. The digest binds the answer to what stands on the screen."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=gettext_lazy("Why may this pass?"),
        help_text=gettext_lazy("Kept with your name. Other reviewers and editors see it."),
        max_length=Waiver._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why this may pass: other people have to understand it later.")},
    )


@only("GET", "HEAD", "POST")
def waive(model_admin, request, object_id):
    """One finding (?code=…&key=…): GET shows it and asks why, POST lets it pass. For reviewers."""
    topic = topic_to_see(model_admin, request, object_id)
    _only_reviewers(request)
    finding = _finding(topic, request.GET.get("code", ""), request.GET.get("key", ""))
    back = model_admin.page_url("change", topic)
    if finding is None or not finding.waivable:
        messages.warning(request, _("This is mended already, or it cannot be waived."))
        return redirect(back)
    asked = request.POST if request.method == "POST" else None
    form = WaiveForm(asked, initial={"fingerprint": finding.fingerprint})
    if asked is not None and form.is_valid():
        try:
            waiving.waive(
                topic=topic,
                code=finding.code,
                key=finding.key,
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted, with your name. It stops this page no longer, as long as it stays so."))
            return redirect(back)
    context = model_admin.page_context(request, topic, _("Let this pass")) | {"finding": finding, "form": form}
    return render(request, "admin/topics/waive.html", context)


@only("POST")
def unwaive(model_admin, request, object_id):
    """Takes a waiver of this page back. For reviewers."""
    topic = topic_to_see(model_admin, request, object_id)
    _only_reviewers(request)
    number = request.POST.get("waiver", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    waiver = get_object_or_404(Waiver, pk=number, topic=topic)
    waiving.take_back(waiver=waiver, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back: it stops this page again."))
    return redirect(model_admin.page_url("change", topic))


def _only_reviewers(request) -> None:
    if PageRole.CLINICIAN not in roles_of(request.user):
        raise PermissionDenied


def _finding(topic: Topic, code: str, key: str) -> Finding | None:
    return next((one for one in findings(topic, compose(topic)) if (one.code, one.key) == (code, key)), None)
