"""Stored checklists and documents of before points named signs: names are given, nothing else is decided or changed."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.builders import NOW, make_card, make_live, make_red_flag, make_topic
from topics import shipped_rules
from topics.actions.loading import load_shipped_pages
from topics.models import Edition, RedFlag, ShippedPage

pytestmark = pytest.mark.django_db
MIGRATION = import_module("topics.migrations.0004_points_name_warning_signs")


def test_the_signs_of_the_shipped_checklist_get_the_names_that_shipped_pages_know_and_others_their_own():
    shipped = shipped_rules.red_flags()
    assert {flag.sign: flag.id for flag in shipped} == MIGRATION.SHIPPED
    first = make_red_flag(sign="chest pain together with the back pain", stable_id="")
    own = make_red_flag(first.region, sign="an itching nose", stable_id="x")
    again = make_red_flag(sign="chest pain together with the back pain", stable_id="y")
    MIGRATION.name_the_signs(apps, None)
    named = dict(RedFlag.objects.order_by("pk").values_list("pk", "stable_id"))
    assert named[first.pk] == "chest-pain"
    assert len({named[own.pk], named[again.pk], "x", "y", "", "chest-pain"}) == 6


def test_an_edition_stored_before_keeps_its_digest_and_its_draft_the_same():
    topic = make_topic(kind="symptom")
    make_card(topic, points="numbness\na fall")
    edition = make_live(topic).live_edition
    assert edition.document["schema"] == 1 and "signs" not in edition.document["care_cards"][0]
    assert edition.content.sha256 == edition.sha256


def test_shipped_pages_that_nobody_edited_get_the_names_by_loading(shipped_pages):
    page = ShippedPage.objects.get(key="symptoms/lower-back-cramps")
    page.topic.care_cards.update(signs=[])  # as it was before
    ShippedPage.objects.filter(pk=page.pk).update(file_sha256="a" * 64)
    assert load_shipped_pages(now=NOW).renewed == ["symptoms/lower-back-cramps"]
    live = Edition.objects.get(live_topic=page.topic)
    assert {flag.id for flag in shipped_rules.red_flags()} == live.content.signs()
