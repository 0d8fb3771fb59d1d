"""Markdown to safe HTML: paragraphs, emphasis, lists, quotations and links, nothing else."""

import re
from collections.abc import Callable, Iterator
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


@cache
def _parser() -> MarkdownIt:
    enabled = ["emphasis", "link", "list", "blockquote", "newline", "escape", "entity", "paragraph"]
    return MarkdownIt("zero", {"html": False, "breaks": False}).enable(enabled)


def to_html(source: str, leads_to: Callable[[str], str] | None = None) -> SafeString:
    """The HTML of a Markdown text, safe to put into a page whatever the text holds.

    Headings, images, tables, code and raw HTML are not known here: they stay the characters that were typed.
    `leads_to` tells for the address of each link where it leads today; empty: its words stay, without a link.
    """
    html = nh3.clean(
        _parser().render(source),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        attribute_filter=_addresses(leads_to) if leads_to else None,
    )
    return mark_safe(html)  # noqa: S308  (nh3 let only the allow-list above through)


def tokens(source: str) -> list[Token]:
    """The text as `to_html` understands it, for whoever wants to know what stands in it rather than to show it."""
    return _parser().parse(source)


def plain_paragraphs(source: str) -> Iterator[str]:
    """The words of each paragraph, list line and quoted paragraph, one line each: no marks, no addresses."""
    for token in tokens(source):
        if token.type == "inline":
            yield plain(token)


def plain(inline: Token) -> str:
    """The words of one paragraph as readers see them; line ends become blanks."""
    parts = (" " if part.type in ("softbreak", "hardbreak") else part.content for part in inline.children or ())
    return " ".join("".join(parts).split())


def _addresses(leads_to: Callable[[str], str]) -> Callable[[str, str, str], str | None]:
    def filtered(element: str, attribute: str, value: str) -> str | None:
        if (element, attribute) != ("a", "href"):
            return value
        today = leads_to(value)
        return today if today == value or re.match(r"/(?!/)", today) else None  # only to pages of our own

    return filtered
