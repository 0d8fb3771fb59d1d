"""A document as readers see it at one clinic: placeholders filled, HTML safe, specialists as cards, links that open."""

from dataclasses import replace

import pytest
from django.utils.safestring import SafeString

from portal.clinic import Clinic
from tests.builders import make_document
from topics.document import CareCard, Item, Link, Section
from topics.page import page_view, request_url

CLINIC = replace(
    Clinic.configured(), name="Hillside", phone="112 233", emergency_number="112", urgent_advice_line="113"
)
EVERY_PLACEHOLDER = "{clinic_name}, {clinic_phone}, {emergency_number}, {urgent_advice_line}"
FILLED = "Hillside, 112 233, 112, 113"

NEUROLOGIST = Link("specialty", "neurologist", "Neurologist", "Nerve doctor", EVERY_PLACEHOLDER)
SCIATICA = Link("condition", "sciatica", "Sciatica", "", EVERY_PLACEHOLDER)


def line(number=1, link=None, label="A line") -> Item:
    return Item(f"line-{number}", label, f"{link.kind}/{link.slug}" if link else "", link, "")


def section(*items, kind="related", **changes) -> Section:
    return replace(Section("part", kind, "Heading", "Body", "Intro", items), **changes)


def view(**changes):
    return page_view(make_document(**changes), CLINIC)


# --- placeholders ----------------------------------------------------------------------------------------------------


def test_every_text_of_the_page_is_filled_with_what_the_clinic_uses():
    text = EVERY_PLACEHOLDER
    card = CareCard("urgent", "urgent", text, (text, text), text)
    items = (line(1, SCIATICA, text), line(2, None, text), line(3, NEUROLOGIST, text))
    page = view(
        title=text,
        description=text,
        summary=text,
        care_cards=(card,),
        sections=(section(*items, kind="who_to_see", heading=text, body=text, list_intro=text),),
    )
    (card,), (part,) = page.cards, page.sections
    shown = [page.headline, page.description, card.heading, *card.points, card.action, part.heading, part.list_intro]
    shown += [part.items[0].label, part.items[0].description, part.items[1].label]
    shown += [part.specialists[0].name, part.specialists[0].description]
    assert shown == [FILLED] * len(shown)
    assert page.summary == part.body == f"<p>{FILLED}</p>\n"


def test_braces_that_are_no_placeholder_stay():
    page = view(summary="{unknown} { clinic_phone } {CLINIC_PHONE} {} {{clinic_phone}}")
    assert page.summary == "<p>{unknown} { clinic_phone } {CLINIC_PHONE} {} {112 233}</p>\n"


# --- safe HTML -------------------------------------------------------------------------------------------------------


def test_text_in_markdown_becomes_safe_html_and_all_other_text_stays_text():
    evil = "<script>alert(1)</script>**bold**"
    page = view(summary=evil, sections=(section(line(label=evil), body=evil, heading=evil, list_intro=evil),))
    safe = "<p>&lt;script&gt;alert(1)&lt;/script&gt;<strong>bold</strong></p>\n"
    (part,) = page.sections
    assert page.summary == part.body == safe
    assert isinstance(page.summary, SafeString) and isinstance(part.body, SafeString)
    for text in (part.heading, part.list_intro, part.items[0].label, page.headline, page.cards[0].heading):
        assert not isinstance(text, SafeString)


def test_a_clinic_whose_name_holds_markup_is_shown_by_its_name():
    page = page_view(make_document(summary="{clinic_name}"), replace(CLINIC, name="A&B <Clinic>"))
    assert page.summary == "<p>A&amp;B &lt;Clinic&gt;</p>\n"


# --- lists and specialists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("symptom", "/symptoms/x/"),
        ("condition", "/conditions/x/"),
        ("test", "/tests/x/"),
        ("specialty", "/specialists/x/"),
    ],
)
def test_a_line_leads_to_the_page_it_names(kind, address):
    (item,) = view(sections=(section(line(1, Link(kind, "x", "X", "", "What it is."))),)).sections[0].items
    assert (item.id, item.label, item.url, item.description) == ("line-1", "A line", address, "What it is.")
    assert item.kind_label


def test_a_line_without_a_page_is_plain_text():
    (item,) = view(sections=(section(line()),)).sections[0].items
    assert (item.label, item.url, item.description, item.kind_label) == ("A line", "", "", "")


def test_whom_to_see_shows_specialists_as_cards_and_the_rest_as_a_list():
    part = view(sections=(section(line(1, NEUROLOGIST), line(2, SCIATICA), line(3), kind="who_to_see"),)).sections[0]
    assert [card.url for card in part.specialists] == ["/specialists/neurologist/"]
    assert part.specialists[0].plain_name == "Nerve doctor"
    assert [item.id for item in part.items] == ["line-2", "line-3"]


def test_in_any_other_section_a_specialist_is_a_line_like_any_other():
    part = view(sections=(section(line(1, NEUROLOGIST), kind="diagnosis"),)).sections[0]
    assert part.specialists == ()
    assert [item.url for item in part.items] == ["/specialists/neurologist/"]


# --- asking for an appointment ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("symptom", "/appointments/request/neurologist/?article=back-pain"),
        ("condition", "/appointments/request/neurologist/"),
        ("test", "/appointments/request/neurologist/"),
    ],
)
def test_a_specialists_button_says_which_article_the_reader_comes_from(kind, address):
    part = view(kind=kind, sections=(section(line(1, NEUROLOGIST), kind="who_to_see"),)).sections[0]
    assert part.specialists[0].request_url == address


def test_the_button_at_the_top_leads_to_the_specialists_on_the_page():
    page = view(sections=(section(), section(line(1, NEUROLOGIST), kind="who_to_see", id="whom")))
    assert (page.request_url, page.request_at) == ("", "#whom-cards")


def test_a_specialists_own_page_leads_to_their_form():
    page = view(kind="specialty", slug="neurologist")
    assert page.request_url == page.request_at == request_url("neurologist") == "/appointments/request/neurologist/"


def test_a_page_that_names_no_specialist_has_no_button():
    assert view(kind="test", sections=(section(line(1, SCIATICA)),)).request_at == ""


# --- care cards ------------------------------------------------------------------------------------------------------


def test_only_the_emergency_card_dials_and_stands_apart():
    cards = tuple(CareCard(urgency, urgency, "Now:", ("x",), "") for urgency in ("emergency", "urgent", "nonurgent"))
    page = view(care_cards=cards)
    assert [card.urgency for card in page.emergency_cards] == ["emergency"]
    assert [card.urgency for card in page.other_cards] == ["urgent", "nonurgent"]
    assert [card.phone_link for card in page.cards] == [CLINIC.emergency_number_link, "", ""]
    assert [card.urgency_label for card in page.cards] == ["Emergency", "Urgent", "Not urgent"]


def test_the_description_for_search_engines_is_not_longer_than_they_show():
    assert len(view(description="{clinic_name} " * 40).description) <= 200


# --- pages that are elsewhere today ----------------------------------------------------------------------------------


def test_a_line_leads_where_its_page_is_today_in_the_words_that_were_signed():
    page = view_of(line(1, SCIATICA, "Leg pain"), moved={"condition/sciatica": "condition/sciatic-pain"})
    (shown,) = page.sections[0].items
    assert (shown.label, shown.url, shown.description) == ("Leg pain", "/conditions/sciatic-pain/", FILLED)


def test_a_line_whose_page_is_gone_is_its_words():
    (shown,) = view_of(line(1, SCIATICA, "Leg pain"), moved={"condition/sciatica": ""}).sections[0].items
    assert (shown.label, shown.url, shown.description, shown.kind_label) == ("Leg pain", "", "", "")


def test_a_specialist_who_moved_is_asked_for_there_and_one_who_is_gone_is_no_card():
    moved = {"specialty/neurologist": "specialty/nerve-doctor"}
    (card,) = view_of(line(1, NEUROLOGIST), kind="who_to_see", moved=moved).sections[0].specialists
    assert card.url == "/specialists/nerve-doctor/" and card.request_url.startswith(
        "/appointments/request/nerve-doctor/"
    )
    part = view_of(line(1, NEUROLOGIST), kind="who_to_see", moved={"specialty/neurologist": ""}).sections[0]
    assert part.specialists == () and [item.label for item in part.items] == ["A line"]


def test_links_in_texts_follow_too():
    text = "See [it](/conditions/sciatica/#rest) or [that](/conditions/sciatica-like/)."
    page = page_view(make_document(summary=text), CLINIC, {"condition/sciatica": "condition/leg-pain"})
    assert 'href="/conditions/leg-pain/"' in page.summary and 'href="/conditions/sciatica-like/"' in page.summary


def view_of(*items, moved, kind="related"):
    return page_view(make_document(sections=(section(*items, kind=kind),)), CLINIC, moved)
