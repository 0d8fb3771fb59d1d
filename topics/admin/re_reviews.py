"""Live pages to look at again, because a concept they name has changed."""

from datetime import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from topics.actions.rereviewing import still_right
from topics.admin.access import only
from topics.admin.read_only import SettledAdmin
from topics.models import ReReview
from topics.roles import roles_of
from topics.workboard import admin_url
from topics.workflow import ActionRefused, PageRole


@only("GET", "HEAD", "POST")
def look(model_admin, request, object_id):
    """The sentences to look at again. A clinical reviewer says that they are still right, or the page is changed."""
    row = model_admin.row_to_see(request, ReReview.objects.select_related("page", "cause", "cause_edition"), object_id)
    refusal = ""
    if request.method == "POST":
        if PageRole.CLINICIAN not in roles_of(request.user):
            raise PermissionDenied
        row.at = _moment(request.POST.get("at", "")) or row.at  # the sentences as they were on the screen
        try:
            still_right(row=row, by=request.user, now=timezone.now())
        except ActionRefused as refused:
            refusal = str(refused)
            row.refresh_from_db()
        else:
            messages.success(request, _("“%(name)s” is still right.") % {"name": row.page.name})
            return redirect("admin:index")
    context = model_admin.page_context(request, row.page.name) | {
        "row": row,
        "refusal": refusal,
        "may_settle": row.settled_at is None and PageRole.CLINICIAN in roles_of(request.user),
        "page_url": admin_url(row.page),
        "cause_url": _what_changed(row),
    }
    return render(request, "admin/topics/concept/look.html", context, status=409 if refusal else 200)


def _moment(typed: str) -> datetime | None:
    """The moment with its time zone; None for anything else."""
    try:
        moment = parse_datetime(typed[:60])
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) and 1900 < moment.year < 9999 else None


def _what_changed(row: ReReview) -> str:
    """Where the change of the concept is seen: its comparison with the edition before, or its history."""
    number = row.cause_edition.number if row.cause_edition else 0
    if number < 2:
        return admin_url(row.cause, "history")
    return f"{admin_url(row.cause, 'compare')}?from={number - 1}&to={number}"


@admin.register(ReReview)
class ReReviewAdmin(SettledAdmin):
    """Live pages that name a concept which has changed."""

    list_display = ("named_on", "because_of", "why", "at", "how")
    search_fields = ("page__name", "cause__name")

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    @admin.display(description=gettext_lazy("page"), ordering="page_name")
    def named_on(self, row):
        return self.link_to(row, row.page_name, "look")

    @admin.display(description=gettext_lazy("because of"), ordering="cause_name")
    def because_of(self, row):
        return row.cause_name

    def get_urls(self):
        return [
            self.view_path("<int:object_id>/look/", look, "look"),
            *super().get_urls(),
        ]
