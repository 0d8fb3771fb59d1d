"""What a page says has one digest, whatever form the portal stores pages in."""

from dataclasses import dataclass, replace

import pytest

from tests.builders import make_document
from tests.topics.test_digest_and_page import PAGE, changed_everywhere
from topics.document import Document
from topics.wording import wording_digest

NOT_SAID = {"care_cards.id", "sections.id", "sections.items.id", "sources.id"}


def test_the_digest_of_a_page_is_what_it_was():
    """If this fails, no shipped page is recognised any more: let the new form give the old digest."""
    assert wording_digest(make_document()) == "607c54ebe381e5809d801e8e24c3e77d0329d41e64a63fb5a0acb66fcfff46ce"


def test_every_word_and_every_choice_counts_and_no_name_of_a_part_does():
    said = wording_digest(PAGE)
    for changed, path in changed_everywhere(PAGE):
        is_said = path not in NOT_SAID and ".link." not in path
        assert (wording_digest(changed) != said) == is_said, path


def test_what_the_pages_behind_the_lines_say_does_not_count():
    assert wording_digest(PAGE) == wording_digest(PAGE.without_links())


@dataclass(frozen=True)
class LaterDocument(Document):
    """A document as it may look one day."""

    audience: str = ""
    notes: tuple[str, ...] = ()


def test_a_field_that_pages_get_one_day_counts_once_it_is_filled_in():
    later = LaterDocument(**{name: getattr(PAGE, name) for name in Document.__dataclass_fields__})
    assert wording_digest(later) == wording_digest(PAGE)
    assert wording_digest(replace(later, audience="children")) != wording_digest(PAGE)


@pytest.mark.parametrize("other", [("a", "b"), ("ab",), ("a", "", "b"), ("b", "a")])
def test_lines_are_told_apart(other):
    card = PAGE.care_cards[0]
    one, two = (replace(PAGE, care_cards=(replace(card, points=points),)) for points in (("a", "b", ""), other))
    assert wording_digest(one) != wording_digest(two)
