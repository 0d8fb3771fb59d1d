"""One topic's page, by its live edition."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from portal.context import Clinic
from portal.lib.caching import public_page
from topics import catalogue
from topics.crumbs import crumbs
from topics.kinds import TopicKind
from topics.models import Topic
from topics.page import page_view


@public_page
def page(request, kind: TopicKind, slug: str):
    """A symptom, condition, test or specialist. An article costs one query, the others one more: who mentions them."""
    topic = Topic.objects.at(kind, slug).editions_only().first()
    if topic is None:
        raise Http404
    edition = topic.live_edition
    clinic = Clinic.configured()
    context = {
        "page": page_view(edition.content, clinic),
        "edition": edition,
        "menu_section": kind.folder,
        "crumbs": crumbs((kind.plural, reverse("topics:index", args=[kind])), (edition.name, "")),
        "address": settings.BASE_URL + request.path,
        "mentioned_by": [] if kind == TopicKind.SYMPTOM else catalogue.mentioned_by(edition, clinic),
    }
    return render(request, "topics/page.html", context)
