"""Before another text becomes the draft somebody is asked, and the draft that was there can be brought back."""

import pytest

from tests.builders import NOW, make_live, make_region, make_topic, make_user
from tests.portal.forms import page_of
from tests.portal.lost_sessions import Browser
from tests.portal.valid_html import text
from topics.actions import saving
from topics.compose import compose, compose_unlinked
from topics.models import Topic, TopicEvent
from topics.workflow import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return Browser(make_user("editor"))


@pytest.fixture
def topic():
    """Published, and written on since."""
    topic = make_live(make_topic(kind="condition", name="Sciatica", summary="Published words."))
    Topic.objects.filter(pk=topic.pk).update(summary="Typed since, in two hours.")
    return Topic.objects.get(pk=topic.pk)


def page(topic, name, number) -> str:
    return f"/admin/topics/condition/{topic.pk}/{name}/{number}/"


def summary(topic) -> str:
    return Topic.objects.get(pk=topic.pk).summary


def kept(topic) -> TopicEvent:
    return TopicEvent.objects.filter(topic=topic, replaced__isnull=False).order_by("-pk").first()


def history(editor, topic):
    return page_of(editor.open(f"/admin/topics/condition/{topic.pk}/history/"))


def test_make_it_the_draft_asks_and_shows_what_would_go(editor, topic):
    link = next(one for one in history(editor, topic).query("td a") if text(one).startswith("Make it the draft"))
    assert link.attrs["href"] == page(topic, "restore", 1)
    asked = editor.open(link.attrs["href"])
    assert "Typed since, in two hours." in text(page_of(asked).query_one("#content"))
    assert summary(topic) == "Typed since, in two hours."
    form = editor.form(link.attrs["href"], "#replace-draft")
    assert editor.press(form).status_code == 302
    assert summary(topic) == "Published words."


def test_what_was_there_can_be_brought_back_and_that_as_well(editor, topic):
    before = compose_unlinked(topic)
    editor.press(editor.form(page(topic, "restore", 1), "#replace-draft"))
    replaced = compose_unlinked(Topic.objects.get(pk=topic.pk))
    link = next(one for one in history(editor, topic).query("td a") if text(one).startswith("Look at it, and bring"))
    assert link.attrs["href"] == page(topic, "bring-back", kept(topic).pk)
    assert editor.press(editor.form(link.attrs["href"], "#replace-draft")).status_code == 302
    assert compose_unlinked(Topic.objects.get(pk=topic.pk)) == before
    editor.press(editor.form(page(topic, "bring-back", kept(topic).pk), "#replace-draft"))
    assert compose_unlinked(Topic.objects.get(pk=topic.pk)) == replaced


@pytest.mark.parametrize("version", [None, "", "x", "-1", "1.0", "٣", "9" * 30, "1 or 1=1"])
def test_without_the_version_that_was_shown_it_asks(editor, topic, version):
    form = editor.form(page(topic, "restore", 1), "#replace-draft")
    assert editor.press(form, version=version).status_code == 200
    assert summary(topic) == "Typed since, in two hours."


def test_what_somebody_saved_since_is_not_replaced_unseen(editor, topic):
    form = editor.form(page(topic, "restore", 1), "#replace-draft")
    document = compose(topic)
    saving.save_draft(
        topic=topic,
        document=type(document)(**{**_values(document), "summary": "A colleague's words."}),
        based_on=topic.version,
        by=make_user("editor"),
        now=NOW,
    )
    asked = editor.press(form)
    assert asked.status_code == 200
    assert "changed in the meantime" in asked.content.decode()
    assert "A colleague's words." in text(page_of(asked).query_one("#content"))
    assert summary(topic) == "A colleague's words."


def _values(document) -> dict:
    return {name: getattr(document, name) for name in document.__dataclass_fields__}


def test_a_session_that_ended_before_the_second_press_loses_nothing(editor, topic):
    form = editor.form(page(topic, "restore", 1), "#replace-draft")
    editor.client.cookies.clear()
    assert editor.again(editor.press(form)).status_code == 302
    assert summary(topic) == "Published words."


@pytest.mark.parametrize("role", ["clinician", "receptionist", "lead"])
def test_who_may_not_write_can_bring_nothing_back(topic, role):
    by = make_user("editor")
    saving.restore(topic=topic, edition=topic.live_edition, by=by, now=NOW)
    other = Browser(make_user(role))
    for address in (page(topic, "restore", 1), page(topic, "bring-back", kept(topic).pk)):
        assert other.client.get(address).status_code == 403


def test_while_a_page_is_in_review_its_draft_stays(editor, topic):
    form = editor.form(page(topic, "restore", 1), "#replace-draft")
    Topic.objects.filter(pk=topic.pk).update(state=State.IN_REVIEW)
    assert editor.press(form).status_code == 302
    assert editor.client.get(page(topic, "restore", 1)).status_code == 302
    assert summary(topic) == "Typed since, in two hours."


def test_a_kept_draft_of_another_page_or_of_none_is_not_found(editor, topic):
    saving.restore(topic=topic, edition=topic.live_edition, by=editor.person, now=NOW)
    other = make_topic(kind="condition")
    for address in (
        page(other, "bring-back", kept(topic).pk),
        page(topic, "bring-back", TopicEvent.objects.filter(replaced__isnull=True).first().pk),
        page(topic, "bring-back", 999_999),
        page(topic, "restore", 99),
    ):
        assert editor.client.get(address).status_code == 404


def test_a_kept_draft_whose_region_or_address_has_gone_is_refused_in_a_sentence(editor, topic):
    region = make_region(slug="knee", name="Knee")
    topic.body_regions.add(region)
    saving.restore(topic=topic, edition=topic.live_edition, by=editor.person, now=NOW)
    region.delete()
    before = compose_unlinked(Topic.objects.get(pk=topic.pk))
    answer = editor.press(editor.form(page(topic, "bring-back", kept(topic).pk), "#replace-draft"))
    assert "no longer there" in editor.client.get(answer.url).content.decode()
    assert compose_unlinked(Topic.objects.get(pk=topic.pk)) == before


def test_a_text_from_a_file_keeps_the_draft_it_replaces(editor, topic, tmp_path):
    before = compose_unlinked(topic)
    file = tmp_path / "text.txt"
    file.write_text("Sciatica\n\nCauses\n\nOther words, from a file, stand here now.\n")
    upload = editor.form("/admin/topics/articleimport/add/", "form[enctype]")
    with file.open("rb") as opened:
        plan = editor.press(upload, file=opened, kind="condition", into="Sciatica")
    assert plan.status_code == 302, plan.content.decode()[:2000]
    form = editor.form(plan.url, "#editing")
    made = editor.press(form, **{"sections-0-kind": "causes"}, replace_version=str(topic.version))
    assert made.status_code == 302
    assert compose_unlinked(Topic.objects.get(pk=topic.pk)) != before
    editor.press(editor.form(page(topic, "bring-back", kept(topic).pk), "#replace-draft"))
    assert compose_unlinked(Topic.objects.get(pk=topic.pk)) == before
