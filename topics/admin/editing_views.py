"""The page on which an article is written: open, save, preview what is not saved yet, and notice each other."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.clinic import Clinic
from portal.lib import markdown as markdown_text
from topics.actions.editing_sessions import attend, others
from topics.actions.move import ChangedMeanwhile
from topics.actions.saving import AddressInUse, NewTopic, create_topic, save_draft
from topics.admin.access import ever_allowed, only, steps_open_to, topic_to_see
from topics.admin.gates_panel import editing_panel
from topics.checklists import sign_words
from topics.comparing.documents import compare
from topics.compose import compose
from topics.editing.editor import DraftEditor
from topics.editing.screen import page_context
from topics.live_addresses import former_owner
from topics.models import Topic
from topics.placeholders import fill
from topics.roles import roles_of
from topics.views.previews import preview as preview_page
from topics.workflow import ActionRefused, PageRole, State, Step

LONGEST_PREVIEW = 50_000  # characters of one text


def add(model_admin, request):
    """A new page: saved as a draft, seen by nobody but staff."""
    _only_writers(request)
    kind = model_admin.model.KIND
    if request.method != "POST":
        return _page(model_admin, request, None, DraftEditor(kind, None, 0))
    editor = DraftEditor(kind, None, 0, data=request.POST)
    if not editor.wants_saving or not editor.is_valid():
        return _page(model_admin, request, None, editor)
    try:
        topic = create_topic(
            document=editor.document(), by=request.user, now=timezone.now(), new_topics=_concepts(editor)
        )
    except AddressInUse as refusal:
        editor.refuse("slug", str(refusal))
        return _page(model_admin, request, None, editor)
    except ActionRefused as refusal:
        return _page(model_admin, request, None, editor, refusal=str(refusal))
    messages.success(request, _("“%(name)s” is saved as a draft.") % {"name": topic.name})
    return _after_saving(model_admin, request, topic)


def change(model_admin, request, object_id):
    """The draft of one page. Whoever may not change it now sees it, with the reason why."""
    topic = topic_to_see(model_admin, request, object_id)
    stored = compose(topic)
    kind = model_admin.model.KIND
    if request.method != "POST":
        return _page(model_admin, request, topic, DraftEditor(kind, stored, topic.version))
    if not ever_allowed(request, Step.EDIT):
        raise PermissionDenied
    editor = DraftEditor(kind, stored, topic.version, data=request.POST)
    if not editor.wants_saving or not editor.is_valid():
        return _page(model_admin, request, topic, editor)
    over_theirs = _overwrites(request, topic)
    try:
        topic = save_draft(
            topic=topic,
            document=editor.document(),
            based_on=topic.version if over_theirs else editor.base_version,
            by=request.user,
            now=timezone.now(),
            new_topics=_concepts(editor),
            over_theirs=over_theirs,
        )
    except ChangedMeanwhile as meanwhile:
        theirs = compose(meanwhile.topic)
        conflict = {
            "comparison": compare(theirs, editor.take_in(theirs), sign_words()),
            "topic": meanwhile.topic,
        }
        return _page(model_admin, request, meanwhile.topic, editor, conflict=conflict)
    except AddressInUse as refusal:
        editor.refuse("slug", str(refusal))
        return _page(model_admin, request, topic, editor)
    except ActionRefused as refusal:
        return _page(model_admin, request, topic, editor, refusal=str(refusal))
    messages.success(request, _("The draft is saved. Readers see no change until it is published."))
    if over_theirs:
        messages.info(request, _("What it was saved over is kept in the history."))
    return _after_saving(model_admin, request, topic)


@only("POST")
def preview_unsaved(model_admin, request, object_id):
    """What is typed now, as a page. Nothing is stored."""
    topic = topic_to_see(model_admin, request, object_id)
    editor = DraftEditor(model_admin.model.KIND, compose(topic), topic.version, data=request.POST)
    return preview_page(request, editor.document(), _("Not saved yet: this is what you have typed."))


@only("POST")
def preview_new(model_admin, request):
    """The same for a page that has never been saved."""
    _only_writers(request)
    editor = DraftEditor(model_admin.model.KIND, None, 0, data=request.POST)
    return preview_page(request, editor.document(), _("Not saved yet: this is what you have typed."))


@only("POST")
def markdown(model_admin, request):
    """A text as readers would see it: safe HTML, for the preview beside the text."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    text = request.POST.get("text", "")[:LONGEST_PREVIEW]
    return HttpResponse(markdown_text.to_html(fill(text, Clinic.configured())))


@only("POST")
def presence(model_admin, request, object_id):
    """The page is still open here; tells who else has it open."""
    topic = topic_to_see(model_admin, request, object_id)
    return JsonResponse({"others": attend(topic=topic, user=request.user, now=timezone.now())})


def _page(model_admin, request, topic: Topic | None, editor: DraftEditor, *, conflict=None, refusal=""):
    title = str(topic) if topic else _("New: %(kind)s") % {"kind": model_admin.opts.verbose_name}
    context = model_admin.page_context(request, topic, title) | page_context(editor)
    name = f"admin:topics_{model_admin.opts.model_name}"
    context |= {
        "locked": _locked(request, topic) if topic else "",
        "conflict": conflict,
        # Of the stored draft: what is only typed has not been looked at, and its parts may stand elsewhere by now.
        "gates": None if topic is None or editor.bound else editing_panel(model_admin, request, topic, editor.stored),
        "refusal": refusal,
        "former_owner": former_owner(model_admin.model.KIND, editor.document().slug, topic.pk if topic else None),
        "others": others(topic=topic, user=request.user, now=timezone.now()) if topic else [],
        "markdown_url_name": f"{name}_markdown",
        "presence_url": model_admin.page_url("presence", topic) if topic else "",
        "unsaved_url": model_admin.page_url("unsaved", topic) if topic else "",
    }
    return render(request, "admin/topics/editing/change_form.html", context)


def _locked(request, topic: Topic) -> str:
    """Why this person cannot change the draft now; empty if they can."""
    if Step.EDIT in steps_open_to(request, topic):
        return ""
    if not ever_allowed(request, Step.EDIT):
        return _("You can read this page, but not change it.")
    if topic.state in (State.RETIRED, State.MERGED):
        return _("This page is “%(state)s”: its text is kept as it was.") % {"state": topic.get_state_display()}
    if roles_of(request.user) & {PageRole.EDITOR, PageRole.ADMIN}:
        return _("This page is in review. Take it back from review if you need to change it.")
    return _("Reviewers can change a page while it is in review. Now it is with its editors.")


def _only_writers(request):
    if not roles_of(request.user) & {PageRole.EDITOR, PageRole.ADMIN}:
        raise PermissionDenied


def _overwrites(request, topic: Topic) -> bool:
    """Whether the editor has seen the other version and decided to save over it: over this very one."""
    return request.POST.get("overwrite_version") == str(topic.version)


def _concepts(editor: DraftEditor) -> list[NewTopic]:
    return [NewTopic(kind, name, item) for kind, name, item in editor.new_topics()]


def _after_saving(model_admin, request, topic: Topic):
    page = "preview" if "_preview" in request.POST else "change"
    return redirect(model_admin.page_url(page, topic))
