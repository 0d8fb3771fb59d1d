"""A text from a file: brought in, looked through on one page, and made into a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from topics.actions.importing import (
    DraftInTheWay,
    change_plan,
    keep_plan,
    make_draft,
    replaces_freely,
    throw_away,
)
from topics.actions.saving import AddressInUse, NewTopic
from topics.admin.access import LONGEST_NUMBER, only
from topics.admin.import_forms import UploadForm
from topics.checklists import sign_words
from topics.comparing.documents import compare
from topics.compose import compose
from topics.editing.screen import page_context
from topics.importing import plan_report
from topics.importing.limits import FileRefused
from topics.importing.matching import WideNames
from topics.importing.plan_editor import PlanEditor
from topics.importing.planning import Plan
from topics.importing.preparation import prepare, similar_pages, with_links
from topics.models import ArticleImport, Condition, MedicalTest, Specialty, Symptom, Topic
from topics.workboard import admin_url
from topics.workflow import ActionRefused

LIST = "admin:topics_articleimport_changelist"
_MODELS = {model.KIND: model._meta.model_name for model in (Symptom, Condition, MedicalTest, Specialty)}


def upload(model_admin, request):
    """Asks for a file and reads it; what it becomes is decided on the next page. Nothing is stored if it is refused."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    names = WideNames.load()
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*bound, names=names)
    if bound and form.is_valid():
        try:
            into = form.cleaned_data["into"]
            prepared = prepare(form.arrived, form.cleaned_data["kind"], into=into, names=names)
            if prepared.nothing_new:
                messages.info(request, _("The draft says all this already. Nothing was stored: this text is not new."))
                return redirect(admin_url(prepared.topic))
            waiting, new = keep_plan(
                arrived=prepared.arrived,
                plan=prepared.plan,
                topic=prepared.topic,
                by=request.user,
                now=timezone.now(),
            )
        except FileRefused as refusal:
            form.add_error("into", str(refusal))
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if not new and waiting.topic_id != (prepared.topic and prepared.topic.pk):
                messages.warning(request, _("This text waits already, but for another page. Throw it away first."))
            elif not new:
                messages.info(request, _("This text waits already. Here is what was decided about it so far."))
            return redirect("admin:topics_articleimport_change", waiting.pk)
    context = model_admin.page_context(request, _("Bring in a text")) | {
        "form": form,
        "known_names": names.to_choose_from,
    }
    return render(request, "admin/topics/importing/upload.html", context)


def decide(model_admin, request, object_id):
    """The plan on one page: what each section is about and where each line leads. POST makes the draft, or keeps it."""
    row = _row(model_admin, request, object_id)
    if row.state != ArticleImport.State.WAITING:
        return redirect(admin_url(row.topic) if row.topic else reverse(LIST))
    names = WideNames.load()
    plan = Plan.from_json(row.plan)
    if request.method != "POST":
        return _page(model_admin, request, row, plan, PlanEditor(plan, names=names))
    editor = PlanEditor(plan, data=request.POST, names=names)
    if editor.arranging:
        return _page(model_admin, request, row, plan, editor)
    try:
        if "_keep" in request.POST:
            if editor.may_wait():
                change_plan(waiting=row, plan=editor.plan(), by=request.user)
                messages.success(request, _("What you decided is kept. There is no draft yet."))
                return redirect("admin:topics_articleimport_change", row.pk)
        elif editor.is_valid():
            topic = make_draft(
                waiting=row,
                document=editor.document(),
                by=request.user,
                now=timezone.now(),
                new_topics=[NewTopic(*new) for new in editor.new_topics()],
                over=_agreed_version(request),
            )
            messages.success(request, _("“%(name)s” is a draft now. Readers see no change.") % {"name": topic.name})
            return redirect(admin_url(topic))
    except AddressInUse as refusal:
        editor.refuse("slug", str(refusal))
    except DraftInTheWay:
        editor.refuse("", _("The draft was changed since. Tick “Replace it” if this text shall stand in its place."))
    except ActionRefused as refusal:
        editor.refuse("", str(refusal))
    return _page(model_admin, request, row, plan, editor)


@only("POST")
def throw_away_plan(model_admin, request, object_id):
    """Forgets a plan."""
    row = _row(model_admin, request, object_id)
    try:
        throw_away(waiting=row, by=request.user)
    except ActionRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The text is thrown away. Nothing else has changed."))
    return redirect(LIST)


def _page(model_admin, request, row: ArticleImport, plan: Plan, editor: PlanEditor):
    shown = editor.plan() if editor.bound else plan
    sections = shown.sections(editor.names)
    model = f"admin:topics_{_MODELS[row.kind]}"
    context = model_admin.page_context(request, row.title) | page_context(editor)
    context |= {
        "row": row,
        "plan_notes": plan.notes,
        "planned": sections,
        "counted": plan_report.count(sections),
        "left": list(plan_report.left_to_decide(sections)),
        "similar": [] if row.topic else similar_pages(shown.document, row.title, editor.names),
        "markdown_url": reverse(f"{model}_markdown"),
        "show_url": reverse(f"{model}_preview_new"),
        "comparison": None,
        "by_hand": False,
        "topic_url": "",
    }
    if row.topic_id:
        topic = Topic.objects.select_related("live_edition").get(pk=row.topic_id)
        context |= {
            "comparison": compare(compose(topic), with_links(shown.document, editor.names), sign_words()),
            "by_hand": not replaces_freely(row, topic),
            "topic_url": admin_url(topic),
        }
    return render(request, "admin/topics/importing/plan.html", context)


def _row(model_admin, request, object_id) -> ArticleImport:
    """The text from a file, for somebody who may decide on it."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    if not str(object_id).isdecimal() or len(str(object_id)) > LONGEST_NUMBER:
        raise Http404
    row = ArticleImport.objects.select_related("topic").filter(pk=object_id).first()
    if row is None:
        raise Http404
    return row


def _agreed_version(request) -> int | None:
    """The version of a draft changed by hand that the editor has seen, and that may go."""
    version = request.POST.get("replace_version", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < LONGEST_NUMBER else None
