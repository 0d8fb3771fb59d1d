"""What a page says, as one digest that stays the same when the portal stores pages in another form. No ORM, no HTTP."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any

from topics.document import Document

NOT_SAID = {"id", "link"}  # names of parts, and what the pages behind the lines say


def wording_digest(document: Document) -> str:
    """SHA-256 of all that is filled in on the page; 64 hexadecimal digits.

    What is empty is left out, so that a field which documents get one day does not change the digest of the pages of
    today. Lines lead to "kind/slug".
    """
    said = json.dumps(_said(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _said(value: Any) -> Any:
    if is_dataclass(value):
        filled = ((field.name, getattr(value, field.name)) for field in fields(value) if field.name not in NOT_SAID)
        return {name: _said(part) for name, part in filled if part}
    return list(map(_said, value)) if isinstance(value, tuple) else value
