"""One fault that a gate found: what is wrong, where, and how to mend it. No ORM, no HTTP."""

import hashlib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """Where on the page. `part` is page, cards, sections, items or sources; `id` the stable id of the card, section or
    source, and of the line's section; `item` the line's own. `field` is a field of the editing page, such as "body"."""

    part: str
    id: str = ""
    field: str = ""
    item: str = ""
    title: str = ""

    @property
    def key(self) -> str:
        """The place in a few characters that stay the same while the page is edited."""
        return "-".join(filter(None, (self.part, self.id, self.item, self.field)))


def looked_at(*parts: Any) -> str:
    """Everything a gate looked at for a finding, as one text: what is not there is told from what is empty."""
    return "\n".join(map(repr, parts))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stops a page. `code` names the gate, `key` tells its findings on one page apart.

    `quotes`: the sentences or lines it is about. `waivable`: a reviewer may let it pass; `about` is then all that the
    gate looked at (`looked_at`): a waiver holds only while that is the same to the last character. `stops_forced`:
    stops publishing in an emergency, too. `waiver`: who let it pass, None while it stands.
    """

    code: str
    sentence: str
    mend: str
    place: FindingPlace
    key: str = ""
    quotes: tuple[str, ...] = ()
    waivable: bool = False
    stops_forced: bool = False
    about: str = ""
    waiver: Any = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what a waiver covers; 64 hexadecimal digits."""
        return hashlib.sha256(self.about.encode()).hexdigest()

    @property
    def is_open(self) -> bool:
        """Nobody has let it pass."""
        return self.waiver is None
