"""Opens a Word document, which is a ZIP file, within limits of size; refuses what an article never needs."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from topics.importing.limits import FileRefused
from topics.importing.xml_parts import Element, parse

MOST_PARTS = 1_000
MOST_UNPACKED = 12_000_000  # bytes that all parts say to have; pictures count, though they are never unpacked
LARGEST_PART = 6_000_000  # bytes of a part that is read
LARGEST_LIST = 200_000  # bytes of a list of links or of types
_USUAL = "word/document.xml"  # where the text is unless the package says otherwise
_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_NEVER_FOLLOWED = {"hyperlink", "attachedTemplate"}  # may name something outside: nobody here looks at it
_EMBEDDED = re.compile(
    r"word/(?:embeddings|activeX|afchunk)|\.(?:docx?|docm|zip|html?|mht|rtf|exe|dll)$", re.IGNORECASE
)
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_PACKED_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # as word processors do; of others too much is unpacked at once
# What Python raises for a damaged ZIP file, depending on where it is damaged.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    LookupError,
)


def is_package(data: bytes) -> bool:
    """Whether these bytes are a packed folder, or an old Office file, which a protected document is, too."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLD_WORD))


@dataclass(frozen=True)
class Relation:
    """What a part says it belongs with: the last word of its kind, where it is, whether outside."""

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a Word document. Opening it looks at lists of parts and of links only; `part` unpacks one."""

    def __init__(self, data: bytes):
        if data.startswith(_OLD_WORD):
            raise FileRefused(
                _(
                    "This document is protected by a password, or it is in the old Word format (.doc)."
                    " Save it as .docx without a password."
                )
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            raise FileRefused(_damaged()) from error
        entries = self._zip.infolist()
        self.names = {entry.filename for entry in entries}
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise FileRefused(_("This file is far larger when it is unpacked than any article."))
        if len(self.names) < len(entries) or any(entry.compress_type not in _PACKED_AS for entry in entries):
            raise FileRefused(_damaged())
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise FileRefused(_("This document is protected by a password. Save it without one."))
        self._relations = {name: self._read_relations(name) for name in sorted(self.names) if _is_list_of_links(name)}
        self._main = self._main_part()
        self._check_what_it_is()
        self._check_what_it_reaches_for()

    def document(self) -> Element:
        """The part that holds the text."""
        return self.part(self._main)

    def related(self, kind: str) -> Element | None:
        """The part of this kind that belongs to the text, such as "styles"; None if there is none."""
        return next(self.all_related(kind), None)

    def all_related(self, kind: str) -> Iterator[Element]:
        """All parts of this kind that belong to the text, such as "footer"."""
        named = [one.target for one in self._of_main().values() if one.kind == kind and not one.outside]
        usual = f"word/{kind}.xml"
        if not self._of_main() and usual in self.names:
            named = [usual]
        for name in dict.fromkeys(named):
            if name in self.names:
                yield self.part(name)

    def outside(self, relation: str) -> str:
        """The address outside of the file that a link of the text has; empty if it has none."""
        found = self._of_main().get(relation)
        return found.target if found and found.outside else ""

    def _of_main(self) -> dict[str, Relation]:
        folder, _slash, name = self._main.rpartition("/")
        return self._relations.get(f"{folder}/_rels/{name}.rels".lstrip("/"), {})

    def part(self, name: str, largest: int = LARGEST_PART) -> Element | None:
        """A part as XML; None if there is no such part."""
        return parse(self._unpacked(name, largest)) if name in self.names else None

    def _unpacked(self, name: str, largest: int) -> bytes:
        """At most as much as is allowed is ever unpacked, whatever the list of parts says."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(largest + 1)
        except DAMAGED as error:
            raise FileRefused(_damaged()) from error
        if len(data) > largest:
            raise FileRefused(_("This file is far larger when it is unpacked than any article."))
        return data

    def _main_part(self) -> str:
        named = [one.target for one in self._relations.get("_rels/.rels", {}).values() if one.kind == "officeDocument"]
        return next((name for name in named if name in self.names), _USUAL)

    def _read_relations(self, name: str) -> dict[str, Relation]:
        """The links of a part by their ids. Where they lead is told from the top of the package."""
        folder = posixpath.dirname(posixpath.dirname(name))
        found = {}
        for one in self.part(name, LARGEST_LIST).children("Relationship"):
            said = one.attributes
            outside = said.get("TargetMode", "").lower() == "external"
            target = said.get("Target", "")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[said.get("Id", "")] = Relation(said.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def _check_what_it_is(self) -> None:
        if any("vbaproject" in name.lower() for name in self.names):
            raise FileRefused(_("This document holds macros. Save it as .docx, without them."))
        types = self.part(_TYPES, LARGEST_LIST)
        if types is None or self._main not in self.names:
            raise FileRefused(_("This is a packed file, but not a Word document (.docx)."))
        main = self._type_of_main(types)
        if any("macro" in one.lower() for one in main):
            raise FileRefused(_("This document holds macros. Save it as .docx, without them."))
        if main == [_TEMPLATE]:
            raise FileRefused(_("This is a Word template (.dotx). Open it and save it as a document (.docx)."))
        if main != [_MAIN]:
            raise FileRefused(_("This is a packed file, but not a Word document (.docx)."))

    def _type_of_main(self, types: Element) -> list[str]:
        """What the main part is called to be: by its name, or else by the ending of its name."""
        ending = self._main.rpartition(".")[2].lower()
        for kind, key, wanted in (("Override", "PartName", self._main), ("Default", "Extension", ending)):
            named = [
                one.attributes.get("ContentType", "")
                for one in types.children(kind)
                if one.attributes.get(key, "").lstrip("/").lower() == wanted.lower()
            ]
            if named:
                return named
        return []

    def _check_what_it_reaches_for(self) -> None:
        """Nothing outside of the file but addresses that are told, and no other file inside of it."""
        if any(_EMBEDDED.search(name) for name in self.names):
            raise FileRefused(another_file())
        for one in (one for relations in self._relations.values() for one in relations.values()):
            if one.outside and one.kind not in _NEVER_FOLLOWED:
                raise FileRefused(
                    _(
                        "This document links to something outside of itself: %(target)s. Copy its text into a new"
                        " document, without pictures and objects, and save that."
                    )
                    % {"target": one.target[:80]}
                )


def _is_list_of_links(name: str) -> bool:
    return name.lower().endswith(".rels")


def another_file() -> str:
    """What is said of a document that holds another one."""
    return _("Another file is embedded in this document. Take it out and save the document again.")


def _damaged() -> str:
    return _("This Word document is damaged. Open it in Word and save it again.")
