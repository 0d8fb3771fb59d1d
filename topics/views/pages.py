"""One topic's page, by its live edition; and what became of a page that is no longer there."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.context import Clinic
from portal.lib.caching import public_page
from topics import catalogue
from topics.crumbs import crumbs
from topics.kinds import TopicKind
from topics.models import FormerAddress, Topic, Withdrawal
from topics.page import page_view


@public_page
def page(request, kind: TopicKind, slug: str):
    """A symptom, condition, test or specialist. An article costs one query, the others one more: who mentions them."""
    topic = Topic.objects.at(kind, slug).editions_only().first()
    if topic is None:
        return _moved_or_gone(request, kind, slug)
    edition = topic.live_edition
    clinic = Clinic.configured()
    context = {
        "page": page_view(edition.content, clinic),
        "edition": edition,
        "review": edition.sign_off,
        "notice": topic.notice,
        "address": settings.BASE_URL + request.path,
        "mentioned_by": []
        if kind == TopicKind.SYMPTOM
        else catalogue.mentioned_by(edition, clinic),
        "menu_section": kind.folder,
        "crumbs": crumbs(
            (kind.plural, reverse("topics:index", args=[kind])), (edition.name, "")
        ),
    }
    return render(request, "topics/page.html", context)


def _moved_or_gone(request, kind: TopicKind, slug: str):
    """An address that was live once leads on for ever, or says why the page is gone. Others are unknown: 404."""
    former = (
        FormerAddress.objects.filter(kind=kind, slug=slug)
        .select_related("topic")
        .first()
    )
    if former is None:
        raise Http404
    if former.topic.is_live:
        return redirect(former.topic, permanent=True)
    withdrawal = (
        Withdrawal.objects.filter(topic=former.topic)
        .select_related("redirect_to")
        .order_by("-at", "-pk")
        .first()
    )
    if withdrawal is None:
        raise Http404
    if withdrawal.redirect_to and withdrawal.redirect_to.is_live:
        return redirect(withdrawal.redirect_to, permanent=True)
    context = {
        "withdrawal": withdrawal,
        "menu_section": kind.folder,
        "crumbs": crumbs((kind.plural, "")),
    }
    return render(request, "topics/gone.html", context, status=410)
