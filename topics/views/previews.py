"""A draft behind a signed link. Never indexed, never kept by caches; shows the page and nothing else."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.context import Clinic
from topics import previews
from topics.compose import compose
from topics.document import Document
from topics.models import SignOff, Topic
from topics.page_context import page_context


@require_safe
def shared(request, token):
    """The draft as it is now, for whoever holds the link, while it lasts."""
    try:
        topic = get_object_or_404(Topic, pk=previews.topic_id(token))
    except previews.NotALink:
        raise Http404 from None
    except previews.LinkEnded:
        return render(request, "topics/preview_ended.html", status=410)
    return preview(request, compose(topic), _("Draft: readers cannot see this yet."), topic=topic)


def preview(request, document: Document, banner: str, *, topic: Topic | None = None, edition=None):
    """The page as readers would see it, under a line that says what it is."""
    review = edition.review if edition else _signature(topic, document)
    context = page_context(document, clinic=Clinic.configured(), edition=edition, review=review)
    response = render(request, "topics/preview.html", context | {"banner": banner})
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _signature(topic: Topic | None, document: Document) -> dict | None:
    """Who has signed exactly this text."""
    signed = (
        SignOff.objects.filter(topic=topic, sha256=document.sha256).order_by("-signed_at").first() if topic else None
    )
    return signed.as_shown if signed else None
