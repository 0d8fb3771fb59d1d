"""A table that apps fill when they start, so that a package they import can call them without importing them back."""

from collections.abc import ItemsView, ValuesView
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class AlreadyRegistered(ValueError):
    """Something else is registered under this name."""


class Registry(Generic[Entry]):
    """Entries by name, in the order in which they were registered. Each name is given once.

    `what`: one entry in a word, for error messages.
    """

    def __init__(self, what: str):
        self.what = what
        self._entries: dict[str, Entry] = {}

    def register(self, name: str, entry: Entry) -> None:
        """Adds the entry at the end. Raises AlreadyRegistered if the name is taken."""
        if name in self._entries:
            raise AlreadyRegistered(f"A {self.what} named {name!r} is registered already.")
        self._entries[name] = entry

    def get(self, name: str) -> Entry | None:
        """The entry of this name; None if there is none."""
        return self._entries.get(name)

    def items(self) -> ItemsView[str, Entry]:
        """Names with their entries, in order."""
        return self._entries.items()

    def values(self) -> ValuesView[Entry]:
        """The entries, in order."""
        return self._entries.values()
