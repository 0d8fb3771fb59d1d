"""Addresses of pages as texts have them: "condition/sciatica" for /conditions/sciatica/. Knows no rows."""

import re
from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from topics.document import Document
from topics.kinds import TopicKind

_FOLDERS = "|".join(kind.folder for kind in TopicKind)
_PATH = re.compile(rf"/({_FOLDERS})/([a-z0-9-]+)/?(?=$|[?#])")
_IN_MARKDOWN = re.compile(r"\]\(\s*<?([^\s)>]+)")


def path_of(kind: str, slug: str) -> str:
    """Where readers open the page."""
    return reverse("topics:page", args=[TopicKind(kind).folder, slug])


def address_in(href: str) -> str:
    """Which of our pages a link leads to, as kind/slug; empty if it leads elsewhere."""
    found = _PATH.match(href.removeprefix(settings.BASE_URL))
    return f"{TopicKind.of_folder(found[1]).value}/{found[2]}" if found else ""


def follow(href: str, moved: Mapping[str, str]) -> str:
    """Where a link leads today: `moved` says which pages are elsewhere, or nowhere (empty)."""
    written = address_in(href)
    if written not in moved:
        return href
    kind, _, slug = moved[written].partition("/")
    return path_of(kind, slug) if slug else ""


def linked_in(text: str) -> set[str]:
    """The pages that a text in Markdown links to."""
    return {address for href in _IN_MARKDOWN.findall(text) if (address := address_in(href))}


def linked_in_texts(document: Document) -> set[str]:
    """The pages that the texts of a page link to, the lines of its lists aside."""
    texts = (document.summary, *(section.body for section in document.sections))
    return set().union(*map(linked_in, texts))
