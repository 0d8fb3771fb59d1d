"""One section and its list: each line leads somewhere or says why not, and never both."""

import pytest

from tests.builders import make_item, make_link, make_section, make_topic
from tests.portal.forms import form_errors, page_of, values_of
from tests.topics.rows import stored
from topics.kinds import TopicKind
from topics.models import Item


@pytest.fixture
def editor(log_in):
    return log_in("editor")


@pytest.fixture
def section(editor):
    return make_section(make_topic(kind=TopicKind.TEST, name="MRI"))


def change(section) -> str:
    return f"/admin/topics/section/{section.pk}/change/"


def typed(client, section, **lines) -> dict:
    """The untouched form with a new line of these values: items-0-… is the first row there is."""
    form = values_of(client.get(change(section)))
    return form | {f"items-0-{name}": value for name, value in lines.items()}


def test_a_line_is_added_with_its_link(client, section):
    other = make_topic()
    response = client.post(change(section), typed(client, section, label="Sciatica", topic=other.pk, position=1))
    assert response.status_code == 302
    item = Item.objects.get()
    assert (item.label, item.topic, item.unlinked_reason) == ("Sciatica", other, "")


def test_a_line_is_added_with_the_reason_why_it_has_none_or_undecided(client, section):
    client.post(change(section), typed(client, section, label="Sitting", unlinked_reason="a habit"))
    assert Item.objects.get().unlinked_reason == "a habit"
    item = make_item(section, label="Later")
    assert client.post(change(section), typed(client, section)).status_code == 302
    assert Item.objects.get(pk=item.pk).topic is None


def test_a_line_with_a_link_and_a_reason_is_an_error_of_the_form(client, section):
    before = stored()
    both = {"label": "Sciatica", "topic": make_topic().pk, "unlinked_reason": "a habit"}
    before = stored()
    response = client.post(change(section), typed(client, section, **both))
    assert response.status_code == 200
    assert "Either choose where the line leads to, or say why it has no link. Not both." in str(form_errors(response))
    assert stored() == before


def test_a_linked_line_that_gets_a_reason_as_well_is_an_error_too(client, editor):
    item = make_link(make_topic(), make_topic())
    response = client.post(change(item.section), typed(client, item.section, unlinked_reason="a habit"))
    assert response.status_code == 200 and form_errors(response)
    assert Item.objects.get().unlinked_reason == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"label": "\u200b", "unlinked_reason": "a habit"}, "items-0-label"),
        ({"label": "{clinic}"}, "items-0-label"),
        ({"label": "x", "unlinked_reason": "ask {clinic}"}, "items-0-unlinked_reason"),
        ({"label": "x", "topic": "99999"}, "items-0-topic"),
        ({"label": "x" * 201}, "items-0-label"),
    ],
)
def test_a_line_that_cannot_be_is_an_error_at_its_field(client, section, values, field):
    response = client.post(change(section), typed(client, section, **values))
    assert set(form_errors(response)) == {field}


def test_the_section_leads_back_to_its_page(client, section):
    link = page_of(client.get(change(section))).query_one(".field-belongs_to a")
    assert link.attrs["href"] == f"/admin/topics/medicaltest/{section.topic_id}/change/"


def test_sections_are_found_by_heading_and_page_but_not_offered_on_the_front(client, section):
    assert section.heading in client.get("/admin/topics/section/?q=MRI").content.decode()
    assert "/admin/topics/section/" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("kind", TopicKind)
def test_every_kind_of_page_has_a_way_back(client, editor, kind):
    section = make_section(make_topic(kind=kind))
    link = page_of(client.get(change(section))).query_one(".field-belongs_to a")
    assert client.get(link.attrs["href"]).status_code == 200
