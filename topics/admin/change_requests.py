"""What should be changed on a page: said by anyone on staff, settled by whoever changes it."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.actions import change_requests
from topics.admin.access import only
from topics.admin.read_only import SettledAdmin
from topics.kinds import TopicKind
from topics.models import NeedsChange, Topic
from topics.workboard import admin_url
from topics.workflow import ActionRefused


class ChangeRequestForm(forms.Form):
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
        max_length=change_requests.LONGEST,
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
        max_length=change_requests.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say in a sentence what was done.")},
    )


@only("GET", "HEAD", "POST")
def file_request(model_admin, request):
    """For everybody on staff: the reception hears what patients misunderstand."""
    form = ChangeRequestForm(
        request.POST if request.method == "POST" else None, initial={"topic": request.GET.get("topic")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = change_requests.file_change_request(by=request.user, now=timezone.now(), **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            name = {"name": row.topic.name}
            messages.success(request, _("Thank you. The editors see it; “%(name)s” stays as it is until then.") % name)
            return redirect("admin:index")
    context = model_admin.page_context(request, _("What should be changed")) | {"form": form, "row": None}
    return render(request, "admin/topics/concept/change_request.html", context)


@only("GET", "HEAD", "POST")
def settle(model_admin, request, object_id):
    """Says what was done about it."""
    row = model_admin.row_to_see(request, NeedsChange.objects.select_related("topic", "by", "settled_by"), object_id)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_requests.settle(row=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Settled: “%(name)s”.") % {"name": row.topic.name})
            return redirect("admin:index")
    context = model_admin.page_context(request, row.topic.name) | {"form": form, "row": row}
    context |= {"page_url": admin_url(row.topic), "said_url": reverse("admin:topics_needschange_changelist")}
    return render(request, "admin/topics/concept/change_request.html", context)


@admin.register(NeedsChange)
class NeedsChangeAdmin(SettledAdmin):
    """What staff say should be changed."""

    list_display = ("page", "reason", "by", "at", "answer")
    list_select_related = ("by",)
    search_fields = ("topic__name", "reason")

    def get_queryset(self, request):
        return super().get_queryset(request).with_page_name()

    @admin.display(description=gettext_lazy("page"), ordering="page_name")
    def page(self, row):
        return self.link_to(row, row.page_name, "settle")

    def get_urls(self):
        return [
            self.view_path("flag/", file_request, "flag"),
            self.view_path("<int:object_id>/settle/", settle, "settle"),
            *super().get_urls(),
        ]
