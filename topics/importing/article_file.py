"""Reads the files that topics.exporting writes, also after somebody changed them by hand."""

import re
import tomllib
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from topics.document import CareCard, Code, Document, Item, Section, Source
from topics.exporting import FIRST_LINE
from topics.importing.limits import MOST_LINES, MOST_SECTIONS, FileRefused
from topics.kinds import SectionKind, TopicKind, Urgency
from topics.part_names import PartNames

Part = TypeVar("Part")
# A name of more than sixteen parts, as a.b.c; ours have two. Reading one takes steps and memory by the square of them.
_DEEP_NAME = re.compile(r"""(?<![\w"'-])(?:(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){16,}[A-Za-z0-9_"'-]""")
_SIGN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_PAGE_LISTS = {"other_names", "body_regions", "codes", "care_cards", "sections", "sources"}
_PAGE = {"kind", "slug", "name", "plain_name", "title", "description", "summary"} | _PAGE_LISTS


def is_article_file(text: str) -> bool:
    """Whether the text says in its first line that it is one."""
    return text.split("\n", 1)[0].strip() == FIRST_LINE


def from_text(text: str) -> Document:
    """The page. FileRefused, naming the place, if something is missing, misspelt, twice there or of the wrong shape.

    Parts without an id get one made from their words.
    """
    if _DEEP_NAME.search(text):
        raise FileRefused(_("This article cannot be read: it is far too deep."))
    try:
        stored = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(_("This article cannot be read: %(why)s.") % {"why": str(error).rstrip(".")}) from error
    except ValueError as error:  # a number of more digits than Python reads
        raise FileRefused(_("This article cannot be read: a number in it is far too long.")) from error
    except RecursionError as error:
        raise FileRefused(_("This article cannot be read: it is far too deep.")) from error
    page = _Table(stored, _("The page"), _PAGE)
    names = PartNames()
    document = Document(
        kind=page.one_of("kind", TopicKind.values),
        slug=page.text("slug", needed=True),
        name=page.text("name", needed=True),
        plain_name=page.text("plain_name"),
        title=page.text("title"),
        description=page.text("description"),
        summary=page.text("summary"),
        other_names=tuple(sorted(set(page.texts("other_names")))),
        body_regions=tuple(sorted(set(page.texts("body_regions")))),
        codes=tuple(sorted(page.parts("codes", _code), key=lambda code: (code.system, code.version, code.code))),
        care_cards=tuple(
            sorted(
                page.parts("care_cards", lambda table: _card(table, names)), key=lambda card: Urgency(card.urgency).rank
            )
        ),
        sections=tuple(page.parts("sections", lambda table: _section(table, names))),
        sources=tuple(page.parts("sources", lambda table: _source(table, names))),
    )
    for what, parts in (("care_cards", document.care_cards), ("sections", document.sections)):
        _refuse_doubles(what, [part.id for part in parts])
    _refuse_doubles("sources", [source.id for source in document.sources])
    _refuse_doubles("codes", [f"{code.system} {code.version} {code.code}" for code in document.codes])
    lines = sum(len(section.items) for section in document.sections)
    if len(document.sections) > MOST_SECTIONS or lines > MOST_LINES:
        raise FileRefused(
            _("At most %(sections)s sections and %(lines)s lines in lists can be brought in.")
            % {"sections": MOST_SECTIONS, "lines": MOST_LINES}
        )
    return document


class _Table:
    """A table of the file: gives its fields, and refuses what it does not know."""

    def __init__(self, stored: Any, place: str, known: set[str]):
        self.place = place
        if not isinstance(stored, dict):
            raise FileRefused(_("%(place)s: this is not a table.") % {"place": place})
        self.stored = stored
        if strange := sorted(set(stored) - known):
            raise FileRefused(_("%(place)s: “%(name)s” is not known here.") % {"place": place, "name": strange[0][:60]})

    def text(self, name: str, *, needed: bool = False) -> str:
        value = self.stored.get(name, "")
        if not isinstance(value, str):
            raise FileRefused(_("%(place)s: “%(name)s” must stand in quotes.") % {"place": self.place, "name": name})
        if needed and not value:
            raise FileRefused(_("%(place)s: “%(name)s” is missing.") % {"place": self.place, "name": name})
        return value

    def one_of(self, name: str, choices: list[str]) -> str:
        value = self.text(name, needed=True)
        if value not in choices:
            raise FileRefused(
                _("%(place)s: “%(name)s” is “%(value)s”, but must be one of %(choices)s.")
                % {"place": self.place, "name": name, "value": value[:60], "choices": ", ".join(choices)}
            )
        return value

    def texts(self, name: str) -> list[str]:
        values = self.stored.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise FileRefused(
                _("%(place)s: “%(name)s” must be a list of texts in quotes.") % {"place": self.place, "name": name}
            )
        return values

    def rows(self, name: str) -> list[Any]:
        rows = self.stored.get(name, [])
        if not isinstance(rows, list):
            raise FileRefused(_("%(place)s: “%(name)s” must be a list.") % {"place": self.place, "name": name})
        return rows

    def parts(self, name: str, make: Callable[["_Table"], Part]) -> list[Part]:
        known = _KNOWN[name]
        return [make(_Table(row, f"{name} {number}", known)) for number, row in enumerate(self.rows(name), start=1)]

    def id(self, names: PartNames, words: str) -> str:
        own = self.text("id")
        names.given.add(own)
        return own or names.of(words)


_KNOWN = {
    "codes": {"system", "version", "code", "display"},
    "care_cards": {"id", "urgency", "heading", "points", "action"},
    "sections": {"id", "kind", "heading", "body", "list_intro", "items"},
    "items": {"id", "label", "topic", "reason"},
    "sources": {"id", "title", "publisher", "url", "date"},
}


def _code(table: _Table) -> Code:
    return Code(
        table.text("system", needed=True), table.text("version"), table.text("code", needed=True), table.text("display")
    )


def _card(table: _Table, names: PartNames) -> CareCard:
    urgency = table.one_of("urgency", Urgency.values)
    points = [_point(row, table.place) for row in table.rows("points")]
    if not points:
        raise FileRefused(_("%(place)s: “%(name)s” is missing.") % {"place": table.place, "name": "points"})
    heading = table.text("heading", needed=True)
    texts, signs = zip(*points, strict=True)
    return CareCard(table.id(names, urgency), urgency, heading, texts, table.text("action"), signs)


def _point(row: Any, place: str) -> tuple[str, tuple[str, ...]]:
    """A point is a text, or a table of its text and the signs of the checklists that it names."""
    if isinstance(row, str):
        return row, ()
    table = _Table(row, _("%(place)s, points") % {"place": place}, {"text", "signs"})
    signs = tuple(table.texts("signs"))
    for sign in signs:
        if not _SIGN.fullmatch(sign):
            raise FileRefused(
                _("%(place)s: a sign is named like chest-pain, not “%(value)s”.")
                % {"place": table.place, "value": sign[:60]}
            )
    return table.text("text", needed=True), signs


def _source(table: _Table, names: PartNames) -> Source:
    title = table.text("title", needed=True)
    return Source(table.id(names, "source"), title, table.text("publisher"), table.text("url"), table.text("date"))


def _section(table: _Table, names: PartNames) -> Section:
    kind = table.one_of("kind", SectionKind.values)
    heading = table.text("heading", needed=True)
    items = tuple(table.parts("items", lambda row: _item(row, names)))
    _refuse_doubles(f"{table.place}, items", [item.id for item in items])
    section_id = table.id(names, kind.replace("_", "-"))
    return Section(section_id, kind, heading, table.text("body"), table.text("list_intro"), items)


def _item(table: _Table, names: PartNames) -> Item:
    label, reason = table.text("label", needed=True), table.text("reason")
    target = _target(table)
    if target and reason:
        raise FileRefused(_("%(place)s: a line has either a topic or a reason, not both.") % {"place": table.place})
    return Item(table.id(names, label), label, target, None, reason)


def _target(table: _Table) -> str:
    written = table.text("topic")
    if not written:
        return ""
    folder, _slash, slug = written.partition("/")
    kinds = {kind.folder: kind.value for kind in TopicKind}
    if folder not in kinds or not slug:
        raise FileRefused(
            _("%(place)s: “topic” must look like conditions/sciatica, not “%(value)s”.")
            % {"place": table.place, "value": written[:60]}
        )
    return f"{kinds[folder]}/{slug}"


def _refuse_doubles(place: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise FileRefused(_("%(place)s: “%(name)s” is there twice.") % {"place": place, "name": one[:60]})
        seen.add(one)
