"""Queries of the editing page: opening needs the same however long the article is, saving a few a section."""

import pytest
from django.db import connection

from tests.builders import make_item, make_section, make_topic
from tests.topics.editing.long_article import LINES, SECTIONS, WORDS, make_long_article
from tests.topics.editing.sending import sent_from
from topics.models import Item, Topic

pytestmark = pytest.mark.django_db

OPENING = 24  # five of them for what stands between the draft and its readers, two for checklists and former addresses
SAVING = 251  # 19 for whose words the draft holds; three a section: lines are read, removed and written
LOCKING = 2  # on PostgreSQL, which is asked that nobody moves pages meanwhile; SQLite's writers queue by themselves


@pytest.fixture
def editor(client, staff):
    client.force_login(staff("editor"))
    return client


def address(topic) -> str:
    return f"/admin/topics/symptom/{topic.pk}/change/"


def short_article() -> Topic:
    topic = make_topic(kind="symptom")
    make_item(make_section(topic), unlinked_reason="a habit")
    return topic


def test_opening_takes_the_same_queries_however_long_the_article_is_and_saving_a_few_a_section(
    editor, django_assert_num_queries
):
    for topic in (short_article(), make_long_article()):
        with django_assert_num_queries(OPENING):
            page = editor.get(address(topic))
        assert page.status_code == 200
    assert topic.sections.count() == SECTIONS == 60
    assert Item.objects.filter(section__topic=topic).count() == SECTIONS * LINES == 600
    assert len(WORDS.split()) * SECTIONS == 1200
    data = sent_from(page.content.decode())
    data["sections-59-body"] += " Changed."
    with django_assert_num_queries(SAVING + (LOCKING if connection.vendor == "postgresql" else 0)):
        assert editor.post(address(topic), data).status_code == 302
    assert topic.sections.get(position=59).body.endswith(" Changed.")
    assert Item.objects.filter(section__topic=topic).exclude(unlinked_reason="").count() == SECTIONS * LINES // 2
