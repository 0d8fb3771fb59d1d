"""Writing a page over HTTP: what is wrong is said where it was typed, and readers see nothing of it yet."""

import pytest

from tests.builders import (
    make_card,
    make_code,
    make_document,
    make_link,
    make_live,
    make_other_name,
    make_source,
    make_topic,
)
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from tests.topics.editing import known
from tests.topics.editing.sending import sent_from
from tests.topics.rows import stored
from topics.kinds import TopicKind
from topics.models import Topic

LIST = "/admin/topics/condition/"
TAKEN = "Another page of this kind has this address already. Choose another one."
KINDS = {
    "symptom": TopicKind.SYMPTOM,
    "condition": TopicKind.CONDITION,
    "medicaltest": TopicKind.TEST,
    "specialty": TopicKind.SPECIALTY,
}


@pytest.fixture
def editor(log_in):
    return log_in("editor")


@pytest.fixture
def form(client, editor):
    """Gives a function: form(topic) is what the page of this topic would send if nothing were typed."""
    return lambda topic: sent_from(client.get(change(topic)).content.decode())


def change(topic) -> str:
    return f"{LIST}{topic.pk}/change/"


def with_everything() -> Topic:
    topic = make_topic(summary="One\n\n- two\n- three", title="Title")
    make_other_name(topic, "Other")
    make_card(topic, points="one\ntwo", action="Say it.")
    make_link(topic, make_live())
    make_source(topic)
    make_code(topic)
    return topic


def post(client, address, form, **changes):
    for name, value in changes.items():
        form[name] = value
    return client.post(address, form)


def refused(response) -> dict[str, str]:
    """The complaints of a page that was not saved, by the id of the field they lead to and stand at."""
    assert response.status_code == 200
    page = page_of(response)
    found = {link.attrs["href"].removeprefix("#"): text(link) for link in page.query("[data-errors] a")}
    assert found
    for field in found:
        assert page.query_one(f"#{field}"), f"{field} is not on the page"
    return found


# --- saving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", KINDS)
def test_a_new_page_is_of_the_kind_of_its_place(client, editor, model):
    address = f"/admin/topics/{model}/add/"
    form = sent_from(client.get(address).content.decode())
    assert post(client, address, form, name="Sciatica").status_code == 302
    topic = Topic.objects.get()
    assert (topic.kind, topic.name, topic.slug, topic.is_live) == (KINDS[model], "Sciatica", "sciatica", False)


def test_saving_a_form_untouched_changes_nothing(client, form):
    topic = with_everything()
    before = stored(but="seen_at")
    assert client.post(change(topic), form(topic)).status_code == 302
    assert stored(but="seen_at") == before


def test_readers_see_nothing_of_what_an_editor_saves(client, form):
    topic = make_live(summary="Reviewed.")
    before = client.get(topic.get_absolute_url()).content
    typed = {"name": "Unfinished", "slug": "unfinished", "summary": "Half a sen"}
    assert post(client, change(topic), form(topic), **typed).status_code == 302
    assert client.get(topic.get_absolute_url()).content == before
    assert client.get("/conditions/unfinished/").status_code == 404


def test_what_is_typed_is_stored_cleaned_with_known_placeholders_and_each_name_once(client, form):
    topic = make_topic()
    words = "Call {emergency_number}, {urgent_advice_line} or {clinic_phone}; {clinic_name}."
    typed = {"name": " Sci\u200batica\u202e ", "summary": f"One\r\nline\x07\u200b\r\n\r\n{words}"}
    typed["other_names"] = "slipped disc\n slipped\u200b  disc \nslipped disc"
    assert post(client, change(topic), form(topic), **typed).status_code == 302
    after = Topic.objects.get(pk=topic.pk)
    assert (after.name, after.summary) == ("Sciatica", f"One\nline \n\n{words}")
    assert [other.name for other in topic.other_names.all()] == ["slipped disc"]


def test_nobody_posts_what_the_form_does_not_show(client, form):
    topic, other = make_topic(), make_live()
    before = Topic.objects.values().get(pk=topic.pk)
    sly = {"kind": "symptom", "live_edition": other.live_edition_id, "live_slug": "mine", "state": "live"}
    sly |= {"version": "9", "last_changed_by": "1", "notice": "1", "_step": "publish", "id": other.pk}
    assert post(client, change(topic), form(topic), **sly).status_code == 302
    assert Topic.objects.values().get(pk=topic.pk) == before


# --- complaints ------------------------------------------------------------------------------------------------------


def test_an_address_that_is_taken_is_said_at_its_field(client, form):
    make_topic(slug="sciatica")
    topic = make_topic(slug="other")
    assert refused(post(client, change(topic), form(topic), slug="sciatica")) == {"id_slug": f"Address: {TAKEN}"}
    new = sent_from(client.get(f"{LIST}add/").content.decode())
    assert refused(post(client, f"{LIST}add/", new, name="Sciatica")) == {"id_slug": f"Address: {TAKEN}"}
    assert Topic.objects.filter(slug="sciatica").count() == 1


def test_the_address_of_another_kind_is_free(client, form):
    make_topic(slug="mri", kind=TopicKind.TEST)
    topic = make_topic()
    assert post(client, change(topic), form(topic), slug="mri").status_code == 302
    assert Topic.objects.filter(slug="mri").count() == 2


def test_a_misspelt_placeholder_is_refused_at_its_field_with_the_right_spellings(client, form):
    topic = with_everything()
    lines = ["name", "plain_name", "title", "description", "summary", "other_names", "sources-0-title"]
    cards, sections = (f"cards-0-{part}" for part in ("heading", "points", "action")), ("heading", "body", "list_intro")
    fields = [*lines, *cards, *(f"sections-0-{part}" for part in sections), "sections-0-list", "codes-0-display"]
    found = refused(post(client, change(topic), form(topic), **dict.fromkeys(fields, "Call {emergancy_number}")))
    assert set(found) == {f"id_{field}" for field in fields}
    for words in found.values():
        assert words.endswith(
            "{emergancy_number} is not known. Use one of these: {emergency_number}, {urgent_advice_line}, "
            "{clinic_phone}, {clinic_name}."
        )


WRONG = {
    "slug": ["Back Pain", "back_pain", "біль", "-back", "back--pain"],
    "name": ["", "  ", "\u200b\u202e", "\x07"],
    "cards-0-points": [" \u200b "],
    "cards-0-heading": ["\u202e"],
    "cards-0-urgency": ["soonish"],
    "cards-0-order": ["-1"],
    "sections-0-heading": ["\u200b"],
    "sections-0-list": ["x" * 201],
    "sources-0-url": ["javascript:alert(1)", "ftp://example.org", "no address", "http://"],
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_an_address_a_name_or_a_part_that_cannot_be_is_wrong_at_its_field(field, value):
    problems = known.after(make_document(), **{field: value}).problems()
    assert {problem.field_id.partition("-line-")[0] for problem in problems} == {f"id_{field}"}


def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_stored(client, form):
    topic = with_everything()
    before = stored(but="seen_at")
    wrong = {field: values[0] for field, values in WRONG.items()}
    assert set(refused(post(client, change(topic), form(topic), **wrong))) == {f"id_{field}" for field in WRONG}
    assert stored(but="seen_at") == before


def test_a_line_leads_somewhere_or_says_why_not_and_never_both(client, form):
    topic = with_everything()
    line = topic.sections.get().items.get()
    choice = f"sections-0-line-{line.stable_id}"
    reason = {f"{choice}-choice": "none", f"{choice}-reason": "a habit"}
    assert post(client, change(topic), form(topic), **reason).status_code == 302
    line.refresh_from_db()
    assert (line.topic, line.unlinked_reason) == (None, "a habit")
    link = {f"{choice}-choice": "named", f"{choice}-name": topic.name, f"{choice}-reason": "a habit"}
    response = post(client, change(topic), form(topic), **link)
    assert response.status_code == 200, "a page does not lead to itself"
    line.refresh_from_db()
    assert (line.topic, line.unlinked_reason) == (None, "a habit")


# --- looking at what is typed ----------------------------------------------------------------------------------------


def test_what_is_typed_is_shown_as_a_page_and_stored_nowhere(client, form):
    topic = with_everything()
    before = stored(but="seen_at")
    typed = {"summary": "Only **typed**.", "sections-0-list": "A line nobody has saved"}
    response = post(client, f"{LIST}{topic.pk}/unsaved/", form(topic), **typed)
    shown = response.content.decode()
    assert "Only <strong>typed</strong>." in shown and "A line nobody has saved" in shown
    assert "Not saved yet: this is what you have typed." in shown
    assert (response.headers["X-Robots-Tag"], "no-store" in response.headers["Cache-Control"]) == (
        "noindex, nofollow",
        True,
    )
    assert stored(but="seen_at") == before


def test_a_page_that_was_never_saved_can_be_looked_at_even_half_wrong(client, editor):
    new = sent_from(client.get(f"{LIST}add/").content.decode())
    response = post(client, f"{LIST}preview/", new, name="Sciatica", slug="Not An Address", summary="Half a sen")
    assert response.status_code == 200 and "Half a sen" in response.content.decode()
    assert not Topic.objects.exists()


def test_the_others_who_have_a_page_open_are_told_by_name_or_address(client, editor, log_in):
    topic = make_topic()
    presence = f"{LIST}{topic.pk}/presence/"
    assert client.post(presence).json() == {"others": []}
    type(editor).objects.filter(pk=editor.pk).update(display_name="")
    log_in("admin")
    assert client.post(presence).json() == {"others": [editor.email]}
