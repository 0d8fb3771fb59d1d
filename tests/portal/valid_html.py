"""Reads a page more strictly than a browser: valid HTML5, headings in order, no broken reference, no inline code."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from justhtml import JustHTML

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
ONLY_INSIDE_LISTS = {"ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}, "table": {"caption", "thead", "tbody"}}


def read(html: str | bytes) -> JustHTML:
    """The page as a tree. Fails the test if the page is at fault in any way that `faults` knows."""
    html = html.decode() if isinstance(html, bytes) else html
    found = faults(html)
    assert not found, "; ".join(found)
    return JustHTML(html, sanitize=False)


def faults(html: str) -> list[str]:
    """Everything that is wrong with a whole page, in words."""
    document = JustHTML(html, sanitize=False, collect_errors=True)
    found = [f"line {error.line}: {error.code}" for error in document.errors]
    elements = list(every_element(document.root))
    for check in (_ids, _headings, _names, _inline_code, _lists, _head):
        found += check(elements)
    return found


def every_element(node) -> Iterator:
    """All elements below a node, in the order of the page."""
    for child in getattr(node, "children", None) or ():
        if not child.name.startswith(("#", "!")):
            yield child
            yield from every_element(child)


def text(node) -> str:
    """The words of an element as they are read out, with one blank between them."""
    return " ".join(node.to_text().split())


def _ids(elements) -> Iterator[str]:
    ids = Counter(element.attrs["id"] for element in elements if "id" in element.attrs)
    yield from (f"two elements have the id {name}" for name, times in ids.items() if times > 1)
    yield from (f"the id {name!r} is empty or holds a blank" for name in ids if name.split() != [name])
    for element in elements:
        wanted = [name for attribute in REFERENCES for name in (element.attrs.get(attribute) or "").split()]
        href = element.attrs.get("href") or ""
        if href.startswith("#") and len(href) > 1 and "%" not in href:
            wanted.append(href[1:])
        yield from (f"<{element.name}> speaks of #{name}, which is not here" for name in wanted if name not in ids)


def _headings(elements) -> Iterator[str]:
    levels = [int(element.name[1]) for element in elements if element.name in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"the page needs one h1, and first; it has the headings {levels}"
    yield from (f"h{level} is followed by h{after}" for level, after in pairwise(levels) if after > level + 1)


def _names(elements) -> Iterator[str]:
    labelled = {element.attrs.get("for") for element in elements if element.name == "label"}
    for element in elements:
        attrs = element.attrs
        named = text(element) or attrs.get("aria-label")
        if element.name in {"a", "button", "h1", "h2", "h3", "label", "title", "summary", "legend", "th"} and not named:
            yield f"<{element.name}> says nothing"
        if element.name == "a" and "href" not in attrs:
            yield "<a> leads nowhere"
        asks = element.name in {"input", "select", "textarea"} and attrs.get("type") not in {"hidden", "submit"}
        if asks and attrs.get("id") not in labelled and not attrs.get("aria-label"):
            yield f"<{element.name} name={attrs.get('name')}> has no label"
        if element.name == "img" and "alt" not in attrs:
            yield "<img> has no alt"
        if element.name == "nav" and not (attrs.get("aria-label") or attrs.get("aria-labelledby")):
            yield "<nav> has no name"


def _inline_code(elements) -> Iterator[str]:
    for element in elements:
        if element.name == "style" or (element.name == "script" and "src" not in element.attrs):
            yield f"<{element.name}> stands in the page"
        yield from (
            f"{name}= on <{element.name}>" for name in element.attrs if name == "style" or name.startswith("on")
        )


def _lists(elements) -> Iterator[str]:
    for element in elements:
        allowed = ONLY_INSIDE_LISTS.get(element.name)
        if allowed:
            children = {child.name for child in element.children if not child.name.startswith(("#", "!"))}
            yield from (f"<{child}> directly inside <{element.name}>" for child in sorted(children - allowed))
            if not children:
                yield f"<{element.name}> is empty"


def _head(elements) -> Iterator[str]:
    names = Counter(element.name for element in elements)
    if not any(element.name == "html" and element.attrs.get("lang") for element in elements):
        yield "the page does not say its language"
    yield from (f"{names[name]} <{name}>" for name in ("title", "main") if names[name] != 1)
