"""Opens a Word document, which is a ZIP file, within limits of size; refuses what an article never needs."""

import io
import re
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from topics.importing.limits import FileRefused
from topics.importing.xml_parts import Element, parse

MOST_PARTS = 1_000
MOST_UNPACKED = 12_000_000  # bytes that all parts say to have; pictures count, though they are never unpacked
LARGEST_PART = 6_000_000  # bytes of a part that is read
LARGEST_LIST = 200_000  # bytes of a list of links or of types
DOCUMENT = "word/document.xml"
_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
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


class Package:
    """The parts of a Word document. Opening it looks at the list of parts only; `part` unpacks one."""

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
        self._check_what_it_is()
        self._check_what_it_reaches_for()

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

    def _check_what_it_is(self) -> None:
        if any("vbaproject" in name.lower() for name in self.names):
            raise FileRefused(_("This document holds macros. Save it as .docx, without them."))
        types = self.part(_TYPES, LARGEST_LIST)
        if types is None or DOCUMENT not in self.names:
            raise FileRefused(_("This is a packed file, but not a Word document (.docx)."))
        main = [
            one.attributes.get("ContentType", "")
            for one in types.children("Override")
            if one.attributes.get("PartName", "").lstrip("/") == DOCUMENT
        ]
        if any("macro" in one.lower() for one in main):
            raise FileRefused(_("This document holds macros. Save it as .docx, without them."))
        if main != [_WORD]:
            raise FileRefused(_("This is a packed file, but not a Word document (.docx)."))

    def _check_what_it_reaches_for(self) -> None:
        """Nothing outside of the file, and no other file inside of it."""
        if any(_EMBEDDED.search(name) for name in self.names):
            raise FileRefused(_("Another file is embedded in this document. Take it out and save the document again."))
        for name in sorted(self.names):
            if not name.lower().endswith(".rels"):
                continue
            for relation in self.part(name, LARGEST_LIST).children("Relationship"):
                if relation.attributes.get("TargetMode", "").lower() == "external":
                    target = relation.attributes.get("Target", "")[:80]
                    raise FileRefused(
                        _(
                            "This document links to something outside of itself: %(target)s. Copy its text without"
                            " links into a new document and save that. Sources are added to the draft later."
                        )
                        % {"target": target}
                    )


def _damaged() -> str:
    return _("This Word document is damaged. Open it in Word and save it again.")
