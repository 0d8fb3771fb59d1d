"""Markdown to safe HTML: paragraphs, emphasis, lists and links, nothing else."""

from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


@cache
def _parser() -> MarkdownIt:
    enabled = ["emphasis", "link", "list", "newline", "escape", "entity", "paragraph"]
    return MarkdownIt("zero", {"html": False, "breaks": False}).enable(enabled)


def to_html(source: str) -> SafeString:
    """The HTML of a Markdown text, safe to put into a page whatever the text holds.

    Headings, images, tables, code and raw HTML are not known here: they stay the characters that were typed.
    """
    html = nh3.clean(
        _parser().render(source), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )
    return mark_safe(html)  # noqa: S308  (nh3 let only the allow-list above through)
