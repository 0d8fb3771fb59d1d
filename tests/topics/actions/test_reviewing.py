"""Review and sign-off: bound to the text, never one's own, dead after any later change."""

from datetime import date, timedelta

import pytest

from tests.builders import NOW, make_card, make_live, make_practitioner, make_ready, make_section, make_topic, make_user
from topics.actions import publishing, reviewing, saving
from topics.compose import compose, compose_unlinked
from topics.models import Edition, SignOff, Topic, TopicEvent
from topics.workflow import State, Step, StepNotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("editor")


@pytest.fixture
def clinician():
    return make_user("clinician")


@pytest.fixture
def submitted(editor):
    topic = make_ready(make_topic(last_changed_by=editor))
    make_section(topic)
    return reviewing.submit(topic=topic, by=editor, now=NOW)


def reworded(topic, **changes):
    from dataclasses import replace

    return replace(compose_unlinked(topic), **changes)


def test_a_reviewer_signs_the_text_they_read(submitted, clinician):
    digest = compose(submitted).sha256
    signed = reviewing.sign_off(topic=submitted, sha256=digest, by=clinician, now=NOW)
    submitted.refresh_from_db()
    assert (submitted.state, signed.sha256, signed.reviewer) == (State.SIGNED_OFF, digest, clinician)
    event = TopicEvent.objects.get(topic=submitted, step=Step.SIGN_OFF)
    assert (event.by, event.sha256, event.before, event.after) == (clinician, digest, "in_review", "signed_off")


def test_the_signature_keeps_name_and_qualification_of_the_day(submitted, clinician):
    person = make_practitioner(name="Dr Clara Sample", credentials="neurologist", registration="GMC 1", user=clinician)
    reviewing.sign_off(topic=submitted, sha256=compose(submitted).sha256, by=clinician, now=NOW)
    person.name = "Dr Clara Married"
    person.save()
    assert SignOff.objects.get().as_shown["reviewer"] == "Dr Clara Sample, neurologist, GMC 1"


def test_whoever_changed_the_text_last_cannot_sign_it(submitted, clinician):
    document = reworded(submitted, summary="Better words.")
    saving.save_draft(topic=submitted, document=document, based_on=submitted.version, by=clinician, now=NOW)
    submitted.refresh_from_db()
    with pytest.raises(reviewing.OwnWork):
        reviewing.sign_off(topic=submitted, sha256=compose(submitted).sha256, by=clinician, now=NOW)
    assert not SignOff.objects.exists()
    assert Topic.objects.get(pk=submitted.pk).state == State.IN_REVIEW


def test_a_text_that_changed_under_the_reviewers_eyes_is_not_signed(submitted, clinician):
    seen = compose(submitted).sha256
    other = make_user("clinician")
    document = reworded(submitted, summary="Something else.")
    saving.save_draft(topic=submitted, document=document, based_on=submitted.version, by=other, now=NOW)
    with pytest.raises(reviewing.TextChanged):
        reviewing.sign_off(topic=submitted, sha256=seen, by=clinician, now=NOW)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("role", ["editor", "receptionist", "lead", "admin", ""])
def test_nobody_but_a_reviewer_signs(submitted, role):
    with pytest.raises(StepNotAllowed):
        reviewing.sign_off(topic=submitted, sha256=compose(submitted).sha256, by=make_user(role), now=NOW)
    assert not SignOff.objects.exists()


def test_any_later_edit_leaves_the_signature_behind(submitted, editor, clinician):
    reviewing.sign_off(topic=submitted, sha256=compose(submitted).sha256, by=clinician, now=NOW)
    submitted.refresh_from_db()
    document = reworded(submitted, summary="One word more.")
    saving.save_draft(topic=submitted, document=document, based_on=submitted.version, by=editor, now=NOW)
    submitted.refresh_from_db()
    assert submitted.state == State.DRAFT
    assert not SignOff.objects.filter(sha256=compose(submitted).sha256).exists()


def test_in_review_the_draft_is_locked_for_its_editors_until_it_is_taken_back(submitted, editor):
    before, document = submitted.summary, reworded(submitted, summary="Quickly, before anybody looks.")
    with pytest.raises(StepNotAllowed):
        saving.save_draft(topic=submitted, document=document, based_on=submitted.version, by=editor, now=NOW)
    assert Topic.objects.get(pk=submitted.pk).summary == before
    taken = reviewing.take_back(topic=submitted, by=editor, now=NOW)
    saved = saving.save_draft(topic=taken, document=document, based_on=taken.version, by=editor, now=NOW)
    assert saved.summary == "Quickly, before anybody looks."


def test_asking_for_changes_needs_words_and_keeps_them(submitted, clinician):
    with pytest.raises(reviewing.ReviewRefused):
        reviewing.request_changes(topic=submitted, by=clinician, now=NOW, note="  ")
    reviewing.request_changes(topic=submitted, by=clinician, now=NOW, note="Name the number to call.")
    submitted.refresh_from_db()
    assert submitted.state == State.CHANGES_REQUESTED
    assert submitted.events.get(step=Step.REQUEST_CHANGES).note == "Name the number to call."


def test_pages_with_an_emergency_card_are_due_after_a_year_others_after_two():
    calm, pressing = make_topic(), make_topic()
    make_card(pressing)
    assert reviewing.next_review(date(2026, 11, 25), compose(calm)) == date(2028, 11, 25)
    assert reviewing.next_review(date(2026, 11, 25), compose(pressing)) == date(2027, 11, 25)
    assert reviewing.next_review(date(2028, 2, 29), compose(calm)) == date(2030, 2, 28)


def test_an_emergency_edition_is_signed_afterwards_by_somebody_else(clinician):
    admin = make_user("admin")
    topic = make_topic()
    edition = publishing.force_publish(topic=topic, by=admin, now=NOW, reason="The number to call was wrong.")
    assert list(Edition.objects.forced_and_unsigned()) == [edition]
    assert edition.review is None
    with pytest.raises(StepNotAllowed):
        reviewing.sign_afterwards(topic=topic, sha256=edition.sha256, by=make_user("editor"), now=NOW)
    later = NOW + timedelta(hours=2)
    reviewing.sign_afterwards(topic=topic, sha256=edition.sha256, by=clinician, now=later)
    edition = Edition.objects.get(pk=edition.pk)
    assert edition.review["reviewer"] == clinician.get_short_name()
    assert not Edition.objects.forced_and_unsigned().exists()


def test_whoever_published_in_an_emergency_cannot_sign_for_it():
    both = make_user("admin")
    both.groups.add(*make_user("clinician").groups.all())
    topic = make_topic()
    edition = publishing.force_publish(topic=topic, by=both, now=NOW, reason="It could not wait.")
    with pytest.raises(reviewing.OwnWork):
        reviewing.sign_afterwards(topic=topic, sha256=edition.sha256, by=both, now=NOW)


def test_a_signed_or_shipped_edition_cannot_be_signed_afterwards(clinician):
    topic = make_live()
    with pytest.raises(reviewing.TextChanged):
        reviewing.sign_afterwards(topic=topic, sha256=topic.live_edition.sha256, by=clinician, now=NOW)


def test_signing_an_old_text_again_leaves_the_signature_of_its_edition_alone(submitted, clinician, editor):
    digest = compose(submitted).sha256
    signed = reviewing.sign_off(topic=submitted, sha256=digest, by=clinician, now=NOW)
    edition = publishing.publish(topic=submitted, by=editor, now=NOW)
    topic = Topic.objects.get(pk=submitted.pk)
    topic = saving.restore(topic=topic, edition=edition, by=editor, now=NOW + timedelta(days=400))
    topic = reviewing.submit(topic=topic, by=editor, now=NOW + timedelta(days=400))
    again = reviewing.sign_off(topic=topic, sha256=digest, by=clinician, now=NOW + timedelta(days=400))
    assert again.pk != signed.pk
    assert Edition.objects.get(pk=edition.pk).review["reviewed_on"] == NOW.date()
