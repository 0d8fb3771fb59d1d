"""A plan: what a text becomes, what stays of a draft that is there, and what is left to decide."""

from dataclasses import replace

import pytest

from tests.builders import make_document
from tests.topics.editing.known import NAMES, REGIONS
from topics.document import CareCard, Item, Section
from topics.exporting import to_text
from topics.importing.planning import Plan, plan
from topics.importing.reading import Format, read
from topics.warning_signs import ChecklistSign

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

LONG = "This is a paragraph that is long enough for nobody to take it for a heading of anything at all."
TEXT = (
    f"Stiff neck: what it is\n# Causes\n{LONG}\n- Sciatica\n- Bad chairs\n# Our grandmothers\n{LONG}\n- Herniated disks"
)


def planned(text, existing=None, kind="symptom"):
    return plan(read("neck.txt", text.encode()), kind, NAMES, REGIONS, existing)


def lines(found):
    return {item.label: item for section in found.document.sections for item in section.items}


def test_every_line_has_its_recognition_its_decision_and_its_suggestion():
    causes, strange = planned(TEXT).sections(NAMES)
    told = [(line.item.label, line.how, line.leads_to, line.decided, line.suggested) for line in causes.lines]
    assert told == [
        ("Sciatica", "exact name", "Sciatica (condition)", True, "Sciatica (condition)"),
        ("Bad chairs", "not known", "", False, ""),
    ]
    assert [(line.how, line.suggested) for line in strange.lines] == [("a similar name", "Herniated disc (condition)")]
    assert (causes.recognised, causes.kind_label) == (True, "causes")


def test_a_section_nobody_foresaw_is_marked_until_somebody_says_what_it_is_about():
    found = planned(TEXT)
    assert found.unrecognised == {found.document.sections[1].id}
    assert [part.recognised for part in found.sections(NAMES)] == [True, False]


def test_the_name_is_the_title_up_to_its_colon_and_the_address_is_made_of_it():
    document = planned(TEXT).document
    assert (document.kind, document.name, document.slug) == ("symptom", "Stiff neck", "stiff-neck")
    assert document.title == "Stiff neck: what it is"
    assert planned(TEXT.replace(": what it is", "")).document.title == ""
    georgian = planned(TEXT.replace("Stiff neck", "კისერი"))
    assert georgian.document.slug.startswith("text-")
    assert "No address could be made from the title: write one in Latin letters." in georgian.notes


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Скутість шиї", "skutist-shyi"),
        ("Їжа і щастя", "yizha-i-shchastia"),
        ("Згин пальця", "zghyn-paltsia"),
        ("Подъём боли", "podem-boli"),
        ("Πόνος στον ώμο", "ponos-ston-omo"),
        ("Łokieć łucznika", "lokiec-lucznika"),
        ("Große Füße", "grosse-fusse"),
        ("Sølv på øret", "solv-pa-oret"),
    ],
)
def test_a_title_in_other_letters_gives_an_address_that_can_be_read(title, slug):
    assert planned(TEXT.replace("Stiff neck: what it is", title)).document.slug == slug


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("Stiff NECK: what it is", ("neck",)),
        ("Necklaces and bad chairs", ()),
        ("Pain in the neck and the lower-back", ("low-back", "neck")),
    ],
)
def test_the_part_of_the_body_is_the_one_its_title_names(title, about):
    regions = {"neck": "Neck", "low-back": "Lower back"}
    found = plan(read("neck.txt", TEXT.replace("Stiff neck: what it is", title).encode()), "symptom", NAMES, regions)
    assert found.document.body_regions == about
    assert len(found.notes) == len(about)


def test_reading_a_text_again_gives_the_same_names_to_its_parts():
    assert planned(TEXT) == planned(TEXT)


# --- a draft that is there ------------------------------------------------------------------------------------------


@pytest.fixture
def draft():
    items = (
        Item("line-1", "Bad chairs", "", None, "a habit, not a disease"),
        Item("line-2", "Herniated disk", "condition/herniated-disc", None, ""),
        Item("line-3", "Gone", "condition/sciatica", None, ""),
    )
    sections = (
        Section("part-1", "types", "Our grandmother", "Old text.", "Said so:", items[1:]),
        Section("part-2", "causes", "Causes", "Old text.", "", items[:1]),
        Section("causes", "causes", "Dropped", "Old text.", "", ()),
    )
    return make_document(slug="neck", name="Neck", body_regions=("neck",), sections=sections)


def test_a_text_replaces_headline_and_sections_and_leaves_everything_else(draft):
    document = planned(TEXT, draft).document
    assert document == replace(draft, title="Stiff neck: what it is", sections=document.sections)
    assert [section.heading for section in document.sections] == ["Causes", "Our grandmothers"]
    assert [section.body for section in document.sections] == [LONG, LONG]


def test_what_stays_keeps_its_name_its_kind_and_its_decision(draft):
    found = planned(TEXT, draft)
    assert [(section.id, section.kind) for section in found.document.sections] == [
        ("part-2", "causes"),
        ("part-1", "types"),
    ]
    assert found.unrecognised == frozenset()  # its editor had said what it is about
    stayed = lines(found)
    assert (stayed["Bad chairs"].id, stayed["Bad chairs"].reason) == ("line-1", "a habit, not a disease")
    assert (stayed["Herniated disks"].id, stayed["Herniated disks"].target) == ("line-2", "")  # reworded: decide again
    assert stayed["Sciatica"].id == "sciatica"


def test_the_only_section_of_its_kind_is_the_same_one_under_another_heading(draft):
    renamed = TEXT.replace("# Causes", "# Why does it hurt?").replace("# Our grandmothers", "# Wisdom")
    ids = [section.id for section in planned(renamed, replace(draft, sections=draft.sections[:2])).document.sections]
    assert ids == ["part-2", "overview"]  # of "Wisdom" nobody knows what it is about


def test_a_line_with_a_decision_is_shown_as_decided_before(draft):
    bad_chairs = planned(TEXT, draft).sections(NAMES)[0].lines[1]
    assert (bad_chairs.how, bad_chairs.decided) == ("as decided before", True)


def test_new_parts_take_no_name_that_another_part_has(draft):
    found = planned(TEXT.replace("# Causes", "# Why it happens"), draft)
    ids = [section.id for section in found.document.sections]
    assert ids == ["causes-2", "part-1"]  # two were about causes: which of them it was cannot be told


# --- an exported article ---------------------------------------------------------------------------------------------


def test_an_exported_article_brings_everything_whatever_kind_was_asked_for(draft):
    arrived = read("a.txt", to_text(draft).encode())
    assert (arrived.format, arrived.title) == (Format.ARTICLE, draft.headline)
    assert plan(arrived, "test", NAMES, REGIONS).document == draft
    assert plan(arrived, "test", NAMES, REGIONS, make_document()).document == draft


def test_what_an_exported_article_names_and_is_not_here_is_left_out_and_said(draft):
    strange = replace(draft, body_regions=("knee", "neck"))
    text = to_text(strange).replace("conditions/sciatica", "conditions/unheard-of")
    found = planned(text)
    assert found.document.body_regions == ("neck",)
    assert lines(found)["Gone"].target == ""
    assert found.notes == (
        "These body regions are not known here and were left out: knee.",
        "“Gone” led to condition/unheard-of. There is no such page here: decide where it leads.",
    )


# --- points of cards and the signs they warn of ----------------------------------------------------------------------


def test_what_points_may_warn_of_is_told_and_not_decided():
    numb = ChecklistSign("numb", "neck", "emergency", "numbness around the genitals", ("numb genital",))
    fever = ChecklistSign("fever", "neck", "urgent", "a high temperature", ("fever",))
    elsewhere = ChecklistSign("cold", "leg", "emergency", "a cold leg", ("cold",))
    points = ("numb genitals", "no fever", "a fever", "cold feet", "something else")
    signs = ((), (), ("fever",), ("gone",), ())
    card = CareCard("c", "emergency", "Call {emergency_number} now if you have:", points, "", signs)
    draft = make_document(care_cards=(card,), body_regions=("neck",), sections=())
    arrived = read("x.txt", to_text(draft).encode())
    found = plan(arrived, "symptom", NAMES, {"neck": "Neck"}, signs=(numb, fever, elsewhere))
    assert found.document.care_cards[0].signs == ((), (), ("fever",), (), ())
    assert found.notes == (
        "“numb genitals” may warn of “numbness around the genitals”: choose beside the point.",
        "“cold feet” named the sign gone. No checklist here has it: choose beside the point.",
    )
    assert Plan.from_json(found.to_json()) == found
