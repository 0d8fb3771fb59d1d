"""A reviewer confirms that each sentence warns of its sign: bound to the text, to the checklist, and to the edition."""

from datetime import timedelta

import pytest

from tests.builders import (
    NOW,
    confirmed,
    make_card,
    make_ready,
    make_red_flag,
    make_signed,
    make_topic,
    make_user,
)
from tests.topics.rows import stored
from topics.actions import publishing, reviewing, saving
from topics.checklists import checklist
from topics.compose import compose
from topics.models import RedFlag, SignOff, Topic, TopicEvent
from topics.warning_signs import to_confirm
from topics.workflow import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def numb():
    return make_red_flag(sign="numbness around the genitals", said_as="numb genital")


@pytest.fixture
def fever(numb):
    return make_red_flag(numb.region, sign="a high temperature", said_as="fever", urgency="urgent")


@pytest.fixture
def article(numb, fever):
    """A symptom article whose cards name both signs."""
    topic = make_topic(kind="symptom")
    topic.body_regions.add(numb.region)
    make_card(topic, points="numb down there\na fall", signs=[[numb.stable_id], []])
    words = {"heading": "Ask to speak to a doctor today if you have:", "action": "Phone us on {clinic_phone}."}
    make_card(topic, urgency="urgent", points="you feel hot", signs=[[fever.stable_id]], **words)
    return make_ready(topic)


@pytest.fixture
def submitted(article):
    return reviewing.submit(topic=article, by=make_user("editor"), now=NOW)


def sign(topic, signs, by=None, **more):
    by = by or make_user("clinician")
    return reviewing.sign_off(topic=topic, sha256=compose(topic).sha256, by=by, now=NOW, signs=signs, **more)


def publish(topic):
    return publishing.publish(topic=Topic.objects.get(pk=topic.pk), by=make_user("editor"), now=NOW)


def test_what_was_confirmed_stands_with_the_signature(submitted):
    signed = sign(submitted, confirmed(submitted), note=" Well put. ")
    assert [(row["words"], row["sentences"]) for row in signed.signs] == [
        ("numbness around the genitals", ["numb down there"]),
        ("a high temperature", ["you feel hot"]),
    ]
    assert signed.confirmed == set(confirmed(submitted)) and len(signed.signs_sha256) == 64
    assert TopicEvent.objects.get(topic=submitted, step=Step.SIGN_OFF).note == "Well put."
    assert publish(submitted).sign_off == signed


@pytest.mark.parametrize("ticked", [0, 1])
def test_a_sign_that_is_not_confirmed_refuses_the_signature_by_its_name(submitted, ticked):
    before = stored()
    with pytest.raises(reviewing.SignsNotConfirmed) as refusal:
        sign(submitted, confirmed(submitted)[:ticked])
    assert "“a high temperature”" in str(refusal.value)
    assert ("“numbness around the genitals”" in str(refusal.value)) is (ticked == 0)
    assert stored() == before


def test_another_sentence_or_another_page_is_not_what_was_ticked(submitted):
    ticked = confirmed(submitted)
    submitted.care_cards.filter(urgency="emergency").update(points="no numbness down there\na fall")
    with pytest.raises(reviewing.SignsNotConfirmed, match="numbness"):
        sign(submitted, ticked)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("change", [{"sign": "an itching nose"}, {"urgency": "urgent"}])
def test_a_sign_that_was_changed_under_the_reviewers_eyes_is_not_confirmed(submitted, numb, change):
    ticked = confirmed(submitted)
    RedFlag.objects.filter(pk=numb.pk).update(**change)
    with pytest.raises(reviewing.SignsNotConfirmed):
        sign(submitted, ticked)


def test_a_sign_that_was_changed_after_signing_stops_publishing_until_it_is_confirmed_anew(submitted, numb):
    first = sign(submitted, confirmed(submitted))
    RedFlag.objects.filter(pk=numb.pk).update(sign="an itching nose")
    with pytest.raises(publishing.SignsSaidOtherwise, match="“an itching nose”"):
        publish(submitted)
    topic = reviewing.submit(topic=Topic.objects.get(pk=submitted.pk), by=make_user("editor"), now=NOW)
    again = sign(topic, confirmed(topic), by=first.reviewer)
    assert (again.pk != first.pk, again.sha256, again.signed_on) == (True, first.sha256, first.signed_on)
    assert SignOff.objects.get(pk=first.pk).signs[0]["words"] == "numbness around the genitals"
    SignOff.objects.filter(pk=again.pk).update(signed_at=NOW + timedelta(minutes=1))
    assert publish(topic).sign_off == again


@pytest.mark.parametrize("change", [{"said_as": "other words"}, {"position": 7}])
def test_by_which_words_a_sign_is_suggested_is_no_matter_of_the_signature(submitted, numb, change):
    sign(submitted, confirmed(submitted))
    RedFlag.objects.filter(pk=numb.pk).update(**change)
    assert publish(submitted).number == 1


def test_a_sign_without_a_sentence_cannot_be_confirmed_and_stops_at_the_gate(article, numb, fever):
    article.care_cards.filter(urgency="urgent").update(signs=[])
    topic = reviewing.submit(topic=article, by=make_user("editor"), now=NOW)
    sign(topic, confirmed(topic))
    with pytest.raises(publishing.GatesClosed) as refusal:
        publish(topic)
    assert [one.key for one in refusal.value.findings] == [f"sign-{fever.stable_id}"]


def test_other_pages_are_confirmed_for_what_they_name(numb):
    topic = make_ready(make_topic(kind="condition"))
    topic.body_regions.add(numb.region)
    make_card(topic, points="numb down there", signs=[[numb.stable_id]])
    reviewing.submit(topic=topic, by=make_user("editor"), now=NOW)
    with pytest.raises(reviewing.SignsNotConfirmed):
        sign(topic, [])
    sign(topic, confirmed(topic))
    assert publish(topic).number == 1


def test_who_chooses_a_sign_beside_a_point_cannot_sign_the_page(submitted, numb):
    both = make_user("clinician")
    document = compose(submitted)
    named = [card.signs for card in document.care_cards]
    submitted.care_cards.update(signs=[])
    saving.save_draft(topic=submitted, document=document, based_on=submitted.version, by=both, now=NOW)
    submitted.refresh_from_db()
    assert [card.signs for card in compose(submitted).care_cards] == named
    with pytest.raises(reviewing.OwnWork):
        sign(submitted, confirmed(submitted), by=both)
    assert sign(submitted, confirmed(submitted))


def test_an_emergency_edition_is_confirmed_when_it_is_signed_afterwards(article, numb):
    admin = make_user("admin")
    edition = publishing.force_publish(topic=article, by=admin, now=NOW, reason="A wrong number.")
    asked = {"topic": Topic.objects.get(pk=article.pk), "sha256": edition.sha256, "now": NOW + timedelta(hours=1)}
    with pytest.raises(reviewing.SignsNotConfirmed):
        reviewing.sign_afterwards(by=make_user("clinician"), **asked)
    warnings = to_confirm(edition.content, checklist(edition.content.body_regions))
    signed = reviewing.sign_afterwards(
        by=make_user("clinician"), signs=[one.token for one in warnings], note="Fine.", **asked
    )
    assert len(signed.signs) == 2


def test_in_an_emergency_a_sign_that_no_point_names_or_that_is_denied_is_stopped(article):
    card = article.care_cards.get(urgency="emergency")
    article.care_cards.filter(pk=card.pk).update(points="no numbness down there\na fall")
    with pytest.raises(publishing.GatesClosed) as refusal:
        publishing.force_publish(topic=article, by=make_user("admin"), now=NOW, reason="It burns.")
    assert [one.code for one in refusal.value.findings] == ["turned_round"]
    article.care_cards.filter(pk=card.pk).update(points="numb down there\na fall", signs=[])
    with pytest.raises(publishing.GatesClosed) as refusal:
        publishing.force_publish(topic=article, by=make_user("admin"), now=NOW, reason="It burns.")
    assert [one.code for one in refusal.value.findings] == ["red_flag"]


def test_signing_the_same_again_on_one_day_is_one_signature():
    topic = make_signed(make_topic(kind="symptom"))
    first = SignOff.objects.get()
    reviewing.submit(topic=topic, by=make_user("editor"), now=NOW)
    assert sign(topic, confirmed(topic), by=first.reviewer) == first


def test_restoring_an_edition_brings_back_what_its_points_named(submitted, numb):
    sign(submitted, confirmed(submitted))
    edition = publish(submitted)
    topic = Topic.objects.get(pk=submitted.pk)
    topic.care_cards.update(signs=[])
    saving.restore(topic=topic, edition=edition, by=make_user("editor"), now=NOW)
    assert compose(Topic.objects.get(pk=topic.pk)).signs() == edition.content.signs() != set()


def test_of_many_signs_that_are_not_confirmed_the_first_are_named(submitted, numb):
    for number in range(4):
        make_red_flag(numb.region, sign=f"one more {number}", stable_id=f"more-{number}")
    submitted.care_cards.filter(urgency="emergency").update(
        signs=[[numb.stable_id, *(f"more-{number}" for number in range(4))], []]
    )
    with pytest.raises(reviewing.SignsNotConfirmed, match=r"“one more 1” and 3 more\. Tick each"):
        sign(submitted, [])
