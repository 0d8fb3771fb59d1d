"""One topic's page, by its live edition; and what became of a page that is no longer there."""

from django.http import Http404
from django.shortcuts import redirect, render

from portal.clinic import Clinic
from portal.lib.addresses import with_query
from portal.lib.caching import public_page
from topics import catalogue
from topics.kinds import TopicKind
from topics.live_addresses import last_withdrawal, successor_of
from topics.models import FormerAddress, Topic
from topics.page_context import crumbs, page_context


@public_page
def page(request, kind: TopicKind, slug: str):
    """A symptom, condition, test or specialist. An article costs one query, the others one more: who mentions them."""
    topic = Topic.objects.at(kind, slug).editions_only().first()
    if topic is None:
        return _moved_or_gone(request, kind, slug)
    edition = topic.live_edition
    clinic = Clinic.configured()
    mentioned_by = [] if kind == TopicKind.SYMPTOM else catalogue.mentioned_by(edition, clinic)
    context = page_context(
        edition.content,
        clinic=clinic,
        edition=edition,
        review=edition.review,
        notice=topic.notice,
        mentioned_by=mentioned_by,
    )
    return render(request, "topics/page.html", context)


def _moved_or_gone(request, kind: TopicKind, slug: str):
    """An address that was live once leads on for ever, or says why the page is gone. Others are unknown: 404."""
    former = FormerAddress.objects.filter(kind=kind, slug=slug).select_related("topic").first()
    if former is None:
        raise Http404
    end = successor_of(former.topic)
    if end.is_live:
        return redirect(with_query(end.get_absolute_url(), request), permanent=True)
    withdrawal = last_withdrawal(former.topic)
    if withdrawal is None or not withdrawal.public_note:
        withdrawal = last_withdrawal(end) or withdrawal
    if withdrawal is None:
        raise Http404
    context = {"withdrawal": withdrawal, "menu_section": kind.folder, "crumbs": crumbs((kind.plural, ""))}
    return render(request, "topics/gone.html", context, status=410)
