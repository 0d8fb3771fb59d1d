"""What a line of a list names: links only for the very name, suggestions for what is similar, nothing for the rest."""

import pytest

from tests.topics.editing.known import NAMES, known
from topics.importing.matching import LEADS_TO, MatchKind, WideNames, find
from topics.kinds import SectionKind

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

WIDE = WideNames(
    [
        *NAMES.known,
        known("condition", "spinal-stenosis", "Spinal canal stenosis"),
        known("condition", "back-injury", "Injury of the back"),
        known("specialty", "pain-clinic", "Pain"),
        known("symptom", "pain", "Pain"),
        known("test", "blood-count", "Blood count"),
        known("test", "x-ray-of-the-elbow-joint", "X-ray of the elbow joint"),
        known("specialty", "general-doctor", "General doctor", "GP"),
        known("specialty", "manual-therapist", "Manual therapist"),
        known("specialty", "spine-doctor", "Back specialist", "spine doctor"),
    ]
)


@pytest.mark.parametrize(
    ("label", "kind", "how", "target"),
    [
        ("Herniated disc", "causes", MatchKind.EXACT, "condition/herniated-disc"),
        ("HERNIATED DISC.", "causes", MatchKind.EXACT, "condition/herniated-disc"),
        ("Slipped disc", "causes", MatchKind.OTHER_NAME, "condition/herniated-disc"),
        ("Herniated disc", "treatment", MatchKind.EXACT, "condition/herniated-disc"),  # not expected there, but named
        ("Tremor", "causes", MatchKind.EXACT, "condition/tremor"),  # a symptom is called so, too
        ("Tremor", "overview", MatchKind.EXACT, "symptom/tremor"),
        ("Pain", "who_to_see", MatchKind.EXACT, "specialty/pain-clinic"),
        ("Pain", "causes", MatchKind.SEVERAL, ""),
        ("Tremor", "types", MatchKind.SEVERAL, ""),
        ("Herniated discs", "causes", MatchKind.CLOSE, ""),
        ("Consultation with a neurologist", "diagnosis", MatchKind.CLOSE, ""),
        ("Spinal stenosis", "causes", MatchKind.CLOSE, ""),
        ("Back injuries", "causes", MatchKind.CLOSE, ""),
        ("Blood counts", "diagnosis", MatchKind.CLOSE, ""),
        ("Sleeping on your front", "causes", MatchKind.NONE, ""),
        ("stenosis", "causes", MatchKind.NONE, ""),
        ("…", "causes", MatchKind.NONE, ""),
    ],
)
def test_a_line_is_linked_only_if_it_names_one_page(label, kind, how, target):
    found = find(label, kind, WIDE)
    assert (found.how, found.target) == (how, target)


@pytest.mark.parametrize(
    ("label", "suggested"),
    [
        ("Consultation with a neurologist", "specialty/neurologist"),
        ("Spinal stenosis", "condition/spinal-stenosis"),
        ("Stenosis of the spinal canal", "condition/spinal-stenosis"),
        ("Back injuries", "condition/back-injury"),
        ("Magnetic resonance imaging (MRI)", "test/mri"),
        ("Herniated intervertebral disc", "condition/herniated-disc"),
    ],
)
def test_what_is_similar_is_offered(label, suggested):
    assert suggested in [match.target for match in find(label, "causes", WIDE).suggestions]


@pytest.mark.parametrize(
    ("label", "offered"),
    [
        ("MRI of the elbow joint", ["test/mri"]),
        ("MRI with contrast", ["test/mri"]),
        ("Sciatica – pain below the knee", ["condition/sciatica"]),
        ("Sciatica: pain below the knee", ["condition/sciatica"]),
        ("Sciatica, on the left", ["condition/sciatica"]),
        ("Sciatica (pain below the knee)", ["condition/sciatica"]),
        ("Family physician", ["specialty/general-doctor"]),
        ("Primary care physicians", ["specialty/general-doctor"]),
        ("Chiropractor", ["specialty/manual-therapist"]),
        ("Consultation with an osteopath", ["specialty/manual-therapist"]),
        ("Spine surgeon", ["specialty/spine-doctor"]),
    ],
)
def test_what_a_line_begins_with_is_offered_and_nothing_that_only_shares_words(label, offered):
    found = find(label, "causes", WIDE)
    assert ([match.target for match in found.suggestions], found.target) == (offered, "")


def test_what_fits_the_section_comes_first():
    for kind, first in (("who_to_see", "specialty"), ("overview", "symptom")):
        assert find("Pain", kind, WIDE).suggestions[0].kind == first


def test_the_page_itself_is_never_found():
    assert find("Herniated disc", "causes", WIDE, own="condition/herniated-disc").how == MatchKind.NONE


def test_most_kinds_of_sections_expect_some_kind_of_page():
    assert set(SectionKind) - set(LEADS_TO) == {
        SectionKind.TREATMENT,
        SectionKind.SELF_CARE,
        SectionKind.PREVENTION,
        SectionKind.PROCEDURE,
        SectionKind.PREPARATION,
        SectionKind.RESULTS,
        SectionKind.AFTER_CARE,
    }
