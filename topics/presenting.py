"""What a template needs to show a document as a page: one function for the live page, the preview and old editions."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from portal.clinic import Clinic
from topics.crumbs import crumbs
from topics.document import Document
from topics.kinds import TopicKind
from topics.page import page_view


def page_context(
    document: Document, *, clinic: Clinic, edition=None, review=None, notice=None, mentioned_by=()
) -> dict:
    """The context of topics/page.html. `edition` None: the document is a draft."""
    kind = TopicKind(document.kind)
    return {
        "page": page_view(document, clinic, edition.link_overrides if edition else None),
        "edition": edition,
        "review": review,
        "notice": notice,
        "address": _address(kind, document.slug),
        "mentioned_by": mentioned_by,
        "menu_section": kind.folder,
        "crumbs": crumbs((kind.plural, reverse("topics:index", args=[kind])), (document.name, "")),
    }


def _address(kind: TopicKind, slug: str) -> str:
    """Where the page is found; empty while a draft has no address that could be opened."""
    try:
        return settings.BASE_URL + reverse("topics:page", args=[kind, slug])
    except NoReverseMatch:
        return ""
