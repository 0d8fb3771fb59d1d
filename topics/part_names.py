"""Stable names for the parts of a page that is read from a file."""

import re
from collections.abc import Iterable


class PartNames:
    """Makes them from the words themselves, so that reading the file again finds the parts again.

    `taken`: names that other parts of the page have already.
    """

    def __init__(self, taken: Iterable[str] = ()):
        self.given: set[str] = set(taken)

    def of(self, words: str) -> str:
        first = name = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:16].strip("-") or "part"
        number = 1
        while name in self.given:
            number += 1
            name = f"{first}-{number}"
        self.given.add(name)
        return name
