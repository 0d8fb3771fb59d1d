"""Whose words a draft holds: by part, by wording, wherever the words went."""

from dataclasses import replace

import pytest

from tests.builders import make_document
from topics.authorship import contributions, contributors, parts, titles
from topics.document import CareCard, Item, Section, Source

ANN, BEN, CLEO = 1, 2, 3
LONG = "Rest in bed until the pain has gone completely."


def section(body="It often goes by itself.", id="about", **changes):
    return replace(Section(id, "overview", f"Heading of {id}", body, "", ()), **changes)


def line(label, id, target="", reason=""):
    return Item(id, label, target, None, reason)


def card(id="now", **changes):
    return replace(CareCard(id, "emergency", "Call {emergency_number}:", ("numb legs",), ""), **changes)


def page(*sections, **changes):
    plain = {"summary": "", "care_cards": (card(),), "body_regions": (), "other_names": ()}
    return make_document(**plain | {"sections": sections or (section(),)} | changes)


def history(signed, *changes, edition=1):
    """Who contributed after these changes, each (who, document as they left it), to a page that was signed as given."""
    base = parts(signed) if signed else {}
    known, before = set(), base
    for who, document in changes:
        after = parts(document)
        known |= contributions(before, after, {who}, base, edition if signed else None, known)
        before = after
    return set(contributors(before, base, edition if signed else None, known))


START = page()
OTHER = page(section("It always goes by itself."))
CHANGES = {
    "name": replace(START, name="Sore back"),
    "plain name": replace(START, plain_name="bad back"),
    "address": replace(START, slug="bad-back"),
    "headline": replace(START, title="A bad back"),
    "one sentence": replace(START, description="It is harmless."),
    "in short": replace(START, summary="It can wait."),
    "other name": replace(START, other_names=("lumbago",)),
    "region": replace(START, body_regions=("neck",)),
    "urgency": replace(START, care_cards=(card(urgency="nonurgent"),)),
    "sign": replace(START, care_cards=(card(points=("numb legs", "a cold")),)),
    "instruction": replace(START, care_cards=(card(heading="Wait if you have:"),)),
    "what to do": replace(START, care_cards=(card(action="Sleep."),)),
    "which sign a point names": replace(START, care_cards=(card(signs=(("numb",),)),)),
    "no card": replace(START, care_cards=()),
    "one more card": replace(START, care_cards=(card(), card("later", urgency="urgent"))),
    "sign taken out": replace(START, care_cards=(card(points=("numb",)),)),
    "comparison": page(section("It often goes by itself, if it is > 3.")),
    "capital": page(section("It often goes by Itself.")),
    "mark": page(section("It *often* goes by itself.")),
    "blank": page(section("It often  goes by itself.")),
    "kind of section": page(section(kind="treatment")),
    "heading": page(section(heading="It is nothing")),
    "sentence before the list": page(section(list_intro="Such as:")),
    "line": page(section(items=(line("Sciatica", "sciatica"),))),
    "source": replace(START, sources=(*START.sources, Source("s2", "Guide", "NICE", "", ""))),
    "no source": replace(START, sources=()),
    "one more section": page(section(), section("More.", "more")),
    "no section": replace(START, sections=()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_changed_anything_is_a_contributor_until_it_is_taken_back(change):
    changed = CHANGES[change]
    assert history(START, (ANN, changed)) == {ANN}
    assert history(START, (ANN, changed), (BEN, replace(changed, title="By Ben"))) == {ANN, BEN}
    assert history(START, (ANN, changed), (BEN, START)) == set()
    assert history(START, (ANN, changed), (BEN, replace(START, codes=()))) == set()
    assert history(START, (BEN, replace(START, title="By Ben")), (ANN, replace(changed, title="Ann"))) >= {ANN}


@pytest.mark.parametrize("change", sorted(CHANGES.keys() - {"no card", "no section", "no source"}))
def test_on_a_page_nobody_ever_signed_all_words_count(change):
    assert history(None, (ANN, START), (BEN, CHANGES[change])) == {ANN, BEN}


def test_taking_out_what_somebody_else_wrote_counts_on_a_page_that_was_never_signed():
    for change in ("no card", "no section", "no source"):
        assert history(None, (ANN, START), (BEN, CHANGES[change])) == {ANN, BEN}
    mine = page(section(), section("Mine.", "mine"))
    assert history(None, (ANN, START), (BEN, mine), (BEN, START)) == {ANN}


def test_correcting_somebodys_words_makes_them_nobody_elses():
    assert history(START, (ANN, OTHER), (BEN, page(section("It nearly always goes by itself.")))) == {ANN, BEN}


def test_putting_an_earlier_wording_of_somebody_else_back_leaves_it_theirs_and_counts_against_who_did_it():
    corrected = page(section("It never goes by itself."))
    assert history(START, (ANN, OTHER), (BEN, corrected), (BEN, OTHER)) == {ANN}
    assert history(START, (ANN, OTHER), (BEN, corrected), (CLEO, OTHER)) >= {ANN, CLEO}
    assert history(START, (ANN, OTHER), (BEN, START), (BEN, OTHER)) >= {ANN}


def test_words_that_move_to_another_part_stay_who_wrote_them():
    written = page(section(LONG))
    moved = page(section(), section(f"Most of all: {LONG.lower()}", "new"))
    assert history(START, (ANN, written), (BEN, moved)) == {ANN, BEN}
    assert history(START, (ANN, written), (BEN, START), (BEN, moved)) == {ANN, BEN}
    assert history(START, (ANN, written), (BEN, replace(START, summary=LONG))) == {ANN, BEN}
    assert history(START, (ANN, written), (BEN, replace(START, care_cards=(card(points=(LONG,)),)))) == {ANN, BEN}
    assert history(START, (ANN, written), (BEN, page(section(), section("Get up and walk.", "new")))) == {BEN}
    halves = card(points=tuple(LONG[:-1].split(" and ")))
    quarters = card(points=tuple(" ".join(LONG.split()[at : at + 3]) for at in range(0, len(LONG.split()), 3)))
    for cut in (halves, quarters):
        assert history(START, (ANN, written), (BEN, replace(START, care_cards=(cut,)))) == {ANN, BEN}
    named = replace(START, other_names=("lumbago",))
    assert history(START, (ANN, named), (BEN, replace(START, plain_name="Lumbago"))) == {ANN, BEN}


def test_words_the_signed_edition_has_are_nobodys():
    signed = page(section(LONG), section("Short.", "more"))
    assert history(signed, (ANN, page(section(LONG), section(LONG, "more")))) == {ANN}
    assert history(signed, (ANN, replace(signed, summary="x")), (BEN, page(section("No."), section(LONG, "more")))) == {
        BEN
    }


def test_the_order_of_parts_counts_and_a_new_part_is_no_other_order():
    one, two, three = section("1", "a"), section("2", "b"), section("3", "c")
    assert history(page(one, two), (ANN, page(two, one))) == {ANN}
    assert history(page(one, two), (ANN, page(two, one)), (BEN, page(two, three, one))) == {ANN, BEN}
    assert history(page(one, two), (ANN, page(two, one)), (BEN, page(one, three, two))) == {BEN}
    assert history(page(one, two), (ANN, page(three, one, two)), (BEN, page(one, two))) == set()
    both = (BEN, page(one, two, three))
    assert history(page(one), both, (ANN, page(one, three, two)), (BEN, page(one, three, two, title="x"))) == {ANN, BEN}
    lines = (line("x", "x"), line("y", "y"))
    turned = page(section(items=lines[::-1]))
    assert history(page(section(items=lines)), (ANN, turned)) == {ANN}
    assert history(None, (ANN, page(one, two)), (BEN, page(two, one))) == {ANN, BEN}


def test_where_a_line_leads_and_in_which_section_it_stands_counts():
    start = page(section(items=(line("x", "x", "condition/#1"),)), section("2", "b"))
    assert history(start, (ANN, page(section(items=(line("x", "x", "condition/#2"),)), section("2", "b")))) == {ANN}
    assert history(start, (ANN, page(section(items=(line("x", "x", reason="no page"),)), section("2", "b")))) == {ANN}
    moved = page(section(), section("2", "b", items=(line("x", "x", "condition/#1"),)))
    assert history(start, (ANN, moved)) == {ANN}


def test_several_people_may_make_one_change():
    found = contributions(parts(START), parts(OTHER), {ANN, BEN}, parts(START), 1, ())
    assert set(contributors(parts(OTHER), parts(START), 1, found)) == {ANN, BEN}


def test_an_unsigned_wording_counts_however_many_editions_ago_it_was_written():
    known = contributions(parts(START), parts(OTHER), {ANN}, parts(START), 1, ())
    assert set(contributors(parts(OTHER), parts(START), 2, known)) == {ANN}


def test_parts_are_called_as_on_the_screen():
    names = ["summary", "section:about:body", "section:about:heading", "card:now:points", "order:sections", "sources:s"]
    assert titles(names, START) == ["in short", "Heading of about", "Call {emergency_number}:", "sections", "sources"]
    assert titles(["section:gone:body", "other_names:1"], START) == ["the page itself", "other names"]
