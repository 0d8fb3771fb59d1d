"""Pages of the admin that only show a topic: preview, old editions, comparison, history, export, a secret link."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from topics import previews
from topics.admin.access import ever_allowed, only, topic_to_see
from topics.checklists import sign_words
from topics.comparing.documents import compare as compare_documents
from topics.compose import compose
from topics.exporting import to_text
from topics.models import Edition
from topics.roles import roles_of
from topics.views.previews import preview as preview_page
from topics.workflow import Step

DRAFT = "draft"


@only("GET", "HEAD")
def preview(model_admin, request, object_id):
    """The saved draft as readers would see it."""
    topic = topic_to_see(model_admin, request, object_id)
    return preview_page(request, compose(topic), _("Draft: readers cannot see this yet."), topic=topic)


@only("GET", "HEAD")
def edition(model_admin, request, object_id, number):
    """A published edition, as it was."""
    topic = topic_to_see(model_admin, request, object_id)
    found = get_object_or_404(Edition.objects.select_related("sign_off"), topic=topic, number=number)
    live = found.pk == topic.live_edition_id
    banner = _("This edition is live.") if live else _("An earlier edition: readers do not see it any more.")
    return preview_page(request, found.content, banner, edition=found)


@only("GET", "HEAD")
def compare(model_admin, request, object_id):
    """What differs between two editions, or between an edition and the draft (?from=3&to=draft)."""
    topic = topic_to_see(model_admin, request, object_id)
    live = str(topic.live_edition.number) if topic.live_edition else ""
    before, before_label = _side(topic, request.GET.get("from") or live)
    after, after_label = _side(topic, request.GET.get("to") or DRAFT)
    if after is None:
        raise Http404
    context = model_admin.page_context(request, topic, _("What has changed")) | {
        "comparison": compare_documents(before, after, sign_words()),
        "before_label": before_label,
        "after_label": after_label,
        "numbers": list(topic.editions.order_by("-number").values_list("number", flat=True)),
        "chosen_from": request.GET.get("from") or live,
        "chosen_to": request.GET.get("to") or DRAFT,
    }
    return render(request, "admin/topics/compare.html", context)


@only("GET", "HEAD")
def history(model_admin, request, object_id):
    """Every step and every edition, newest first."""
    topic = topic_to_see(model_admin, request, object_id)
    editions = topic.editions.entries().select_related("published_by", "sign_off").order_by("-number")
    context = model_admin.page_context(request, topic, _("History")) | {
        "editions": editions,
        "events": topic.events.select_related("by", "edition")
        .annotate(keeps_a_draft=Q(replaced__isnull=False))
        .defer("edition__document", "replaced")
        .order_by("-at", "-pk"),
        "live_id": topic.live_edition_id,
        "may_restore": ever_allowed(request, Step.RESTORE),
    }
    return render(request, "admin/topics/history.html", context)


@only("GET", "HEAD")
def export(model_admin, request, object_id):
    """The saved draft as a text file that carries everything, to be kept or brought in elsewhere."""
    topic = topic_to_see(model_admin, request, object_id)
    headers = {"Content-Disposition": f'attachment; filename="{topic.slug}.txt"'}
    return HttpResponse(to_text(compose(topic)), content_type="text/plain; charset=utf-8", headers=headers)


@only("POST")
def share(model_admin, request, object_id):
    """Makes a link to the draft for someone without an account. For those who write or review."""
    topic = topic_to_see(model_admin, request, object_id)
    if not roles_of(request.user):
        raise Http404
    url = settings.BASE_URL + reverse("topics:preview", args=[previews.make_token(topic.pk)])
    messages.info(request, _("Anyone with this link can read the draft for seven days: %(url)s") % {"url": url})
    return redirect(model_admin.page_url("change", topic))


def _side(topic, name: str):
    """The document of one side and what to call it. None for "nothing yet"; 404 for an edition that is not there."""
    if name == DRAFT:
        return compose(topic), _("Draft")
    if not name:
        return None, _("Nothing published yet")
    if not name.isascii() or not name.isdigit():
        raise Http404
    found = get_object_or_404(Edition, topic=topic, number=min(int(name), 2**31 - 1))
    label = _("Edition %(number)s (live)") if found.pk == topic.live_edition_id else _("Edition %(number)s")
    return found.content, label % {"number": found.number}
