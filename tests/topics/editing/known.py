"""Topics that the tests of the editing page know, without a database, and an editor that knows them."""

from functools import cache

from django.http import QueryDict

from tests.topics.editing.sending import changed, sent
from topics.document import Document, Link
from topics.editing.editor import DraftEditor
from topics.editing.names import KnownTopic, Names
from topics.warning_signs import ChecklistSign

REGIONS = {"low-back": "Lower back", "neck": "Neck"}

SIGNS = (
    ChecklistSign("numb", "low-back", "emergency", "numbness around the genitals", ("numb genital",)),
    ChecklistSign("chest", "low-back", "emergency", "chest pain", ("chest pain",)),
    ChecklistSign("fever", "low-back", "urgent", "a high temperature", ("temperature", "fever")),
    ChecklistSign("stiff", "neck", "urgent", "a stiff neck", ("stiff",)),
)


def known(kind, slug, name, *other_names, live=True) -> KnownTopic:
    link = Link(kind, slug, name, "", f"About {name}.") if live else None
    return KnownTopic(kind, slug, name, other_names, slug if live else "", link)


NAMES = Names(
    [
        known("condition", "sciatica", "Sciatica", "sciatic nerve pain"),
        known("condition", "herniated-disc", "Herniated disc", "slipped disc", "intervertebral hernia"),
        known("condition", "spondylitis", "Spondylitis", live=False),
        known("test", "mri", "Magnetic resonance imaging", "MRI"),
        known("specialty", "neurologist", "Neurologist", "nerve doctor"),
        known("symptom", "tremor", "Tremor"),
        known("condition", "tremor", "Tremor"),
    ]
)


def edit(document, data=None, *, version=7, kind="symptom", names=NAMES) -> DraftEditor:
    return DraftEditor(kind, document, version, data, names=names, regions=REGIONS, signs=SIGNS)


@cache
def _sent_as_stored(document: Document) -> QueryDict:
    return sent(edit(document))


def after(document: Document, **changes) -> DraftEditor:
    """The editor after the page of this document was sent with these changes. A page is drawn once in a process."""
    return edit(document, changed(_sent_as_stored(document).copy(), **changes))
