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


def to_html(source: str, resolve_link: Callable[[str], str] | None = None) -> SafeString:
    """The HTML of a Markdown text, safe to put into a page whatever the text holds.

    Headings, images, tables, code and raw HTML stay the characters that were typed. `resolve_link` gives for the
    address of each link the one to use; if that is empty, or another site than before, the words stay without a link.
    So do those of a link that names a site without https or another scheme.
    """
    html = nh3.clean(
        _parser().render(source),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        attribute_filter=_link_filter(resolve_link or (lambda address: address)),
    )
    return mark_safe(html)  # noqa: S308  (nh3 let only the allow-list above through)


def tokens(source: str) -> list[Token]:
    """The text as the tokens from which `to_html` makes HTML."""
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


def plain_line(source: str) -> str:
    """The words of one line of Markdown as readers see them. What begins a list or a quotation stays as it is."""
    return " ".join(plain(token) for token in _parser().parseInline(source))


_ENTITY = re.compile(r"&(?=(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")
_STAR = re.compile(r"\*(?!(?<=\s\*)\s)")  # with blanks on both sides it is no mark
_LOW_LINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_BEGINNING = re.compile(r"\s*(?:\d{1,9}(?=[.)](?:\s|$))|(?=>|[-+*](?:\s|$)))")


def literal(line: str) -> str:
    """Markdown that shows exactly this line of words, whatever signs are in it."""
    return literal_beginning(literal_inside(line))


def literal_beginning(source: str) -> str:
    """A line of Markdown so that it begins neither a list nor a quotation."""
    found = _BEGINNING.match(source)
    return f"{found[0]}\\{source[found.end() :]}" if found else source


def literal_inside(words: str) -> str:
    """As `literal`, for words that do not begin a line."""
    words = _BACKSLASH.sub(r"\\\\", words)
    words = _ENTITY.sub(r"\\&", words)
    if len(_STAR.findall(words)) > 1:
        words = _STAR.sub(r"\\*", words)
    if len(_LOW_LINE.findall(words)) > 1:
        words = _LOW_LINE.sub(r"\\_", words)
    return words.replace("[", "\\[") if "](" in words else words


def _leads_to_a_host(address: str) -> bool:
    """Whether it names another site without a scheme, as //host does and, in browsers, /\\host, with blanks or not."""
    bare = re.sub(r"[\x00-\x20]+", "", address[:20]).replace("\\", "/")
    return bare.startswith("//")


def _link_filter(resolve_link: Callable[[str], str]) -> Callable[[str, str, str], str | None]:
    def filtered(element: str, attribute: str, value: str) -> str | None:
        if (element, attribute) != ("a", "href"):
            return value
        if _leads_to_a_host(value):
            return None
        today = resolve_link(value)
        return today if today == value or re.match(r"/(?!/)", today) else None  # only to pages of our own

    return filtered
