"""A link to a place leads to an element that the editing page really has."""

import pytest

from tests.builders import make_card, make_item, make_region, make_section, make_source, make_topic
from topics.compose import compose
from topics.editing.blocks import anchor
from topics.gates.finding import FindingPlace

PLACES = [
    (FindingPlace("page", field="summary"), "id_summary"),
    (FindingPlace("page", field="body_regions"), "id_body_regions"),
    (FindingPlace("cards"), "cards-heading"),
    (FindingPlace("cards", "second", "points"), "id_cards-1-points"),
    (FindingPlace("sections", "causes", "body"), "id_sections-1-body"),
    (FindingPlace("sections", "causes", "list"), "id_sections-1-list"),
    (FindingPlace("sections", "causes"), "sections-at-2"),
    (FindingPlace("sections", "gone", "body"), "sections-heading"),
    (FindingPlace("items", "causes", item="disc"), "sections-1-line-disc"),
    (FindingPlace("sources"), "sources-heading"),
    (FindingPlace("sources", "nice", "url"), "id_sources-0-url"),
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
