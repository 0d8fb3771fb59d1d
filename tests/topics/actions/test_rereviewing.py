"""A concept that changes in earnest asks for another look at every page that names it, until somebody has looked."""

from datetime import timedelta

import pytest

from tests.builders import (
    NOW,
    confirmed,
    make_item,
    make_live,
    make_other_name,
    make_ready,
    make_section,
    make_topic,
    make_user,
)
from topics.actions import reviewing
from topics.actions.publishing import publish
from topics.actions.rereviewing import AlreadySettled, still_right
from topics.actions.withdrawing import withdraw
from topics.compose import compose
from topics.models import ReReview, Topic
from topics.workboard import to_look_at_again
from topics.workflow import StepNotAllowed

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def sign_and_publish(topic, now):
    topic = Topic.objects.get(pk=topic.pk)
    reviewing.submit(topic=topic, by=make_user("editor"), now=now)
    signed = {"sha256": compose(topic).sha256, "signs": confirmed(topic)}
    reviewing.sign_off(topic=topic, by=make_user("clinician"), now=now, **signed)
    return publish(topic=topic, by=make_user("editor"), now=now)


def changed(topic, significance="major", now=LATER):
    Topic.objects.filter(pk=topic.pk).update(summary=f"It says something else at {now}.")
    note = "It is treated in another way."
    return publish(topic=topic, by=None, now=now, significance=significance, change_note=note)


@pytest.fixture
def disease():
    topic = make_topic(name="Osteochondrosis", slug="osteochondrosis")
    make_other_name(topic, "Worn discs")
    return make_live(topic)


@pytest.fixture
def article(disease):
    """Names the disease in three sections, and says its other name in a text."""
    topic = make_topic(kind="symptom", name="Back pain", slug="back-pain", summary="See someone. It may be worn discs.")
    for heading in ("Diseases", "Types", "Related"):
        make_item(make_section(topic, heading=heading), label=f"Osteochondrosis ({heading})", topic=disease)
    return make_live(make_ready(topic))


def test_a_major_change_lists_every_page_that_names_it_with_each_place(disease, article):
    make_live(name="Apart")  # names nothing
    edition = changed(disease)
    row = ReReview.objects.get()
    assert (row.page, row.cause, row.cause_edition, row.why, row.at) == (article, disease, edition, "changed", LATER)
    assert [(place["heading"], place["text"]) for place in row.passages] == [
        ("", "It may be worn discs."),
        ("Diseases", "Osteochondrosis (Diseases)"),
        ("Types", "Osteochondrosis (Types)"),
        ("Related", "Osteochondrosis (Related)"),
    ]
    assert [place["section"] for place in row.passages[1:]] == list(
        article.sections.filter(items__isnull=False).order_by("position").values_list("stable_id", flat=True)
    )


def test_a_minor_change_asks_for_nothing(disease, article):
    changed(disease, "minor")
    assert not ReReview.objects.exists()


def test_a_page_waits_once_for_one_concept_however_often_that_changes(disease, article):
    changed(disease)
    edition = changed(disease, now=LATER + timedelta(days=1))
    assert ReReview.objects.get().cause_edition == edition


def test_a_page_signed_and_published_since_needs_no_further_look(disease, article):
    changed(disease)
    editor_edition = sign_and_publish(article, LATER + timedelta(days=1))
    row = ReReview.objects.get()
    assert (row.how, row.settled_by) == ("published", editor_edition.published_by)
    changed(disease, now=LATER + timedelta(days=2))
    assert ReReview.objects.still_open().get().page == article, "it has changed once more"


def test_a_text_signed_before_the_change_is_no_look_at_it(disease, article):
    reviewing.submit(topic=article, by=make_user("editor"), now=NOW)
    signed = {"sha256": compose(article).sha256, "signs": confirmed(article)}
    reviewing.sign_off(topic=article, by=make_user("clinician"), now=NOW, **signed)
    changed(disease)
    publish(topic=Topic.objects.get(pk=article.pk), by=make_user("editor"), now=LATER + timedelta(hours=1))
    assert ReReview.objects.still_open().count() == 1


def test_a_clinician_says_that_it_is_still_right_and_nobody_else_does(disease, article):
    changed(disease)
    row = ReReview.objects.get()
    for role in ("editor", "admin", "receptionist", ""):
        with pytest.raises(StepNotAllowed):
            still_right(row=row, by=make_user(role), now=LATER)
    clinician = make_user("clinician")
    row = still_right(row=row, by=clinician, now=LATER)
    assert (row.how, row.settled_by, row.settled_at) == ("still_right", clinician, LATER)
    with pytest.raises(AlreadySettled):
        still_right(row=row, by=clinician, now=LATER)


def test_a_concept_that_has_changed_again_since_is_looked_at_again(disease, article):
    changed(disease)
    opened = ReReview.objects.get()
    changed(disease, now=LATER + timedelta(hours=1))
    with pytest.raises(AlreadySettled, match="has changed again"):
        still_right(row=opened, by=make_user("clinician"), now=LATER + timedelta(hours=2))
    assert ReReview.objects.still_open().exists()


def test_a_page_that_readers_see_no_more_is_on_nobodys_list(disease, article):
    changed(disease)
    reviewer = make_user("clinician")
    assert to_look_at_again(ReReview.objects.all(), reviewer, LATER.date()).count() == 1
    withdraw(topic=article, reason="error", public_note="Wrong.", by=reviewer, now=LATER)
    assert not to_look_at_again(ReReview.objects.all(), reviewer, LATER.date()).exists()
