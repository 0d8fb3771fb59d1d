"""What we ship besides pages, as files in topics/content/: warning signs, words to avoid, people to ask. No ORM."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from topics.models.red_flag import FLAG_URGENCIES
from topics.shipped import FOLDER, ShippedFileInvalid

KINDS = ("forbidden", "fear", "unclear")


@dataclass(frozen=True)
class ShippedFlag:
    """A warning sign of a region; `id`: by which points name it, `said_as`: one way a line."""

    id: str
    region: str
    urgency: str
    sign: str
    said_as: str


@dataclass(frozen=True)
class ShippedWord:
    """A word to avoid, and what to write instead."""

    phrase: str
    kind: str
    instead: str


@dataclass(frozen=True)
class ShippedPerson:
    """Somebody whom the owner's text quotes, and the key of the shipped page that holds their words."""

    name: str
    credentials: str
    page: str


def red_flags(folder: Path = FOLDER) -> list[ShippedFlag]:
    """In the order of the file. ShippedFileInvalid if it cannot be read."""
    return _read(folder / "red-flags.toml", "flag", _flag)


def words(folder: Path = FOLDER) -> list[ShippedWord]:
    """In the order of the file. ShippedFileInvalid if it cannot be read."""
    return _read(folder / "words.toml", "word", _word)


def people(folder: Path = FOLDER) -> list[ShippedPerson]:
    """In the order of the file. ShippedFileInvalid if it cannot be read."""
    return _read(folder / "quoted-people.toml", "person", _person)


def _read(path: Path, name: str, build: Callable) -> list:
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
        return [build(entry) for entry in stored[name]]
    except KeyError as error:
        raise ShippedFileInvalid(f"{path.name}: {error} is missing.") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ShippedFileInvalid(f"{path.name}: {error}") from error


def _flag(entry: dict) -> ShippedFlag:
    if entry["urgency"] not in dict(FLAG_URGENCIES):
        raise ValueError(f"{entry['sign']!r} must be emergency or urgent, not {entry['urgency']!r}.")
    return ShippedFlag(entry["id"], entry["region"], entry["urgency"], entry["sign"], "\n".join(entry["said_as"]))


def _word(entry: dict) -> ShippedWord:
    if entry["kind"] not in KINDS:
        raise ValueError(f"{entry['phrase']!r} must be one of {', '.join(KINDS)}, not {entry['kind']!r}.")
    return ShippedWord(entry["phrase"], entry["kind"], entry["instead"])


def _person(entry: dict) -> ShippedPerson:
    if not all(entry[field].strip() for field in ("name", "credentials", "page")):
        raise ValueError(f"{entry['name']!r} needs a name, credentials and a page.")
    return ShippedPerson(entry["name"], entry["credentials"], entry["page"])
