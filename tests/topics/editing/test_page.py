"""The page as an editor opens it: hostile text stays text, a locked page takes no typing, work grows with length."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.builders import make_document, make_item, make_live, make_region, make_section, make_topic, make_user
from tests.topics.editing.long_article import make_long_article
from tests.topics.editing.sending import sent_from
from tests.work import counted
from topics.actions.drafting import write_draft
from topics.compose import compose
from topics.document import CareCard, Code, Item, Section, Source
from topics.editing.editor import DraftEditor
from topics.editing.screen import page_context
from topics.models import Topic
from topics.workflow import State

pytestmark = pytest.mark.django_db
HOSTILE = '"></textarea></option></template><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 }}'


def opened(client, topic=None, role="editor"):
    """The page for this topic, or for a new symptom article, as somebody with this role sees it."""
    client.force_login(make_user(role))
    url = reverse("admin:topics_symptom_change", args=[topic.pk]) if topic else reverse("admin:topics_symptom_add")
    response = client.get(url)
    assert response.status_code == 200
    return url, response.content.decode()


def stored(**changes):
    document = make_document(**changes)
    topic = make_topic(kind="symptom", slug=document.slug, name=document.name)
    write_draft(topic=topic, document=document)
    return topic


def draft(topic):
    """The draft as it is stored now."""
    return compose(Topic.objects.get(pk=topic.pk))


class Tags(HTMLParser):
    """All tags of a page, with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def hostile_document():
    line = Item("i", HOSTILE, "", None, HOSTILE)
    return {
        "name": HOSTILE,
        "plain_name": HOSTILE,
        "title": HOSTILE,
        "description": HOSTILE,
        "summary": HOSTILE,
        "other_names": (HOSTILE,),
        "codes": (Code(HOSTILE, HOSTILE[:40], HOSTILE[:40], HOSTILE),),
        "care_cards": (CareCard("c", "urgent", HOSTILE, (HOSTILE,), HOSTILE),),
        "sections": (Section("s", "causes", HOSTILE, HOSTILE, HOSTILE, (line,)),),
        "sources": (Source("q", HOSTILE, HOSTILE, "", HOSTILE[:10]),),
    }


def test_hostile_text_in_every_field_stays_text_and_comes_back_whole(client):
    topic = stored(**hostile_document())
    _url, html = opened(client, topic)
    tags = Tags(html).found
    assert "alert(1)" in html
    assert not [tag for tag, _given in tags if tag == "img"]
    assert all(
        given.get("src", "").startswith("/static/") for tag, given in tags if tag == "script" and not given.get("id")
    )
    assert not [name for _tag, given in tags for name in given if name.startswith("on") or name == "style"]
    back = DraftEditor("symptom", draft(topic), 1, sent_from(html))
    assert back.is_valid() and back.document() == draft(topic)


def test_what_the_page_sends_is_the_draft(client):
    make_region(slug="low-back", name="Lower back")
    sciatica = make_live(name="Sciatica")
    topic = stored(body_regions=("low-back",))
    make_item(topic.sections.get(), label="The nerve", topic=sciatica)
    _url, html = opened(client, topic)
    back = DraftEditor("symptom", draft(topic), topic.version, sent_from(html))
    assert back.is_valid() and back.document() == draft(topic) and back.base_version == topic.version


def test_every_field_has_a_label_and_no_id_is_used_twice(client):
    _url, html = opened(client, stored())
    tags = Tags(html.partition("<template")[0] + html.rpartition("</template>")[2]).found
    ids = [given["id"] for _tag, given in tags if "id" in given]
    assert sorted(ids) == sorted(set(ids))
    labelled = {given["for"] for tag, given in tags if tag == "label" and "for" in given}
    for tag, given in tags:
        if tag in ("textarea", "select") or given.get("type") == "text":
            assert given.get("id") in labelled or given.get("aria-label"), given
        for described in given.get("aria-describedby", "").split():
            assert described in ids


def test_a_new_page_is_saved_with_what_was_typed(client):
    url, html = opened(client)
    data = sent_from(html)
    data["name"], data["sections-0-heading"], data["sections-0-kind"] = "Neck pain", "Causes", "causes"
    data["sections-0-list"] = "Sitting\nLifting"
    assert client.post(url, data.dict()).status_code == 302
    document = compose(Topic.objects.get(slug="neck-pain"))
    assert [item.label for item in document.sections[0].items] == ["Sitting", "Lifting"]


def test_what_is_wrong_is_listed_on_top_with_links_to_the_fields(client):
    topic = stored()
    url, html = opened(client, topic)
    data = sent_from(html)
    data["name"], data["summary"] = "", "Still here."
    answer = client.post(url, data.dict()).content.decode()
    assert 'href="#id_name"' in answer and 'aria-describedby="id_name_help id_name_error"' in answer
    assert "Still here." in answer and "data-unsaved" in answer
    assert draft(topic).summary == "It mostly gets better."


def test_a_button_that_adds_a_section_saves_nothing_and_keeps_what_is_typed(client):
    topic = stored()
    url, html = opened(client, topic)
    data = sent_from(html)
    data["_arrange"], data["summary"] = "sections add", "Still here."
    again = sent_from(client.post(url, data.dict()).content.decode())
    assert (again["sections-count"], again["summary"]) == ("2", "Still here.")
    assert draft(topic).summary == "It mostly gets better."


def test_a_locked_page_says_why_and_takes_no_typing(client):
    topic = stored()
    Topic.objects.filter(pk=topic.pk).update(state=State.IN_REVIEW)
    _url, html = opened(client, topic)
    assert "in review" in html
    assert '<fieldset class="ed-all" disabled>' in html
    assert 'name="_save"' not in html and "js/editing.js" not in html


def test_two_editors_on_one_page_lose_nothing(client):
    topic = stored()
    url, html = opened(client, topic)
    theirs, mine = sent_from(html), sent_from(html)
    theirs["summary"], mine["summary"] = "Theirs.", "Mine."
    assert client.post(url, theirs.dict()).status_code == 302
    answer = client.post(url, mine.dict()).content.decode()
    assert "Somebody else saved this page" in answer and "Theirs." in answer
    again = sent_from(answer)
    assert again["summary"] == "Mine." and draft(topic).summary == "Theirs."
    again["overwrite_version"] = str(Topic.objects.get(pk=topic.pk).version)
    assert client.post(url, again.dict()).status_code == 302
    assert draft(topic).summary == "Mine."


def test_the_work_of_a_page_grows_with_its_lines_and_no_faster(client, monkeypatch):
    opened(client, stored())  # templates are compiled once
    calls = []
    for sections in (20, 60):
        topic = make_long_article(sections=sections, slug=f"a-story-of-{sections}")
        document = draft(topic)
        with counted(monkeypatch) as work:
            _url, html = opened(client, topic)
            back = DraftEditor("symptom", document, 1, sent_from(html))
            assert back.is_valid() and back.document() == document
        calls.append(work.calls)
    assert calls[1] < 3 * calls[0]


@pytest.mark.parametrize("size", [1, 6])
def test_the_editor_asks_the_database_three_times_however_long_the_page_is(size, django_assert_num_queries):
    topic = make_topic(kind="symptom")
    for _section in range(size):
        section = make_section(topic)
        for _line in range(size):
            make_item(section)
    document = compose(topic)
    with django_assert_num_queries(3):
        page_context(DraftEditor("symptom", document, 1))
