"""A page as a file: to the text and back, exactly; and what is said if somebody mended the file badly."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import make_document
from tests.topics import documents
from topics.document import Code, Item, Section
from topics.exporting import FIRST_LINE, to_text
from topics.importing.article_file import from_text
from topics.importing.limits import FileRefused
from topics.importing.reading import read
from topics.importing.validation import problems
from topics.kinds import TopicKind
from topics.shipped import files

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

TARGETS = ("condition/sciatica", "test/mri", "specialty/neurologist", "symptom/back-pain")
anything = st.sampled_from(TopicKind.values).flatmap(
    lambda kind: documents.documents(kind, regions=("low-back", "neck"), targets=TARGETS)
)


@settings(max_examples=30)
@given(anything)
def test_whatever_a_page_holds_its_text_gives_the_same_page_and_the_same_text(document):
    text = to_text(document)
    assert from_text(text) == document
    assert from_text(text).canonical() == document.canonical()
    assert to_text(from_text(text)) == text


@settings(max_examples=20)
@given(anything, st.sampled_from(["\n", "\r\n"]))
def test_line_ends_and_encodings_of_the_way_do_not_change_it(document, line_end):
    arrived = read("page.txt", to_text(document).replace("\n", line_end).encode("utf-8-sig"))
    assert arrived.document == document


def test_every_shipped_page_comes_back_exactly_and_could_be_stored():
    for file in files():
        text = to_text(file.document)
        assert from_text(text) == file.document
        assert problems(file.document) == [], file.key


def test_the_text_is_one_that_people_can_read():
    lines = (Item("a", "Sciatica", "condition/sciatica", None, ""), Item("b", 'A "habit"', "", None, "no disease"))
    document = make_document(
        codes=(Code("http://hl7.org/fhir/sid/icd-10", "2019", "M54.5", "Low back pain"),),
        sections=(Section("causes", "causes", "Causes", "Many.\n\nSome.", "", lines),),
    )
    assert to_text(document).startswith(
        f'{FIRST_LINE}\nkind = "symptom"\nslug = "back-pain"\nname = "Back pain"\ndescription = "Pain in the back."\n'
    )
    assert (
        '\n[[sections]]\nid = "causes"\nkind = "causes"\nheading = "Causes"\nbody = """\nMany.\n\nSome."""\n'
        '\n[[sections.items]]\nid = "a"\nlabel = "Sciatica"\ntopic = "conditions/sciatica"\n'
        '\n[[sections.items]]\nid = "b"\nlabel = "A \\"habit\\""\nreason = "no disease"\n'
    ) in to_text(document)
    assert 'points = [\n  "numbness",\n]\n' in to_text(document)


def test_parts_that_somebody_added_by_hand_get_names():
    added = to_text(make_document()) + '\n[[sections]]\nkind = "causes"\nheading = "More"\n'
    added += '[[sections.items]]\nlabel = "A habit"\n'
    section = from_text(added).sections[1]
    assert (section.id, section.items[0].id) == ("causes-2", "a-habit")
    assert from_text(added) == from_text(added)


PAGE = f'{FIRST_LINE}\nkind = "symptom"\nslug = "a"\nname = "A"\n'
PART = f'{PAGE}[[sections]]\nid = "s"\nkind = "causes"\nheading = "Causes"\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{PAGE}title = ", "This article cannot be read: Invalid value"),
        (f"{PAGE}title = {'[' * 9_000}", "This article cannot be read: it is far too deep."),
        (PAGE.replace('name = "A"', ""), "The page: “name” is missing."),
        (PAGE.replace('"A"', "5"), "The page: “name” must stand in quotes."),
        (PAGE.replace("symptom", "mystery"), "The page: “kind” is “mystery”, but must be one of symptom, condition"),
        (f'{PAGE}sumary = "x"', "The page: “sumary” is not known here."),
        (f'{PAGE}other_names = "x"', "The page: “other_names” must be a list of texts in quotes."),
        (f'{PAGE}sections = "x"', "The page: “sections” must be a list."),
        (f"{PAGE}sections = [1]", "sections 1: this is not a table."),
        (PART.replace("causes", "gossip"), "sections 1: “kind” is “gossip”, but must be one of"),
        (f'{PART}[[sections]]\nid = "s"\nkind = "types"\nheading = "T"', "sections: “s” is there twice."),
        (f'{PART}[[sections.items]]\nlabel = "x"\ntopic = "sciatica"', "items 1: “topic” must look like conditions/"),
        (f'{PART}[[sections.items]]\nlabel = "x"\ntopic = "doctors/x"', "items 1: “topic” must look like conditions/"),
        (
            f'{PART}[[sections.items]]\nlabel = "x"\ntopic = "tests/x"\nreason = "y"',
            "items 1: a line has either a topic or a reason, not both.",
        ),
        (f'{PAGE}[[care_cards]]\nurgency = "urgent"\nheading = "x"', "care_cards 1: “points” is missing."),
        (f'{PAGE}[[care_cards]]\nurgency = "soon"', "care_cards 1: “urgency” is “soon”, but must be one of"),
        (PART + '[[sections.items]]\nlabel = "x"\n' * 701, "At most 200 sections and 700 lines in lists"),
    ],
)
def test_a_file_that_was_mended_badly_is_refused_with_the_place(text, why):
    with pytest.raises(FileRefused) as refusal:
        read("a.txt", text.encode())
    assert str(refusal.value).startswith(why)


# --- what can be stored ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "N" * 121}, "The page – Name: At most 120 characters, please: there are 121."),
        ({"slug": "Not An Address"}, "The page – Address: Use small letters a–z, digits and single hyphens"),
        ({"summary": "Call {clinik_phone}."}, "The page – In short: {clinik_phone} is not known."),
        ({"title": "a\u202eb"}, "The page – Headline: There are characters in it that nobody can see"),
        ({"summary": "\n\nText."}, "The page – In short: There are characters in it that nobody can see"),
        ({"other_names": ("a\nb",)}, "The page – Other names: Each entry is one line."),
    ],
)
def test_what_the_editing_page_would_not_take_is_told_with_its_place(change, said):
    found = problems(make_document(**change))
    assert len(found) == 1 and found[0].startswith(said)


def test_sections_lines_and_reasons_are_looked_at_too():
    line = Item("a", "L" * 201, "", None, "R" * 201)
    section = Section("s", "causes", "H" * 161, "", "", (line,))
    told = problems(replace(make_document(), sections=(section,)))
    assert [sentence.split(" – ")[1].split(":")[0] for sentence in told] == [
        "Heading",
        "List, one item a line",
        "No link because",
    ]
    assert problems(make_document()) == []


# --- the signs that points name --------------------------------------------------------------------------------------

CARD = f'{PAGE}[[care_cards]]\nurgency = "urgent"\nheading = "x"\n'


def test_points_are_texts_or_say_which_signs_they_warn_of():
    text = f'{CARD}points = ["a", {{ text = "b", signs = ["numb", "weak-leg"] }}]\n'
    (card,) = read("a.txt", text.encode()).document.care_cards
    assert card.warnings == (("a", ()), ("b", ("numb", "weak-leg")))
    assert read("a.txt", to_text(read("a.txt", text.encode()).document).encode()).document.care_cards == (card,)


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ('[{ text = "a", sign = "numb" }]', "care_cards 1, points: “sign” is not known here."),
        ('[{ signs = ["numb"] }]', "care_cards 1, points: “text” is missing."),
        ('[{ text = "a", signs = "numb" }]', "care_cards 1, points: “signs” must be a list of texts in quotes."),
        (
            '[{ text = "a", signs = ["no sign"] }]',
            "care_cards 1, points: a sign is named like chest-pain, not “no sign”.",
        ),
        ("[7]", "care_cards 1, points: this is not a table."),
        ('"a"', "care_cards 1: “points” must be a list."),
    ],
)
def test_a_point_that_was_mended_badly_is_refused_with_the_place(points, why):
    with pytest.raises(FileRefused) as refusal:
        read("a.txt", f"{CARD}points = {points}\n".encode())
    assert str(refusal.value) == why


def test_a_point_names_ten_signs_at_most():
    signs = ", ".join(f'"sign-{number}"' for number in range(11))
    found = read("a.txt", f'{CARD}points = [{{ text = "a", signs = [{signs}] }}]\n'.encode())
    assert problems(found.document)[-1] == "x: a point names 10 signs at most."
