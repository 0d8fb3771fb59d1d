"""Bringing in a text in the admin: upload, decide on one page, make the draft; refusals say why and store nothing."""

import pytest

from tests.builders import make_live, make_topic
from tests.snapshots import once
from tests.topics.admin.uploading import TEXT, said, upload
from tests.topics.editing.sending import sent_from
from tests.topics.rows import stored
from topics.compose import compose
from topics.importing.article_file import from_text
from topics.models import ArticleImport, Item, Section, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client, log_in):
    """The plan of TEXT as an editor has it open: its address."""

    def make():
        editor = log_in("editor")
        make_live(name="Rust")
        make_topic(name="Old screw")
        return editor, upload(client).url

    editor, address = once("a text that waits", make)
    client.force_login(editor)
    return address


def typed(client, plan, **changes):
    """What a browser sends from the page after these changes."""
    data = sent_from(client.get(plan).content.decode())
    for name, value in changes.items():
        data[name] = value
    return data


def choice(client, plan, label, what, **beside) -> dict:
    """The fields beside a line: choice(client, plan, "Dust", "none", reason="…")."""
    row = ArticleImport.objects.get()
    for at, section in enumerate(row.plan["document"]["sections"]):
        for item in section["items"]:
            if item["label"] == label:
                prefix = f"sections-{at}-line-{item['id']}"
                return {f"{prefix}-choice": what} | {f"{prefix}-{name}": value for name, value in beside.items()}
    raise LookupError(label)


# --- the way through -------------------------------------------------------------------------------------------------


def test_the_page_shows_what_was_read_how_sure_it_is_and_what_is_left(client, plan):
    shown = said(client.get(plan))
    assert "2 sections, 2 paragraphs, 3 lines in lists (exact name: 1, a similar name: 1, not known: 1)" in shown
    assert "<b>Rust</b> – exact name: leads to Rust (condition)" in shown
    assert "<b>Old screws</b> – a similar name: decide later, perhaps Old screw (condition)" in shown
    assert "<b>Dust</b> – not known: decide later" in shown
    assert "To decide: what the section “Our grandmothers” is about." in shown
    assert not Topic.objects.filter(kind="symptom").exists()


def test_what_the_editor_changes_and_decides_is_what_the_draft_says(client, plan):
    data = typed(
        client,
        plan,
        **{"name": "Doors", "slug": "doors", "sections-1-kind": "self_care", "sections-1-heading": "What helped"},
        **choice(client, plan, "Dust", "none", reason="a habit, not a disease"),
        **choice(client, plan, "Old screws", "link:condition/old-screw"),
    )
    response = client.post(plan, data)
    topic = Topic.objects.get(kind="symptom")
    assert response.url == f"/admin/topics/symptom/{topic.pk}/change/"
    assert (topic.name, topic.slug, topic.is_live) == ("Doors", "doors", False)
    assert topic.sections.get(kind="self_care").heading == "What helped"
    items = Item.objects.order_by("position").values_list("label", "topic__name", "unlinked_reason")
    assert list(items) == [
        ("Rust", "Rust", ""),
        ("Dust", None, "a habit, not a disease"),
        ("Old screws", "Old screw", ""),
    ]
    row = ArticleImport.objects.get()
    assert (row.state, row.topic) == ("applied", topic)
    assert client.get(plan).url == response.url


def test_a_section_nobody_knows_the_kind_of_has_to_be_decided_and_nothing_typed_is_lost(client, plan):
    data = typed(client, plan, name="Typed by hand", **choice(client, plan, "Dust", "none", reason="a habit"))
    before = stored()
    response = client.post(plan, data)
    shown = said(response)
    assert "Choose what the section is about." in shown
    assert 'href="#id_sections-1-kind"' in shown
    assert 'value="Typed by hand"' in shown
    assert 'value="a habit"' in shown
    assert stored() == before


def test_a_plan_can_be_kept_half_decided_with_concepts_to_create(client, plan):
    data = typed(
        client, plan, summary="In short.", **choice(client, plan, "Dust", "create", kind="test", name="Dust test")
    )
    assert client.post(plan, data | {"_keep": "1"}).url == plan
    assert not Topic.objects.filter(kind__in=["symptom", "test"]).exists()
    again = typed(client, plan)
    assert again["summary"] == "In short."
    assert (again["sections-1-kind"], again["sections-0-kind"]) == ("", "causes")
    again["sections-1-kind"] = "self_care"
    client.post(plan, again)
    assert Item.objects.get(label="Dust").topic == Topic.objects.get(kind="test", name="Dust test")


def test_what_is_wrong_cannot_be_kept(client, plan):
    before = stored()
    response = client.post(plan, typed(client, plan, slug="Not An Address", _keep="1"))
    assert "Use small letters" in said(response)
    assert stored() == before


def test_sections_can_be_moved_without_a_script(client, plan):
    before = stored()
    data = typed(client, plan, _arrange="sections up:1")
    moved = sent_from(client.post(plan, data).content.decode())
    assert moved["sections-0-heading"] == "Our grandmothers"
    assert stored() == before


def test_a_text_can_be_thrown_away(client, plan):
    response = client.post(plan.replace("change", "throw-away"))
    assert response.url == "/admin/topics/articleimport/"
    assert not ArticleImport.objects.exists()
    assert client.get(plan).status_code == 404


def test_an_address_that_another_page_has_is_said_at_its_field(client, plan):
    make_topic(kind="symptom", slug="squeaky-doors", name="Other")
    response = client.post(plan, typed(client, plan, **{"sections-1-kind": "types"}))
    assert "Another page of this kind has this address already." in said(response)
    assert ArticleImport.objects.get().state == "waiting"


# --- a page that is there already -------------------------------------------------------------------------------------


@pytest.fixture
def ours(client, log_in):
    """A page that staff wrote, and the plan that would replace its text."""

    def make():
        admin = log_in("admin")
        topic = make_topic(kind="symptom", slug="ours", name="Our doors", summary="Ours.")
        Section.objects.create(topic=topic, kind="causes", heading="Causes", body="Old words.")
        return admin, topic, upload(client, into="Our doors").url

    admin, topic, address = once("a text for a page of ours", make)
    client.force_login(admin)
    return topic, address


def test_a_draft_changed_by_hand_is_shown_beside_the_text_and_replaced_only_if_ticked(client, ours):
    topic, plan = ours
    shown = said(client.get(plan))
    assert "What changes in the draft" in shown
    assert "<del>Old words</del>" in shown or "Old" in shown
    data = typed(client, plan, **{"sections-1-kind": "types"})
    before = stored()
    response = client.post(plan, data)
    assert "Tick “Replace it”" in said(response)
    assert stored() == before
    client.post(plan, data | {"replace_version": str(topic.version)})
    topic.refresh_from_db()
    assert (topic.name, topic.summary, topic.title) == ("Our doors", "Ours.", "Squeaky doors: why")
    assert topic.sections.get(kind="causes").body == "Many things."


def test_a_tick_counts_for_the_draft_that_was_shown_and_for_no_later_one(client, ours):
    topic, plan = ours
    data = typed(client, plan, **{"sections-1-kind": "types"}) | {"replace_version": str(topic.version)}
    Topic.objects.filter(pk=topic.pk).update(version=topic.version + 1, summary="Mended since.")
    assert "Tick “Replace it”" in said(client.post(plan, data))
    topic.refresh_from_db()
    assert topic.summary == "Mended since."


def test_a_draft_in_review_is_not_replaced_and_that_is_said(client, ours):
    topic, plan = ours
    Topic.objects.filter(pk=topic.pk).update(state="in_review")
    data = typed(client, plan, **{"sections-1-kind": "types"}) | {"replace_version": str(topic.version)}
    assert "This page is “in review”" in said(client.post(plan, data))


def test_the_same_text_again_leads_to_its_page_and_stores_nothing(client, plan):
    client.post(plan, typed(client, plan, **{"sections-1-kind": "types"}))
    before = stored()
    response = upload(client, TEXT.replace(b"\n", b"\r\n"))
    assert response.url == f"/admin/topics/symptom/{Topic.objects.get(kind='symptom').pk}/change/"
    assert stored() == before


def test_a_text_that_waits_leads_to_what_was_decided_about_it(client, plan):
    assert upload(client).url == plan
    assert "Here is what was decided" in said(client.get(plan))
    assert upload(client, into=make_topic(kind="symptom", name="Another").name).url == plan
    assert "waits already, but for another page" in said(client.get(plan))
    assert ArticleImport.objects.count() == 1


def test_an_article_saved_as_a_file_comes_back_the_same(client, plan):
    client.post(plan, typed(client, plan, **{"sections-1-kind": "types"}))
    topic = Topic.objects.get(kind="symptom")
    response = client.get(f"/admin/topics/symptom/{topic.pk}/export/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="squeaky-doors.txt"'
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert from_text(response.content.decode()) == compose(topic).without_links()
    digest = compose(topic).sha256
    Topic.objects.filter(pk=topic.pk).update(summary="Mended.")
    again = upload(client, response.content).url
    client.post(again, typed(client, again, replace_version=str(topic.version)))
    assert compose(Topic.objects.get(pk=topic.pk)).sha256 == digest
