"""A comparison on the screen: everything named in words, nothing typed becomes HTML."""

import re
from dataclasses import fields, is_dataclass, replace

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from justhtml import JustHTML

from tests.topics.comparing.documents import SCIATICA, document, item, pairs_of_documents, section
from topics.comparing.documents import compare

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&lt;{{ 7|add:7 }}[x](javascript:alert(1))"


def render(before, after) -> str:
    labels = {"before_label": "edition 3", "after_label": "the draft"}
    return render_to_string("topics/comparing/comparison.html", {"comparison": compare(before, after), **labels})


def query(html: str, selector: str) -> list:
    return JustHTML(html, fragment=True, sanitize=False).query(selector)


def words(node) -> str:
    return " ".join(node.to_text().split())


def test_what_was_added_and_removed_says_so_in_words():
    before = document(section("one", body="Keep moving gently."))
    html = render(before, document(section("one", body="Keep resting gently.")))
    [added], [removed] = query(html, "article ins"), query(html, "article del")
    assert re.sub("<.*?>", "", removed.to_html(pretty=False)) == "[removed: moving]"
    assert re.sub("<.*?>", "", added.to_html(pretty=False)) == "[added: resting]"
    assert [node.attrs["class"] for node in query(html, "article ins span")] == ["visually-hidden", "visually-hidden"]


def test_moves_are_told_in_words():
    html = render(
        document(section("one", items="abcde"), section("two", items="x")),
        document(section("one", items="aebcd"), section("two", items="x")),
    )
    assert "moved up from place 5 to place 2" in html
    html = render(
        document(section("one", items="abc"), section("two", items="x")),
        document(section("one", items="bc"), section("two", items="xa")),
    )
    assert "moved here from “Heading one”" in html
    assert "“Line a” moved to “Heading two”" in html


def test_every_section_that_changed_has_a_heading_to_link_to_and_the_others_a_line():
    sections = [section(name) for name in ("one", "two", "three", "four")]
    after = [replace(sections[0], body="New."), *sections[1:3]]
    html = render(document(*sections), document(*after))
    assert [node.attrs["id"] for node in query(html, "article h3")] == ["compared-section-one", "compared-section-four"]
    assert [node.attrs["href"] for node in query(html, "nav a")] == ["#compared-section-one", "#compared-section-four"]
    assert [words(node) for node in query(html, ".comparing__unchanged li")] == ["Heading two", "Heading three"]


def test_a_change_of_blanks_only_is_named():
    html = render(document(section("one", body="One.\n\nTwo.")), document(section("one", body="One.\nTwo.")))
    assert words(query(html, "article del em")[0]) == "new paragraph"
    assert words(query(html, "article ins em")[0]) == "new line"


def test_a_new_page_is_shown_as_added():
    html = render(None, document(section("one", items="ab")))
    assert "a new page" in html
    assert query(html, "article del, section del") == []
    assert "edition 3" not in html


def test_two_equal_documents_show_that_nothing_changed():
    html = render(document(), document())
    assert "No changes." in html
    assert query(html, "ins, del, h2") == []


def _poisoned(value):
    """The value with the hostile text in place of every text but the ids, which the portal makes itself."""
    if is_dataclass(value):
        names = [field.name for field in fields(value) if field.name != "id"]
        return replace(value, **{name: _poisoned(getattr(value, name)) for name in names})
    if isinstance(value, tuple):
        return tuple(map(_poisoned, value))
    return HOSTILE if isinstance(value, str) else value


@pytest.mark.parametrize("way", ["added", "removed", "changed", "both"])
def test_hostile_text_stays_text(way):
    linked = item("l", target="condition/sciatica", link=SCIATICA, reason="")
    plain = document(section("one", items="ab"), replace(section("two"), items=(linked,)))
    hostile = _poisoned(plain)
    empty = document(other_names=(), codes=(), care_cards=(), sources=())
    pair = {
        "added": (None, hostile),
        "removed": (hostile, empty),
        "changed": (plain, hostile),
        "both": (hostile, replace(hostile, sections=hostile.sections[::-1], summary=HOSTILE + " more")),
    }
    html = render(*pair[way])
    assert "alert(1)" in html
    assert query(html, "script, img, a[href^=javascript]") == []
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert "{{" in html
    assert "style=" not in html


@settings(max_examples=30)
@given(pair=pairs_of_documents)
def test_any_two_documents_can_be_shown(pair):
    html = render(*pair)
    assert bool(query(html, "h2")) == (pair[0] != pair[1])
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
