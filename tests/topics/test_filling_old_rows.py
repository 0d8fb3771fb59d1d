"""Rows from before the portal kept addresses of links and owners of pages are filled in as it is updated."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

import topics.migrations
from tests.builders import NOW, make_document, make_link, make_live, make_topic, make_user
from topics.actions.publishing import publish
from topics.actions.saving import create_topic
from topics.models import EditionLink, Topic

pytestmark = pytest.mark.django_db
(NAME,) = [path.stem for path in Path(topics.migrations.__file__).parent.glob("*_fill.py")]
filling = import_module(f"topics.migrations.{NAME}")


def test_links_know_by_which_address_their_edition_names_a_topic():
    renamed, draft = make_live(slug="old"), make_topic()
    page = make_topic()
    make_link(page, renamed)
    make_link(page, draft, kind="causes")
    make_live(page)
    Topic.objects.filter(pk=renamed.pk).update(slug="new")
    publish(topic=renamed, by=None, now=NOW)
    before = list(EditionLink.objects.order_by("pk").values_list("topic", "address"))
    EditionLink.objects.update(address="")
    filling.fill_addresses(apps, None)
    assert list(EditionLink.objects.order_by("pk").values_list("topic", "address")) == before
    assert sorted(before) == sorted([(renamed.pk, "condition/old"), (draft.pk, "")])


def test_whoever_began_a_page_looks_after_it_unless_somebody_does():
    editor, colleague = make_user("editor"), make_user("editor")
    page = create_topic(document=make_document(), by=editor, now=NOW)
    given = create_topic(document=make_document(slug="other"), by=editor, now=NOW)
    Topic.objects.filter(pk=page.pk).update(owner=None)
    Topic.objects.filter(pk=given.pk).update(owner=colleague)
    filling.fill_owners(apps, None)
    assert [Topic.objects.get(pk=topic.pk).owner for topic in (page, given)] == [editor, colleague]
