"""Parses XML from untrusted files to a tree: without entities and document types, within limits of depth and size."""

from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from topics.importing.limits import FileRefused

MOST_ELEMENTS = 60_000  # an article has some hundreds
DEEPEST = 100


@dataclass(slots=True)
class Element:
    """An element: its namespace and name, its attributes by their names alone, what is in it in order."""

    namespace: str
    name: str
    attributes: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    def children(self, *names: str) -> list["Element"]:
        """The elements directly inside; with names, only those."""
        return [one for one in self.inside if isinstance(one, Element) and (not names or one.name in names)]

    def child(self, *path: str) -> "Element | None":
        """The first element at this path of names."""
        found = self
        for name in path:
            found = next(iter(found.children(name)), None) if found else None
        return found

    @property
    def text(self) -> str:
        return "".join(one for one in self.inside if isinstance(one, str))


def parse(data: bytes) -> Element:
    """The root element. FileRefused for what is broken, declares entities, or is built to be too much."""
    tree = _Tree()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.words
    parser.StartDoctypeDeclHandler = tree.refuse
    parser.EntityDeclHandler = tree.refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # also an encoding that is not known
        raise FileRefused(_("This Word document is damaged: a part of it cannot be read.")) from error
    return tree.root


class _Tree:
    def __init__(self):
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise FileRefused(_("This Word document is built far too large or too deep for an article."))
        namespace, _blank, local = name.rpartition(" ")
        element = Element(namespace, local, {key.rpartition(" ")[2]: value for key, value in attributes.items()})
        if self._open:
            self._open[-1].inside.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def words(self, text: str) -> None:
        self._open[-1].inside.append(text)

    def refuse(self, *_what) -> None:
        raise FileRefused(_("This Word document declares a document type or entities, as no word processor does."))
