"""What should be changed, said by anyone on staff and settled by whoever mends it; and pages to look at again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.actions import flagging
from topics.actions.rereviewing import still_right
from topics.admin.access import only
from topics.kinds import TopicKind
from topics.models import NeedsChange, ReReview, Topic
from topics.roles import roles_of
from topics.workboard import admin_url
from topics.workflow import Refused, Role


class FlagForm(forms.Form):
    """Which page, and what is wrong with it."""

    topic = forms.ModelChoiceField(
        label=gettext_lazy("Page"),
        queryset=Topic.objects.none(),
        empty_label=gettext_lazy("Choose a page"),
        error_messages={"required": gettext_lazy("Choose the page.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        help_text=gettext_lazy("In a sentence or two, such as what patients misunderstand. Nothing about one patient."),
        max_length=flagging.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what should be changed.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.live()
        live = Topic.objects.live().order_by("live_edition__name", "pk")
        pages: dict[str, list] = {}
        for pk, kind, name in live.values_list("pk", "kind", "live_edition__name"):
            pages.setdefault(kind, []).append((pk, name))
        groups = [(kind.plural, pages[kind]) for kind in TopicKind if kind in pages]
        self.fields["topic"].widget.choices = [("", self.fields["topic"].empty_label), *groups]


class SettleForm(forms.Form):
    """What was done about it."""

    answer = forms.CharField(
        label=gettext_lazy("What was done?"),
        help_text=gettext_lazy("One sentence, for whoever said it: what was changed, or why it stays."),
        max_length=flagging.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say in a sentence what was done.")},
    )


@only("GET", "HEAD", "POST")
def flag(model_admin, request):
    """For everybody on staff: the reception hears what patients misunderstand."""
    form = FlagForm(request.POST if request.method == "POST" else None, initial={"topic": request.GET.get("topic")})
    if request.method == "POST" and form.is_valid():
        try:
            row = flagging.flag(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            name = {"name": row.topic.name}
            messages.success(request, _("Thank you. The editors see it; “%(name)s” stays as it is until then.") % name)
            return redirect("admin:index")
    context = _context(model_admin, request, _("What should be changed")) | {"form": form, "row": None}
    return render(request, "admin/topics/concept/wish.html", context)


@only("GET", "HEAD", "POST")
def settle(model_admin, request, object_id):
    """Says what was done about it."""
    row = _row(model_admin, request, NeedsChange.objects.select_related("topic", "by", "settled_by"), object_id)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            flagging.settle(row=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Settled: “%(name)s”.") % {"name": row.topic.name})
            return redirect("admin:index")
    context = _context(model_admin, request, row.topic.name) | {"form": form, "row": row}
    context |= {"page_url": admin_url(row.topic), "said_url": reverse("admin:topics_needschange_changelist")}
    return render(request, "admin/topics/concept/wish.html", context)


@only("GET", "HEAD", "POST")
def look(model_admin, request, object_id):
    """The sentences to look at again. A clinical reviewer says that they are still right, or the page is changed."""
    row = _row(model_admin, request, ReReview.objects.select_related("page", "cause", "cause_edition"), object_id)
    refusal = ""
    if request.method == "POST":
        if Role.CLINICIAN not in roles_of(request.user):
            raise PermissionDenied
        row.at = parse_datetime(request.POST.get("at", "")) or row.at  # the sentences as they were on the screen
        try:
            still_right(row=row, by=request.user, now=timezone.now())
        except Refused as refused:
            refusal = str(refused)
            row.refresh_from_db()
        else:
            messages.success(request, _("“%(name)s” is still right.") % {"name": row.page.name})
            return redirect("admin:index")
    context = _context(model_admin, request, row.page.name) | {
        "row": row,
        "refusal": refusal,
        "may_settle": row.settled_at is None and Role.CLINICIAN in roles_of(request.user),
        "page_url": admin_url(row.page),
        "cause_url": _what_changed(row),
    }
    return render(request, "admin/topics/concept/look.html", context, status=409 if refusal else 200)


def _what_changed(row: ReReview) -> str:
    """Where the change of the concept is seen: its comparison with the edition before, or its history."""
    number = row.cause_edition.number if row.cause_edition else 0
    if number < 2:
        return admin_url(row.cause, "history")
    return f"{admin_url(row.cause, 'compare')}?from={number - 1}&to={number}"


def _row(model_admin, request, rows, object_id):
    """A row, for somebody who may see such rows."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return get_object_or_404(rows, pk=object_id)


def _context(model_admin, request, title: str) -> dict:
    return model_admin.admin_site.each_context(request) | {"opts": model_admin.opts, "title": title}
