"""What the styles of a Word document say about its paragraphs and its runs."""

import re
from dataclasses import dataclass

from topics.importing.symbol_fonts import is_symbol_font, written_in
from topics.importing.xml_parts import Element

_HEADING = re.compile(r"heading (\d)$")
_LIST = re.compile(r"list (?:bullet|number)(?: (\d))?$")
_CONTENTS = re.compile(r"(?:toc \d|toc heading|contents heading|contents \d|table of figures)$")
_OFF = {"0", "false", "off", "none"}
TITLE_LEVEL = 0
MOST_STYLES = 30  # that a style is based on, one on the other; Word itself allows ten or so


@dataclass(frozen=True)
class StyleRole:
    """What a paragraph style is for. `heading` is its level, 0 for a title; `listed` how deep in a list."""

    heading: int | None = None
    listed: int | None = None
    contents: bool = False
    about: bool = False  # author, date


class Styles:
    """The styles of a document. Each is looked at once, however many paragraphs have it."""

    def __init__(self, root: Element | None):
        found = root.children("style") if root else []
        self._styles = {one.attributes.get("styleId", ""): one for one in found}
        self._chains: dict[str, tuple[Element, ...]] = {}
        self._roles: dict[str, StyleRole] = {}
        self._said: dict[tuple[str, str, str], Element | None] = {}

    def role(self, style: str) -> StyleRole:
        if style not in self._roles:
            self._roles[style] = _role([value(one, "name").lower() for one in self._chain(style)])
        return self._roles[style]

    def of_paragraph(self, properties: Element | None, name: str) -> Element | None:
        """What the paragraph says itself, or else its style."""
        own = properties.child(name) if properties else None
        return own or self._of_style(value(properties, "pStyle"), "pPr", name)

    def of_run(self, properties: Element | None, paragraph_style: str, name: str) -> Element | None:
        """What the run says itself, or else its style, or else the style of its paragraph."""
        own = properties.child(name) if properties else None
        own = own or self._of_style(value(properties, "rStyle"), "rPr", name)
        return own or self._of_style(paragraph_style, "rPr", name)

    def is_on(self, properties: Element | None, paragraph_style: str, name: str) -> bool:
        """Whether a run is bold, hidden, struck out … Two styles that both say so cancel each other, as Word has it."""
        own = properties.child(name) if properties else None
        if own is not None:
            return is_on(own)
        styles = (value(properties, "rStyle"), paragraph_style)
        return sum(is_on(self._of_style(style, "rPr", name)) for style in styles) == 1

    def _of_style(self, style: str, place: str, name: str) -> Element | None:
        if not style:
            return None
        key = (style, place, name)
        if key not in self._said:
            self._said[key] = next((found for one in self._chain(style) if (found := one.child(place, name))), None)
        return self._said[key]

    def _chain(self, style: str) -> tuple[Element, ...]:
        """The style and those it is based on, MOST_STYLES at most."""
        if style not in self._chains:
            chain: dict[str, Element] = {}
            at = style
            while at in self._styles and at not in chain and len(chain) < MOST_STYLES:
                chain[at] = self._styles[at]
                at = value(chain[at], "basedOn")
            self._chains[style] = tuple(chain.values())
        return self._chains[style]


class Numbering:
    """The lists of a document: what stands before their lines."""

    def __init__(self, root: Element | None):
        self._kinds: dict[str, Element] = {}
        self._numbers: dict[str, str] = {}
        self._changes: dict[str, list[Element]] = {}
        for one in root.children() if root else []:
            if one.name == "abstractNum":
                self._kinds[one.attributes.get("abstractNumId", "")] = one
            elif one.name == "num":
                number = one.attributes.get("numId", "")
                self._numbers[number] = value(one, "abstractNumId")
                self._changes[number] = one.children("lvlOverride")
        self._before: dict[tuple[str, str], str | None] = {}

    def before(self, number: str, level: str) -> str | None:
        """What stands before the lines of this list at this level, such as "•" or "%1."; None if nobody says."""
        key = (number, level)
        if key not in self._before:
            found = next((one for one in self._levels(number) if one.attributes.get("ilvl") == level), None)
            text = found.child("lvlText") if found else None
            self._before[key] = _shown(found, text.attributes.get("val", "")) if text else None
        return self._before[key]

    def _levels(self, number: str) -> list[Element]:
        """What is said of the levels of a list: by the list itself first, then by its kind."""
        kind = self._kinds.get(self._numbers.get(number, ""))
        changed = [one for override in self._changes.get(number, ()) for one in override.children("lvl")]
        return [*changed, *(kind.children("lvl") if kind else [])]


def _shown(level: Element, before: str) -> str:
    """What stands before the lines of a level as readers see it: signs of a symbol font are those they look like."""
    fonts = level.child("rPr", "rFonts")
    named = [fonts.attributes.get(name, "") for name in ("ascii", "hAnsi")] if fonts else []
    font = next((font for font in named if is_symbol_font(font)), "")
    return written_in(font, before) if font else before


def _role(names: list[str]) -> StyleRole:
    heading = listed = None
    for name in names:
        if heading is None and (found := _HEADING.match(name)):
            heading = int(found[1])
        elif heading is None and name == "title":
            heading = TITLE_LEVEL
        if listed is None and (found := _LIST.match(name)):
            listed = int(found[1] or 1) - 1
    contents = any(_CONTENTS.match(name) for name in names)
    return StyleRole(heading, listed, contents, bool({"author", "date"} & set(names[:1])))


def value(parent: Element | None, name: str) -> str:
    found = parent.child(name) if parent else None
    return found.attributes.get("val", "") if found else ""


def is_on(found: Element | None) -> bool:
    return found is not None and found.attributes.get("val", "1").lower() not in _OFF
