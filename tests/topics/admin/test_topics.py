"""Writing a page: what is wrong is said where it was typed, and readers see nothing of it until it is published."""

import pytest

from tests.builders import make_card, make_link, make_live, make_other_name, make_section, make_source, make_topic
from tests.portal.forms import form_errors, page_of, values_of
from tests.portal.valid_html import text
from tests.topics.rows import stored
from topics.kinds import TopicKind
from topics.models import CareCard, OtherName, Section, Topic

LIST = "/admin/topics/condition/"
EMPTY_FORMS = {
    f"{prefix}-{name}_FORMS": number
    for prefix in ("other_names", "care_cards", "sections", "sources", "codes")
    for name, number in (("TOTAL", 0), ("INITIAL", 0))
}


@pytest.fixture
def editor(log_in):
    return log_in("editor")


@pytest.fixture
def form(client, editor):
    """Gives a function: form(topic) is what the page to change this topic would send if nothing were typed."""
    return lambda topic: values_of(client.get(change(topic)))


def change(topic) -> str:
    return f"{LIST}{topic.pk}/change/"


def new(prefix: str, number: int, **values) -> dict:
    """What a browser sends for one more row of an inline form; the total has to be raised with it."""
    return {f"{prefix}-TOTAL_FORMS": number + 1} | {
        f"{prefix}-{number}-{name}": value for name, value in values.items()
    }


def refused(response) -> dict[str, list[str]]:
    """The complaints of a form that was not saved."""
    assert response.status_code == 200
    found = form_errors(response)
    assert found
    return found


# --- saving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("symptom", TopicKind.SYMPTOM),
        ("condition", TopicKind.CONDITION),
        ("medicaltest", TopicKind.TEST),
        ("specialty", TopicKind.SPECIALTY),
    ],
)
def test_a_new_page_is_of_the_kind_of_its_place(client, editor, model, kind):
    response = client.post(f"/admin/topics/{model}/add/", {"name": "Sciatica", "slug": "sciatica"} | EMPTY_FORMS)
    assert response.status_code == 302
    topic = Topic.objects.get()
    assert (topic.kind, topic.name, topic.is_live) == (kind, "Sciatica", False)


def test_saving_a_form_untouched_changes_nothing(client, form):
    topic = make_topic(summary="One\n\n- two\n- three", title="Title")
    make_other_name(topic, "Other")
    make_card(topic, points="one\ntwo")
    make_link(topic, make_topic())
    make_source(topic)
    before = stored(but="changed_at")
    assert client.post(change(topic), form(topic)).status_code == 302
    assert stored(but="changed_at") == before


def test_a_page_and_its_parts_are_changed_in_one_form(client, form):
    topic = make_topic(summary="Before.")
    card, section = make_card(topic), make_section(topic)
    typed = form(topic) | {"summary": "After.", "care_cards-0-points": "one\ntwo", "sections-0-heading": "New heading"}
    typed |= new("other_names", 0, name="slipped disc")
    assert client.post(change(topic), typed).status_code == 302
    assert Topic.objects.get(pk=topic.pk).summary == "After."
    assert CareCard.objects.get(pk=card.pk).points == "one\ntwo"
    after = Section.objects.get(pk=section.pk)
    assert (after.heading, after.stable_id) == ("New heading", section.stable_id)
    assert OtherName.objects.get().name == "slipped disc"


def test_readers_see_nothing_of_what_an_editor_saves(client, form):
    topic = make_live(summary="Reviewed.")
    before = client.get(topic.get_absolute_url()).content
    typed = form(topic) | {"name": "Unfinished", "slug": "unfinished", "summary": "Half a sen"}
    assert client.post(change(topic), typed).status_code == 302
    assert client.get(topic.get_absolute_url()).content == before
    assert client.get("/conditions/unfinished/").status_code == 404


def test_what_is_typed_is_cleaned_of_what_nobody_sees(client, form):
    topic = make_topic()
    typed = form(topic) | {"name": " Sci\u200batica\u202e ", "summary": "One\r\nline\x07\u200b\r\n\r\nTwo"}
    assert client.post(change(topic), typed).status_code == 302
    after = Topic.objects.get(pk=topic.pk)
    assert (after.name, after.summary) == ("Sciatica", "One\nline \n\nTwo")


def test_nobody_posts_what_the_form_does_not_show(client, form):
    topic, other = make_topic(), make_live()
    typed = form(topic) | {"kind": "symptom", "live_edition": other.live_edition_id, "live_slug": "mine"}
    assert client.post(change(topic), typed).status_code == 302
    after = Topic.objects.get(pk=topic.pk)
    assert (after.kind, after.live_edition, after.live_slug) == ("condition", None, None)


# --- complaints ------------------------------------------------------------------------------------------------------


def test_an_address_that_is_taken_is_said_in_the_form(client, form):
    make_topic(slug="sciatica")
    topic = make_topic(slug="other")
    (complaints,) = refused(client.post(change(topic), form(topic) | {"slug": "sciatica"})).values()
    assert complaints == ["Another page of this kind has this address already. Choose another one."]
    response = client.post(f"{LIST}add/", {"name": "Sciatica", "slug": "sciatica"} | EMPTY_FORMS)
    assert "Another page of this kind has this address already. Choose another one." in str(refused(response))


def test_the_address_of_another_kind_is_free(client, editor):
    make_topic(slug="mri", kind=TopicKind.TEST)
    assert client.post(f"{LIST}add/", {"name": "MRI", "slug": "mri"} | EMPTY_FORMS).status_code == 302


@pytest.mark.parametrize("slug", ["Back Pain", "back_pain", "біль", ""])
def test_an_address_nobody_could_type_is_refused_at_its_field(client, form, slug):
    topic = make_topic()
    assert set(refused(client.post(change(topic), form(topic) | {"slug": slug}))) == {"slug"}


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u202e", "\x07"])
def test_a_page_needs_a_name_that_can_be_seen(client, form, name):
    topic = make_topic()
    assert "name" in refused(client.post(change(topic), form(topic) | {"name": name}))
    assert Topic.objects.get(pk=topic.pk).name == topic.name


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "plain_name",
        "title",
        "description",
        "summary",
        "other_names-0-name",
        "care_cards-0-heading",
        "care_cards-0-points",
        "care_cards-0-action",
        "sections-0-heading",
        "sections-0-body",
        "sections-0-list_intro",
        "sources-0-title",
        "codes-0-display",
    ],
)
def test_a_misspelt_placeholder_is_refused_at_its_field_with_the_right_spellings(client, form, field):
    topic = make_topic()
    make_other_name(topic, "Other")
    make_card(topic)
    make_section(topic)
    make_source(topic)
    topic.codes.create(system="icd-10", code="M54")
    found = refused(client.post(change(topic), form(topic) | {field: "Call {emergancy_number}"}))
    assert found == {
        field: [
            "{emergancy_number} is not known. Use one of these: {emergency_number}, {urgent_advice_line}, "
            "{clinic_phone}, {clinic_name}."
        ]
    }


def test_known_placeholders_are_welcome(client, form):
    topic = make_topic()
    typed = form(topic) | {"summary": "Call {emergency_number}, {urgent_advice_line} or {clinic_phone}; {clinic_name}."}
    assert client.post(change(topic), typed).status_code == 302


def test_another_name_given_twice_is_an_error_of_the_form(client, form):
    topic = make_topic()
    twice = new("other_names", 0, name="slipped disc") | new("other_names", 1, name=" slipped\u200b  disc ")
    assert refused(client.post(change(topic), form(topic) | twice))
    make_other_name(topic, "slipped disc")
    assert refused(client.post(change(topic), form(topic) | new("other_names", 1, name="slipped disc")))
    assert OtherName.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"urgency": "emergency", "heading": "Call now", "points": " \u200b ", "position": 0}, "care_cards-0-points"),
        ({"urgency": "emergency", "heading": "\u202e", "points": "x", "position": 0}, "care_cards-0-heading"),
        ({"urgency": "soonish", "heading": "Call now", "points": "x", "position": 0}, "care_cards-0-urgency"),
        ({"urgency": "urgent", "heading": "Call now", "points": "x", "position": -1}, "care_cards-0-position"),
    ],
)
def test_a_card_that_says_nothing_is_an_error_at_its_field(client, form, values, field):
    topic = make_topic()
    assert set(refused(client.post(change(topic), form(topic) | new("care_cards", 0, **values)))) == {field}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org", "no address", "http://"])
def test_a_source_leads_to_a_web_page_or_nowhere(client, form, address):
    topic = make_topic()
    make_source(topic)
    assert set(refused(client.post(change(topic), form(topic) | {"sources-0-url": address}))) == {"sources-0-url"}


# --- the list --------------------------------------------------------------------------------------------------------


def listed(response) -> str:
    return text(page_of(response).query_one("#result_list") or page_of(response).root)


def test_the_list_finds_pages_by_any_name_and_shows_what_is_live(client, editor):
    make_other_name(make_live(name="Herniated disc"), "Slipped disc")
    make_topic(name="Sciatica")
    assert "Herniated disc" in listed(client.get(f"{LIST}?q=slipped"))
    live, drafts = listed(client.get(f"{LIST}?live=yes")), listed(client.get(f"{LIST}?live=no"))
    assert "Herniated disc" in live and "edition 1" in live and "Sciatica" not in live
    assert "Sciatica" in drafts and "draft only" in drafts and "Herniated" not in drafts


def test_only_pages_of_this_kind_are_listed(client, editor):
    make_topic(name="MRI", kind=TopicKind.TEST)
    make_topic(name="Sciatica")
    assert "MRI" not in listed(client.get(LIST))


def test_a_long_list_costs_no_more_than_a_short_one(client, editor, django_assert_max_num_queries):
    for _ in range(12):
        make_live()
    with django_assert_max_num_queries(10):
        assert client.get(LIST).status_code == 200


def test_the_way_to_the_page_is_shown_once_readers_can_open_it(client, editor):
    live, draft = make_live(slug="live-page"), make_topic()
    assert 'href="/conditions/live-page/"' in client.get(change(live)).content.decode()
    assert "viewsitelink" not in client.get(change(draft)).content.decode()
