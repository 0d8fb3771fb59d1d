"""A link to a place leads to an element that the editing page really has."""

import pytest

from tests.builders import make_card, make_item, make_region, make_section, make_source, make_topic
from topics.compose import compose
from topics.editing.blocks import anchor
from topics.gates.finding import Place

PLACES = [
    (Place("page", field="summary"), "id_summary"),
    (Place("page", field="body_regions"), "id_body_regions"),
    (Place("cards"), "cards-heading"),
    (Place("cards", "second", "points"), "id_cards-1-points"),
    (Place("sections", "causes", "body"), "id_sections-1-body"),
    (Place("sections", "causes", "list"), "id_sections-1-list"),
    (Place("sections", "causes"), "sections-at-2"),
    (Place("sections", "gone", "body"), "sections-heading"),
    (Place("items", "causes", item="disc"), "sections-1-line-disc"),
    (Place("sources"), "sources-heading"),
    (Place("sources", "nice", "url"), "id_sources-0-url"),
]


@pytest.fixture
def topic(db):
    topic = make_topic(kind="symptom")
    make_region()
    make_card(topic, urgency="urgent", stable_id="second")
    make_card(topic, urgency="emergency", stable_id="first")
    make_section(topic)
    make_item(make_section(topic, stable_id="causes"), stable_id="disc")
    make_source(topic, stable_id="nice")
    return topic


def test_every_kind_of_place_has_its_element_on_the_page(topic, client, staff):
    client.force_login(staff("editor"))
    page = client.get(f"/admin/topics/symptom/{topic.pk}/change/").content.decode()
    for place, expected in PLACES:
        assert anchor(compose(topic), place) == expected
        assert f'id="{expected}"' in page, expected
