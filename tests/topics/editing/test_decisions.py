"""What lines lead to: linked by their name, chosen beside the list, kept while the text around them changes."""

import pytest

from tests.builders import make_document
from tests.topics.editing.known import after, edit
from tests.topics.editing.sending import sent
from topics.document import Item, Section
from topics.editing.screen import page_context


def page(*items, kind="causes"):
    """A page with one section that has these items: (label, target, reason), with the ids i0, i1, …"""
    rows = tuple(
        Item(f"i{number}", label, target, None, reason) for number, (label, target, reason) in enumerate(items)
    )
    return make_document(sections=(Section("s", kind, "Causes", "", "", rows),))


def choices(line, **values):
    """Fields beside the line with this id in the first section."""
    return {f"sections-0-line-{line}-{name}": value for name, value in values.items()}


def saved(document, lines=None, **changes):
    """The items after sending the page with these lines and choices, each as (id, label, target, reason)."""
    if lines is not None:
        changes["sections-0-list"] = "\n".join(lines)
    editor = after(document, **changes)
    assert editor.is_valid(), editor.problems()
    return [(item.id, item.label, item.target, item.reason) for item in editor.document().sections[0].items]


SCIATICA = ("Sciatica", "condition/sciatica", "")
HABIT = ("Sitting too long", "", "a habit, not a disease")
OPEN = ("Too little salt", "", "")


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("Sciatica", "condition/sciatica"),
        ("intervertebral HERNIA", "condition/herniated-disc"),
        ("Tremor", ""),
        ("Sciatca", ""),
        ("Something else", ""),
    ],
)
def test_a_new_line_is_linked_if_it_names_exactly_one_topic(line, target):
    [(_id, label, linked, reason)] = saved(page(), [line])
    assert (label, linked, reason) == (line, target, "")


def test_a_new_link_is_shown_as_it_stands_live():
    editor = after(page(), **{"sections-0-list": "Sciatica\nSpondylitis"})
    live, draft = editor.document().sections[0].items
    assert live.link.name == "Sciatica"
    assert (draft.target, draft.link) == ("condition/spondylitis", None)


def test_a_page_is_not_linked_to_itself():
    document = make_document(slug="tremor", sections=page().sections)
    assert saved(document, ["Tremor"])[0][2] == "condition/tremor"


def test_decisions_stay_while_lines_move_and_others_come_and_go():
    before = page(SCIATICA, HABIT, OPEN)
    after = saved(before, ["New", "Sitting too long", "Sciatica"])
    assert after[1:] == [("i1", *HABIT), ("i0", *SCIATICA)]


def test_a_line_moved_to_another_section_takes_its_decision_along():
    rows = (Item("i0", "The nerve", "condition/sciatica", None, ""),)
    sections = (Section("a", "causes", "A", "", "", rows), Section("b", "types", "B", "", "", ()))
    document = make_document(sections=sections)
    moved = {"sections-0-list": "", "sections-1-list": "The nerve"}
    assert after(document, **moved).document().sections[1].items == rows


def test_a_line_keeps_its_decision_when_its_section_is_removed_and_it_was_copied_elsewhere():
    rows = (Item("i0", "The nerve", "condition/sciatica", None, ""),)
    sections = (Section("a", "causes", "A", "", "", rows), Section("b", "types", "B", "", "", ()))
    document = make_document(sections=sections)
    copied = {"sections-0-remove": "on", "sections-1-list": "The nerve"}
    [section] = after(document, **copied).document().sections
    assert section.items == rows


def test_a_choice_is_kept_although_the_line_names_another_topic():
    chosen = ("Sciatica", "condition/herniated-disc", "")
    assert saved(page(chosen)) == [("i0", *chosen)]


def test_an_undecided_line_stays_undecided_until_somebody_decides():
    named = ("Sciatica", "", "")
    assert saved(page(named)) == [("i0", *named)]


@pytest.mark.parametrize(
    ("was", "line", "target", "reason"),
    [
        (SCIATICA, "Sciatica (pinched nerve)", "condition/sciatica", ""),
        (SCIATICA, "Herniated disc", "condition/herniated-disc", ""),
        (SCIATICA, "Osteoporosis", "", ""),
        (("Spondylitis", "condition/spondylitis", ""), "Spondylosis", "", ""),
        (HABIT, "Sitting far too long", "", "a habit, not a disease"),
        (HABIT, "MRI", "test/mri", ""),
        (HABIT, "Osteoporosis", "", ""),
        (("Sciatca", "", ""), "Sciatica", "condition/sciatica", ""),
    ],
)
def test_a_reworded_line_keeps_its_decision_only_while_the_words_bear_it_out(was, line, target, reason):
    assert saved(page(was), [line]) == [("i0", line, target, reason)]


# --- chosen beside the list ------------------------------------------------------------------------------------------


def test_a_candidate_is_chosen():
    after = saved(page(("Tremor", "", "")), **choices("i0", choice="link:symptom/tremor"))
    assert after == [("i0", "Tremor", "symptom/tremor", "")]


def test_a_page_is_named():
    after = saved(page(OPEN), **choices("i0", choice="named", name="slipped disc"))
    assert after == [("i0", "Too little salt", "condition/herniated-disc", "")]


def test_text_beside_a_choice_counts_without_its_button():
    assert saved(page(OPEN), **choices("i0", name="Tremor (condition)"))[0][2] == "condition/tremor"
    assert saved(page(OPEN), **choices("i0", reason="no disease"))[0][3] == "no disease"
    assert saved(page(SCIATICA), **choices("i0", name="MRI"))[0][2] == "test/mri"
    assert saved(page(SCIATICA), **choices("i0", reason="another meaning"))[0][2:] == ("", "another meaning")


def test_a_reason_is_given_reworded_and_taken_back():
    assert saved(page(OPEN), **choices("i0", choice="none", reason="no  disease"))[0][3] == "no disease"
    assert saved(page(HABIT), **choices("i0", reason="a habit"))[0][3] == "a habit"
    assert saved(page(HABIT), **choices("i0", reason=""))[0][3] == ""


def test_a_decision_is_taken_back():
    assert saved(page(SCIATICA), **choices("i0", choice="open")) == [("i0", "Sciatica", "", "")]
    assert saved(page(HABIT), **choices("i0", choice="open")) == [("i0", "Sitting too long", "", "")]


def test_a_choice_counts_for_the_line_also_when_it_is_reworded_at_the_same_time():
    after = saved(page(OPEN), ["Lack of salt"], **choices("i0", choice="link:test/mri"))
    assert after == [("i0", "Lack of salt", "test/mri", "")]


def test_an_unknown_choice_changes_nothing():
    assert saved(page(SCIATICA), **choices("i0", choice="x")) == [("i0", *SCIATICA)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"choice": "named", "name": "Gout"}, "No page is called “Gout”"),
        ({"choice": "named", "name": "Tremor"}, "More than one page"),
        ({"choice": "named", "name": ""}, "Type the name"),
        ({"choice": "none", "reason": ""}, "why this line has no link"),
        ({"choice": "none", "reason": "x" * 201}, "At most 200"),
        ({"choice": "none", "reason": "ask {clinic_phon}"}, "{clinic_phon} is not known"),
        ({"choice": "link:condition/gone"}, "no longer there"),
        ({"choice": "create", "kind": "planet"}, "what kind"),
        ({"choice": "create", "kind": "test", "name": "x" * 121}, "at most 120"),
    ],
)
def test_what_is_wrong_with_a_choice_is_said_beside_it_and_nothing_typed_is_lost(wrong, words):
    document = page(OPEN)
    editor = after(document, **choices("i0", **wrong))
    assert not editor.is_valid()
    [problem] = editor.problems()
    assert words in problem.sentence and problem.field_id == "id_sections-0-line-i0-choice"
    again = sent(editor)
    for name, value in wrong.items():
        if value != "planet" and not value.startswith("link:"):
            assert again[f"sections-0-line-i0-{name}"] == value


# --- new concepts ----------------------------------------------------------------------------------------------------


def created(document, **changes):
    editor = after(document, **changes)
    assert editor.is_valid(), editor.problems()
    return editor


def test_a_concept_is_asked_for_under_the_words_of_the_line_or_others():
    editor = created(page(OPEN), **choices("i0", choice="create", kind="test"))
    assert editor.new_topics() == [("test", "Too little salt", "i0")]
    editor = created(page(OPEN), **choices("i0", choice="create", kind="condition", name="Salt deficiency"))
    assert editor.new_topics() == [("condition", "Salt deficiency", "i0")]
    assert editor.document().sections[0].items[0].target == ""


def test_a_concept_that_is_there_already_is_linked_instead():
    editor = created(page(("Tremor", "", "")), **choices("i0", choice="create", kind="condition"))
    assert editor.new_topics() == []
    assert editor.document().sections[0].items[0].target == "condition/tremor"


def test_one_concept_asked_for_by_two_lines_is_created_once():
    both = choices("i0", choice="create", kind="condition") | choices("i1", choice="create", kind="condition")
    editor = created(page(("Gout", "", ""), ("gout", "", "")), **both)
    assert editor.new_topics() == [("condition", "Gout", "i0")]


def test_a_line_that_went_away_creates_nothing():
    data = choices("i0", choice="create", kind="condition") | {"sections-0-list": ""}
    assert created(page(OPEN), **data).new_topics() == []


@pytest.mark.parametrize(
    ("section", "kind"), [("who_to_see", "specialty"), ("diagnosis", "test"), ("related", "condition")]
)
def test_the_kind_that_is_usual_in_a_section_is_chosen_beforehand(section, kind):
    assert sent(edit(page(OPEN, kind=section)))["sections-0-line-i0-kind"] == kind


# --- what the page offers --------------------------------------------------------------------------------------------


def test_undecided_lines_lie_open_with_their_candidates_and_decided_ones_say_where_they_lead():
    editor = edit(page(SCIATICA, ("Tremor", "", ""), HABIT))
    lines = page_context(editor)["groups"][1].blocks[0].lines
    assert [line.unfinished for line in lines] == [False, True, False]
    assert lines[0].leads_to.name == "Sciatica"
    assert [match.target for match in lines[1].candidates] == ["symptom/tremor", "condition/tremor"]
    assert page_context(editor)["groups"][1].undecided == 1


@pytest.mark.parametrize("carried", ["{", "[1]", '[["i0"]]', '{"a":1}', '[["i0","x",1,""]]', "[" * 5000])
def test_a_list_that_came_back_broken_counts_as_new_lines(carried):
    document = page(SCIATICA)
    editor = after(document, **{"sections-0-before": carried})
    [item] = editor.document().sections[0].items
    assert (item.label, item.target) == ("Sciatica", "condition/sciatica")


def test_a_line_without_a_fit_id_gets_a_new_one():
    document = page(HABIT)
    carried = '[["no id at all","Sitting too long","","' + "x" * 300 + '"]]'
    editor = after(document, **{"sections-0-before": carried})
    [item] = editor.document().sections[0].items
    assert len(item.id) == 10 and item.reason == ""


def test_a_target_nobody_knows_cannot_be_smuggled_in():
    document = page(OPEN)
    carried = '[["i0","Too little salt","condition/none-such",""]]'
    editor = after(document, **{"sections-0-before": carried})
    assert editor.document().sections[0].items[0].target == ""
