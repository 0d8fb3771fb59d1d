"""Nobody signs a page of which any word since the last signed edition is theirs, whichever way the words came in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.models import User
from tests.builders import NOW, make_link, make_live, make_section, make_signed, make_topic, make_user
from tests.snapshots import once
from topics.actions import importing, merging, publishing, renaming, reviewing, saving
from topics.compose import compose, compose_unlinked
from topics.models import ArticleImport, Contribution, SignOff, Topic
from topics.workboard import workboard

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(db) -> tuple[User, Topic]:
    """An editor, and a page of which a signed edition is live; the draft says the same."""

    def make():
        editor = make_user("editor")
        topic = make_topic(summary="Most people are well in weeks.")
        make_section(topic, stable_id="about")
        publishing.publish(topic=make_signed(topic), by=editor, now=NOW)
        return editor, Topic.objects.get(pk=topic.pk)

    return once("a signed page of an editor", make)


@pytest.fixture
def editor(begun):
    return begun[0]


@pytest.fixture
def clinician(begun):
    return make_user("clinician")


def both(*roles):
    """Somebody who reviews and has these roles as well."""
    person = make_user("clinician")
    for role in roles:
        person.groups.add(*make_user(role).groups.all())
    return person


@pytest.fixture
def live(begun):
    return begun[1]


def change(topic, by, **changes):
    topic = Topic.objects.get(pk=topic.pk)
    document = replace(compose(topic), **changes)
    return saving.save_draft(topic=topic, document=document, based_on=topic.version, by=by, now=NOW)


def submit(topic, by):
    return reviewing.submit(topic=Topic.objects.get(pk=topic.pk), by=by, now=NOW)


def sign(topic, by):
    topic = Topic.objects.get(pk=topic.pk)
    return reviewing.sign_off(topic=topic, sha256=compose(topic).sha256, by=by, now=NOW)


def refused(topic, by, match="Words of yours"):
    with pytest.raises(reviewing.OwnWork, match=match):
        sign(topic, by)
    assert not SignOff.objects.filter(topic=topic, reviewer=by).exists()
    waiting = [page.name for one in workboard(by, NOW.date()) for page in one.pages if one.heading.startswith("Wait")]
    assert topic.name not in waiting
    return True


def accepted(topic, by):
    waiting = [page.name for one in workboard(by, NOW.date()) for page in one.pages if one.heading.startswith("Wait")]
    return topic.name in waiting and sign(topic, by)


def test_the_reviewer_who_rewrote_the_page_cannot_sign_after_an_editor_added_a_name(live, editor, clinician):
    submit(live, editor)
    change(live, clinician, summary="It is never anything serious.")
    reviewing.take_back(topic=Topic.objects.get(pk=live.pk), by=editor, now=NOW)
    change(live, editor, other_names=("sore back",))
    submit(live, editor)
    assert refused(live, clinician, "“in short”")
    assert accepted(live, make_user("clinician"))


def test_words_taken_back_no_longer_count(live, editor, clinician):
    submit(live, editor)
    change(live, clinician, summary="It is never anything serious.")
    reviewing.take_back(topic=Topic.objects.get(pk=live.pk), by=editor, now=NOW)
    change(live, editor, summary="Most people are well in weeks.", title="Sore back")
    submit(live, editor)
    assert accepted(live, clinician)


def test_an_edition_somebody_else_signed_makes_a_clean_start(live, editor, clinician):
    submit(live, editor)
    change(live, clinician, summary="It is nearly always harmless.")
    sign(live, make_user("clinician"))
    publishing.publish(topic=Topic.objects.get(pk=live.pk), by=editor, now=NOW)
    assert not Topic.objects.get(pk=live.pk).contributors.exists()
    change(live, editor, title="Sore back")
    submit(live, editor)
    assert accepted(live, clinician)


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_two_roles_in_one_person_do_not_make_four_eyes(live, role):
    person = both(role)
    change(live, person, summary="It can wait.")
    submit(live, person)
    assert refused(live, person)


def test_a_page_one_began_oneself_is_signed_by_somebody_else(editor):
    person = both("editor")
    document = replace(compose(make_topic()), name="Stiff neck", slug="stiff-neck")
    topic = saving.create_topic(document=document, by=person, now=NOW)
    change(topic, editor, summary="Short.")
    submit(topic, editor)
    assert refused(topic, person)


def test_a_concept_that_a_line_made_is_its_makers(editor):
    person = both("editor")
    home = make_topic()
    section = make_section(home, stable_id="list")
    section.items.create(stable_id="new", label="Stiff neck")
    topic = Topic.objects.get(pk=home.pk)
    new = saving.NewTopic("condition", "Stiff neck", "new")
    saving.save_draft(
        topic=topic, document=compose(topic), based_on=topic.version, by=person, now=NOW, new_topics=[new]
    )
    made = Topic.objects.get(slug="stiff-neck")
    submit(made, editor), submit(home, editor)
    assert refused(made, person) and refused(home, person)


def test_restoring_an_earlier_edition_is_a_change_of_whoever_restores_it(live, editor):
    first = live.live_edition
    change(live, editor, summary="Other words.")
    submit(live, editor)
    sign(live, make_user("clinician"))
    publishing.publish(topic=Topic.objects.get(pk=live.pk), by=editor, now=NOW)
    person = both("editor")
    saving.restore(topic=Topic.objects.get(pk=live.pk), edition=first, by=person, now=NOW)
    submit(live, editor)
    assert refused(live, person)


def test_restoring_the_live_edition_changes_nothing(live, editor):
    person = both("editor")
    change(live, person, summary="Other words.")
    saving.restore(topic=Topic.objects.get(pk=live.pk), edition=live.live_edition, by=person, now=NOW)
    submit(live, editor)
    assert accepted(live, person)


def test_renaming_counts_with_the_name_that_stays(live, editor):
    person = both("admin")
    renaming.rename(topic=live, name="Sore back", by=person, now=NOW)
    change(live, editor, name="Aching back")
    submit(live, editor)
    assert refused(live, person)


def test_merging_counts_for_the_page_that_takes_in_and_for_those_whose_lines_lead_elsewhere(editor, clinician):
    gone, into, naming = make_live(name="Slipped disc"), make_live(name="Herniated disc"), make_topic()
    make_link(naming, gone)
    make_link(into, gone)
    naming = make_live(naming)
    merging.merge(topic=gone, into=into, by=clinician, now=NOW)
    for page in (into, naming):
        submit(page, editor)
        assert refused(page, clinician)
        assert accepted(page, make_user("clinician"))


def test_a_text_from_a_file_is_everybodys_who_brought_it_in_decided_on_it_or_made_it_the_draft(live, editor):
    brought, decided, made = both("editor"), both("editor"), both("admin")
    document = replace(compose_unlinked(live), summary="From a file.")
    row = ArticleImport.objects.create(
        file_name="a.txt",
        format="text",
        sha256="a" * 64,
        title="A",
        kind=live.kind,
        plan={},
        topic=live,
        based_on=live.version,
        made_by=brought,
        made_at=NOW,
    )
    row.decided_by.add(decided)
    importing.make_draft(waiting=row, document=document, by=made, now=NOW, over=live.version)
    submit(live, editor)
    assert all(refused(live, person) for person in (brought, decided, made))
    assert accepted(live, make_user("clinician"))


def test_an_emergency_edition_is_signed_afterwards_by_nobody_whose_words_it_holds(live, editor, clinician):
    submit(live, editor)
    change(live, clinician, summary="Call us today.")
    forced = publishing.force_publish(
        topic=Topic.objects.get(pk=live.pk), by=make_user("admin"), now=NOW, reason="It cannot wait."
    )
    change(live, editor, summary="The draft has gone on.")
    change(live, both("editor"), title="Later words")
    saving.restore(topic=Topic.objects.get(pk=live.pk), edition=forced, by=editor, now=NOW)
    Topic.objects.filter(pk=live.pk).update(state="live")
    topic = Topic.objects.get(pk=live.pk)
    with pytest.raises(reviewing.OwnWork, match="“in short”"):
        reviewing.sign_afterwards(topic=topic, sha256=forced.sha256, by=clinician, now=NOW)
    later = NOW + timedelta(hours=1)
    assert reviewing.sign_afterwards(topic=topic, sha256=forced.sha256, by=make_user("clinician"), now=later)


def test_words_of_an_unsigned_emergency_edition_still_count(live, editor, clinician):
    submit(live, editor)
    change(live, clinician, summary="Call us today.")
    publishing.force_publish(topic=Topic.objects.get(pk=live.pk), by=make_user("admin"), now=NOW, reason="Now.")
    change(live, editor, title="A sore back")
    submit(live, editor)
    assert refused(live, clinician)


def test_a_shipped_page_is_nobodys_and_its_changes_are_whose_they_are(editor, clinician):
    shipped = make_live(summary="From the portal.")
    submit(shipped, editor)
    change(shipped, clinician, title="Mine")
    assert refused(shipped, clinician)
    change(shipped, clinician, title="")
    assert accepted(shipped, clinician)


def test_saving_what_is_there_already_writes_nothing(live, clinician, editor):
    submit(live, editor)
    change(live, clinician)
    assert not Contribution.objects.filter(topic=live).exists()
