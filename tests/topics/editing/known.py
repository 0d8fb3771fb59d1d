"""Topics that the tests of the editing page know, without a database, and an editor that knows them."""

from topics.document import Link
from topics.editing.editor import DraftEditor
from topics.editing.names import Known, Names

REGIONS = {"low-back": "Lower back", "neck": "Neck"}


def known(kind, slug, name, *other_names, live=True) -> Known:
    link = Link(kind, slug, name, "", f"About {name}.") if live else None
    return Known(kind, slug, name, other_names, slug if live else "", link)


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
    return DraftEditor(kind, document, version, data, names=names, regions=REGIONS)
