"""The pages we ship, as text files in topics/content/: reads and checks them. No database."""

import hashlib
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from topics.document import CareCard, Code, Document, Item, Section, Source
from topics.kinds import SectionKind, TopicKind, Urgency
from topics.part_names import PartNames

FOLDER = Path(__file__).parent / "content"
EDITIONS = "editions.txt"


class ShippedFileInvalid(ValueError):
    """A content file does not say what it should; the message names the file and the place."""


@dataclass(frozen=True)
class ShippedFile:
    """One file: its key (symptoms/lower-back-cramps), the digest of its bytes, and the page it describes.

    `editions`: the digests of all that this page has said since it was first shipped (`wording_digest`).
    """

    key: str
    sha256: str
    document: Document
    editions: frozenset[str] = frozenset()


def regions(folder: Path = FOLDER) -> dict[str, str]:
    """The body regions we ship: short name to name. ShippedFileInvalid if they cannot be read."""
    try:
        stored = tomllib.loads((folder / "body-regions.toml").read_text(encoding="utf-8"))
        return {region["slug"]: region["name"] for region in stored["region"]}
    except KeyError as error:
        raise ShippedFileInvalid(f"body-regions.toml: {error} is missing.") from error
    except (TypeError, ValueError) as error:
        raise ShippedFileInvalid(f"body-regions.toml: {error}") from error


def files(folder: Path = FOLDER) -> list[ShippedFile]:
    """All pages, in the order of their keys. ShippedFileInvalid if one cannot be read."""
    found, known = [], editions(folder)
    for kind in TopicKind:
        for path in sorted((folder / kind.folder).glob("*.toml")):
            content = path.read_bytes()
            key = f"{kind.folder}/{path.stem}"
            try:
                document = _document(tomllib.loads(content.decode("utf-8")))
                _all_text(asdict(document))
            except KeyError as error:
                raise ShippedFileInvalid(f"{key}.toml: {error} is missing.") from error
            except (AttributeError, TypeError, ValueError) as error:
                raise ShippedFileInvalid(f"{key}.toml: {error}") from error
            if (document.kind, document.slug) != (kind, path.stem):
                raise ShippedFileInvalid(f"{key}.toml: kind and slug must say what the file is called.")
            found.append(ShippedFile(key, hashlib.sha256(content).hexdigest(), document, frozenset(known.get(key, ()))))
    return found


def editions(folder: Path = FOLDER) -> dict[str, list[str]]:
    """What each page has said since it was first shipped: digests by key, the newest last. None without the list."""
    found: dict[str, list[str]] = {}
    path = folder / EDITIONS
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line and not line.startswith("#"):
            key, digest = line.split()
            found.setdefault(key, []).append(digest)
    return found


def _document(stored: dict) -> Document:
    names = PartNames()
    return Document(
        kind=TopicKind(stored["kind"]).value,
        slug=stored["slug"],
        name=stored["name"],
        plain_name=stored.get("plain_name", ""),
        title=stored.get("title", ""),
        description=stored["description"],
        summary=stored.get("summary", "").strip(),
        other_names=tuple(sorted(stored.get("other_names", ()))),
        body_regions=tuple(sorted(stored.get("body_regions", ()))),
        codes=tuple(_code(code) for code in stored.get("codes", ())),
        care_cards=tuple(_card(card, names) for card in stored.get("care_cards", ())),
        sections=tuple(_section(section, names) for section in stored.get("sections", ())),
        sources=tuple(_source(source, names) for source in stored.get("sources", ())),
    )


def _code(code: dict) -> Code:
    return Code(code["system"], code.get("version", ""), code["code"], code.get("display", ""))


def _card(card: dict, names: PartNames) -> CareCard:
    urgency = Urgency(card["urgency"]).value
    points = [(point, ()) if isinstance(point, str) else (point["text"], point["signs"]) for point in card["points"]]
    texts, signs = zip(*points, strict=True) if points else ((), ())
    named = tuple(map(tuple, signs))
    return CareCard(names.of(urgency), urgency, card["heading"], texts, card.get("action", ""), named)


def _source(source: dict, names: PartNames) -> Source:
    publisher = source.get("publisher", "")
    return Source(names.of("source"), source["title"], publisher, source.get("url", ""), source.get("date", ""))


def _section(section: dict, names: PartNames) -> Section:
    kind = SectionKind(section["kind"]).value
    name = names.of(kind.replace("_", "-"))
    items = tuple(_item(item, names) for item in section.get("items", ()))
    return Section(
        name, kind, section["heading"], section.get("body", "").strip(), section.get("list_intro", ""), items
    )


def _item(item: dict, names: PartNames) -> Item:
    target = _target(item) if "topic" in item else ""
    if bool(target) == bool(item.get("reason")):
        raise ValueError(f"The item {item['label']!r} needs either a topic or a reason.")
    return Item(names.of(item["label"]), item["label"], target, None, item.get("reason", ""))


def _target(item: dict) -> str:
    try:
        folder, slug = item["topic"].split("/")
        return f"{TopicKind.of_folder(folder)}/{slug}"
    except (AttributeError, KeyError, ValueError):
        wrong = f"The item {item['label']!r} must lead to a page like conditions/sciatica, not {item['topic']!r}."
        raise ValueError(wrong) from None


def _all_text(parts) -> None:
    """TOML also knows numbers and dates; on a page everything is text."""
    for part in parts.values() if isinstance(parts, dict) else parts:
        if isinstance(part, dict | list | tuple):
            _all_text(part)
        elif part is not None and not isinstance(part, str):
            raise TypeError(f"{part} must stand in quotes.")
