"""Where on the editing page a part of the stored document stands: the end of a link to it."""

from topics.document import Document
from topics.gates.finding import FindingPlace


def anchor(document: Document, place: FindingPlace) -> str:
    """The id of the field, line or group that the place names, on the page that shows this document as it is stored."""
    if place.part == "page":
        return f"id_{place.field}"
    part = "sections" if place.part == "items" else place.part
    at = next((at for at, one in enumerate(getattr(document, _PARTS[part])) if one.id == place.id), None)
    if at is None:
        return f"{part}-heading"
    if place.item:
        return f"{part}-{at}-line-{place.item}"
    return f"id_{part}-{at}-{place.field}" if place.field else f"{part}-at-{at + 1}"


_PARTS = {"cards": "care_cards", "sections": "sections", "sources": "sources"}
