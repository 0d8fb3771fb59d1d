"""Symptom articles, conditions, tests and specialists in the admin: one list, one editor, one workflow for all."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from topics.admin import concept_views, editing_views, reading_views, step_views, waiving_views
from topics.admin.access import open_and_refused
from topics.admin.read_only import ReadOnlyAdmin
from topics.admin.step_forms import SPECS
from topics.models import Condition, MedicalTest, Specialty, Symptom, Topic, TopicEvent
from topics.workboard import LISTS, SAMPLES, admin_url, topics_on
from topics.workflow import State, Step


class LiveFilter(admin.SimpleListFilter):
    """What readers can open, and what only exists as a draft."""

    title = _("readers can see it")
    parameter_name = "live"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No, draft only"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(live_edition__isnull=self.value() == "no")
        return queryset


class KindAdmin(admin.ModelAdmin):
    """The pages of one kind. Everything about one page is a view of its own, below the page's address here."""

    list_display = ("name", "plain_name", "state", "live", "changed_at", "last_changed_by")
    list_filter = ("state", LiveFilter, "body_regions")
    list_select_related = ("last_changed_by",)
    search_fields = ("name", "plain_name", "slug", "other_names__name")
    search_help_text = _("Name, everyday name or another name")
    ordering = ("name",)
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).with_live_number()

    @admin.display(description=_("live"), empty_value=_("not live"))
    def live(self, topic):
        return _("edition %(number)s") % {"number": topic.live_number} if topic.is_live else None

    def get_urls(self):
        return [
            path("markdown/", self._page(editing_views.markdown), name=self._name("markdown")),
            path("preview/", self._page(editing_views.preview_new), name=self._name("preview_new")),
            path("<int:object_id>/preview/", self._page(reading_views.preview), name=self._name("preview")),
            path("<int:object_id>/unsaved/", self._page(editing_views.preview_unsaved), name=self._name("unsaved")),
            path(
                "<int:object_id>/editions/<int:number>/", self._page(reading_views.edition), name=self._name("edition")
            ),
            path("<int:object_id>/restore/<int:number>/", self._page(step_views.restore), name=self._name("restore")),
            path(
                "<int:object_id>/bring-back/<int:event_id>/",
                self._page(step_views.bring_back),
                name=self._name("bring_back"),
            ),
            path("<int:object_id>/compare/", self._page(reading_views.compare), name=self._name("compare")),
            path("<int:object_id>/export/", self._page(reading_views.export), name=self._name("export")),
            path("<int:object_id>/share/", self._page(reading_views.share), name=self._name("share")),
            path("<int:object_id>/presence/", self._page(editing_views.presence), name=self._name("presence")),
            path("<int:object_id>/waive/", self._page(waiving_views.waive), name=self._name("waive")),
            path("<int:object_id>/unwaive/", self._page(waiving_views.unwaive), name=self._name("unwaive")),
            path("<int:object_id>/uses/", self._page(concept_views.uses), name=self._name("uses")),
            path("<int:object_id>/step/<slug:step>/", self._page(step_views.step), name=self._name("step")),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        return editing_views.add(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return editing_views.change(self, request, object_id)

    def delete_view(self, request, object_id, extra_context=None):
        return concept_views.throw_away(self, request, object_id=object_id)

    def history_view(self, request, object_id, extra_context=None):
        return reading_views.history(self, request, object_id=object_id)

    def _page(self, view):
        return self.admin_site.admin_view(lambda request, **named: view(self, request, **named))

    def _name(self, page: str) -> str:
        return f"topics_{self.opts.model_name}_{page}"

    def page_url(self, page: str, topic: Topic, *more) -> str:
        """The address of one of the pages about a topic."""
        return reverse(f"admin:{self._name(page)}", args=[topic.pk, *more])

    def page_context(self, request, topic: Topic | None, title: str) -> dict:
        """What every page about a topic shows: where one is, and what one may do from here."""
        context = self.admin_site.each_context(request)
        context |= {"opts": self.opts, "title": title, "topic": topic, "spec": None}
        if topic is None:
            return context
        pages = ("change", "preview", "compare", "history", "export", "share", "uses")
        open_steps, refused = open_and_refused(request, topic)
        steps = [SPECS[step] for step in open_steps if step in SPECS]
        return context | {
            "urls": {page: self.page_url(page, topic) for page in pages},
            "steps": [{"spec": spec, "url": self.page_url("step", topic, spec.step.value)} for spec in steps],
            "not_theirs": [{"label": SPECS[step].label, "reason": why} for step, why in refused.items()],
            "live_url": topic.get_absolute_url() if topic.is_live else "",
            "said": _said(topic),
        }


def _said(topic: Topic) -> TopicEvent | None:
    """What was said when the page was handed over: by its editor to the reviewer, or by the reviewer to its editor."""
    handed_over = {State.IN_REVIEW: Step.SUBMIT, State.CHANGES_REQUESTED: Step.REQUEST_CHANGES}
    if topic.state not in handed_over:
        return None
    last = topic.events.filter(step=handed_over[topic.state]).select_related("by").order_by("-at", "-pk").first()
    return last if last and last.note else None


@admin.register(Symptom)
class SymptomAdmin(KindAdmin):
    """Symptom articles."""


@admin.register(Condition)
class ConditionAdmin(KindAdmin):
    """Conditions."""


@admin.register(MedicalTest)
class MedicalTestAdmin(KindAdmin):
    """Tests."""


@admin.register(Specialty)
class SpecialtyAdmin(KindAdmin):
    """Specialists."""


class WorkFilter(admin.SimpleListFilter):
    """One of the lists of the first page, whole."""

    title = _("work")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        lists = [(code, spec.heading) for code, spec in LISTS.items() if spec.model is Topic]
        return [*lists, (SAMPLES, _("Samples no clinician has reviewed"))]

    def queryset(self, request, queryset):
        wanted = topics_on(self.value() or "", queryset, request.user, timezone.localdate())
        return queryset if wanted is None else wanted


@admin.register(Topic)
class AnyTopicAdmin(ReadOnlyAdmin):
    """All kinds together: answers the search boxes of other forms, and shows the lists of the first page whole."""

    list_display = ("page", "kind", "state", "owner", "due_on", "changed_at", "last_changed_by")
    list_display_links = None
    list_filter = (WorkFilter, "kind", "state", LiveFilter)
    list_select_related = ("owner", "last_changed_by")
    search_fields = ("name", "plain_name", "other_names__name")
    ordering = ("kind", "name")

    def get_queryset(self, request):
        return super().get_queryset(request).with_due_on()

    @admin.display(description=_("page"), ordering="name")
    def page(self, topic):
        return format_html('<a href="{}">{}</a>', admin_url(topic), topic.name)

    @admin.display(description=_("due for review"), ordering="due_on")
    def due_on(self, topic):
        return topic.due_on

    def has_module_permission(self, request):
        return False
