"""What a template needs to show a document as a page: one function for the live page, the preview and old editions."""

from django.conf import settings
from django.urls import reverse

from portal.context import Clinic
from topics.crumbs import crumbs
from topics.document import Document
from topics.kinds import TopicKind
from topics.page import page_view


def page_context(
    document: Document, *, clinic: Clinic, edition=None, review=None, notice=None, mentioned_by=()
) -> dict:
    """The context of topics/page.html. `edition` None: the document is a draft."""
    kind = TopicKind(document.kind)
    address = reverse("topics:page", args=[kind, document.slug])
    return {
        "page": page_view(document, clinic),
        "edition": edition,
        "review": review,
        "notice": notice,
        "address": settings.BASE_URL + address,
        "mentioned_by": mentioned_by,
        "menu_section": kind.folder,
        "crumbs": crumbs((kind.plural, reverse("topics:index", args=[kind])), (document.name, "")),
    }
