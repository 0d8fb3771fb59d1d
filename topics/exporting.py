"""A page as a text file (TOML) that carries everything a Document holds, and that imports to the same Document.

Only how linked pages look today is left out: that is found anew wherever the file is brought in.
"""

from collections.abc import Iterator

from topics.document import CareCard, Document, Item, Section
from topics.kinds import TopicKind

FIRST_LINE = "# Article of a clinic portal, format 1"
_ESCAPED = {ord("\\"): "\\\\"} | {code: f"\\u{code:04X}" for code in (*range(9), *range(11, 32), 127)}


def to_text(document: Document) -> str:
    """The file, for people to read and mend, and for the importer. Empty fields are left out."""
    return "\n".join((FIRST_LINE, *_page(document))) + "\n"


def _page(document: Document) -> Iterator[str]:
    for name in ("kind", "slug", "name", "plain_name", "title", "description", "summary"):
        yield from _field(name, getattr(document, name))
    yield from _listed("other_names", document.other_names)
    yield from _listed("body_regions", document.body_regions)
    for code in document.codes:
        yield from _table("codes", {name: getattr(code, name) for name in ("system", "version", "code", "display")})
    for card in document.care_cards:
        yield from _card(card)
    for section in document.sections:
        yield from _section(section)
    for source in document.sources:
        names = ("id", "title", "publisher", "url", "date")
        yield from _table("sources", {name: getattr(source, name) for name in names})


def _card(card: CareCard) -> Iterator[str]:
    yield from _table("care_cards", {"id": card.id, "urgency": card.urgency, "heading": card.heading})
    yield "points = ["
    yield from (f"  {_point(point, signs)}," for point, signs in card.warnings)
    yield "]"
    yield from _field("action", card.action)


def _point(point: str, signs: tuple[str, ...]) -> str:
    """A point is a text, or a table if it names signs of the checklists."""
    text = _quoted(point, one_line=True)
    if not signs:
        return text
    return f"{{ text = {text}, signs = [{', '.join(_quoted(sign, one_line=True) for sign in signs)}] }}"


def _section(section: Section) -> Iterator[str]:
    names = ("id", "kind", "heading", "body", "list_intro")
    yield from _table("sections", {name: getattr(section, name) for name in names})
    for item in section.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    fields = {"id": item.id, "label": item.label, "reason": item.reason}
    if item.target:
        kind, slug = item.target.split("/", 1)
        fields["topic"] = f"{TopicKind(kind).folder}/{slug}"
    yield from _table("sections.items", fields)


def _table(name: str, fields: dict[str, str]) -> Iterator[str]:
    yield ""
    yield f"[[{name}]]"
    for field, value in fields.items():
        yield from _field(field, value)


def _field(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name} = {_quoted(value)}"


def _listed(name: str, values: tuple[str, ...]) -> Iterator[str]:
    if values:
        yield f"{name} = ["
        yield from (f"  {_quoted(value, one_line=True)}," for value in values)
        yield "]"


def _quoted(text: str, one_line: bool = False) -> str:
    """A TOML string; a text of several lines stands between three quotes, as it is read."""
    safe = text.translate(_ESCAPED)
    if "\n" not in text or one_line:
        return '"' + safe.replace('"', '\\"').replace("\n", "\\n") + '"'
    safe = safe.replace('"""', '""\\"')
    if safe.endswith('"'):
        safe = safe[:-1] + '\\"'
    return f'"""\n{safe}"""'
