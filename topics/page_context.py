"""What a template needs to show a document as a page: one function for the live page, the preview and old editions."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from portal.clinic import Clinic
from topics.closed_forms import closed_forms
from topics.document import Document
from topics.kinds import TopicKind
from topics.page import page_view, specialists_named


def page_context(
    document: Document, *, clinic: Clinic, edition=None, review=None, notice=None, mentioned_by=()
) -> dict:
    """The context of topics/page.html. `edition` None: the document is a draft."""
    kind, moved = TopicKind(document.kind), edition.link_overrides if edition else None
    return {
        "page": page_view(document, clinic, moved, closed_forms(specialists_named(document, moved))),
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


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Home, then the steps as (label, address); the last one has no address: it is the page itself."""
    return [
        {"label": _("Home"), "url": reverse("topics:home")},
        *({"label": label, "url": url} for label, url in steps),
    ]
