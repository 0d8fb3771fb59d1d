"""Whoever makes statements about health says where they come from."""

import pytest

from tests.topics.gates.pages import card, found, page, section
from topics.document import Source
from topics.gates import sources


@pytest.mark.parametrize("kind", ["symptom", "condition", "test"])
def test_a_page_without_a_source_is_stopped_and_one_source_is_enough(kind):
    (finding,) = found(sources, page(kind=kind, sources=()))
    assert finding.sentence == "The page names no source."
    assert (finding.place.key, finding.waivable) == ("sources", False)
    assert found(sources, page(kind=kind)) == []


def test_a_specialists_page_needs_none_while_it_only_says_who_they_are_and_what_they_do():
    modest = [section(id=kind, kind=kind) for kind in sorted(sources.NO_STATEMENTS)]
    assert found(sources, page(*modest, kind="specialty", sources=())) == []


@pytest.mark.parametrize("more", [{"sections": (section(kind="treatment"),)}, {"care_cards": (card("numb"),)}])
def test_a_specialists_page_that_says_more_needs_one(more):
    assert len(found(sources, page(kind="specialty", sources=(), **more))) == 1
    assert found(sources, page(kind="specialty", **more)) == []


@pytest.mark.parametrize(
    ("values", "found_by_readers"),
    [
        (("x", "", ""), False),
        (("Back pain guideline", "", ""), False),
        (("Back pain guideline", "-", ""), False),
        (("Back pain guideline", " ", ""), False),
        (("x", "NICE", "https://example.org/"), False),
        (("???? ?", "NICE", ""), False),
        (("\u3164\u3164\u3164\u3164", "NICE", ""), False),
        (("xxxx", "NICE", ""), False),
        (("Back pain guideline", "x", ""), False),
        (("Back pain guideline", "pp", ""), False),
        (("Back pain guideline", "NICE", ""), True),
        (("Back pain guideline", "UN", ""), True),
        (("Back pain guideline", "", "https://example.org/"), True),
        (("NG59", "NICE", ""), True),
    ],
)
def test_a_source_says_what_it_is_and_where_it_is_found(values, found_by_readers):
    title, publisher, url = values
    findings = found(sources, page(sources=(Source("s", title, publisher, url, ""),)))
    assert [one.place.key for one in findings] == ([] if found_by_readers else ["sources-s-publisher"])
