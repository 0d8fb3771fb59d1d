"""What is used, or was read, is never deleted; a draft that nothing needs goes with its history."""

import pytest

from tests.appointments.builders import make_request, make_service
from tests.builders import (
    NOW,
    make_link,
    make_live,
    make_practitioner,
    make_section,
    make_signed,
    make_topic,
    make_user,
)
from topics.actions.change_requests import file_change_request
from topics.actions.deleting import StillUsed, delete
from topics.actions.merging import merge
from topics.actions.publishing import publish
from topics.actions.withdrawing import withdraw
from topics.models import SignOff, Topic, TopicEvent
from topics.workflow import StepNotAllowed

pytestmark = pytest.mark.django_db


def kept(topic, words="is still used"):
    with pytest.raises(StillUsed, match=words) as refusal:
        delete(topic=topic, by=make_user("admin"), now=NOW)
    assert Topic.objects.filter(pk=topic.pk).exists()
    return refusal.value.uses


def test_a_signed_draft_that_nothing_uses_goes_with_its_history():
    topic = make_signed()
    make_section(topic)
    file_change_request(topic=topic, reason="Say more.", by=make_user("receptionist"), now=NOW)
    delete(topic=topic, by=make_user("admin"), now=NOW)
    assert not Topic.objects.exists() and not TopicEvent.objects.exists() and not SignOff.objects.exists()


def test_a_line_of_a_draft_keeps_it_and_is_named():
    topic = make_topic()
    make_link(make_topic(name="Back pain"), topic, label="The line")
    assert [(use.page.name, use.text) for use in kept(topic).drafts] == [("Back pain", "The line")]


def test_a_link_in_a_draft_keeps_it_and_is_named():
    topic = make_topic(slug="sciatica")
    make_section(make_topic(name="Back pain"), heading="About", body="See [it](/conditions/sciatica/).")
    assert [(use.page.name, use.heading) for use in kept(topic).drafts] == [("Back pain", "About")]


def test_a_live_page_keeps_it_even_if_the_draft_has_dropped_it():
    topic, page = make_topic(), make_topic(name="Back pain")
    make_link(page, topic)
    make_live(page)
    page.sections.all().delete()
    assert [use.edition.name for use in kept(topic).live] == ["Back pain"]


def test_an_earlier_edition_keeps_it():
    topic, page = make_topic(), make_topic()
    make_link(page, topic)
    make_live(page)
    page.sections.all().delete()
    publish(topic=page, by=None, now=NOW)
    uses = kept(topic)
    assert (uses.live, uses.former_editions) == ((), 1)


def test_what_readers_have_seen_is_kept_though_it_was_withdrawn():
    topic = make_live()
    withdraw(topic=topic, reason="error", public_note="Wrong.", by=make_user("admin"), now=NOW)
    kept(topic, "Readers have seen this page")


def test_a_concept_that_another_was_merged_into_is_kept_and_so_is_the_other():
    topic, into = make_topic(name="First"), make_topic(name="Second")
    merge(topic=topic, into=into, by=make_user("admin"), now=NOW)
    assert [one.name for one in kept(into).led_here] == ["First"]
    kept(topic)


def test_practitioners_keep_their_speciality_and_are_counted_not_named():
    topic = make_topic(kind="specialty")
    make_practitioner(topic, name="Dr Sample")
    (use,) = kept(topic).others
    assert (use.count, "Dr Sample" in use.name) == (1, False)


def test_a_request_form_and_requests_keep_it_and_are_counted_without_a_word_about_the_patient():
    service = make_service()
    article = make_live(kind="symptom")
    make_request(service, edition=article.live_edition, patient_name="Canaryname")
    for topic in (service.specialty, article):
        uses = kept(topic, "Readers have seen this page")
        assert [use.count for use in uses.others] == [1]
        assert "Canaryname" not in repr(uses.others)


@pytest.mark.parametrize("role", ["editor", "clinician", "receptionist", "lead", ""])
def test_only_administrators_delete(role):
    topic = make_topic()
    with pytest.raises(StepNotAllowed):
        delete(topic=topic, by=make_user(role), now=NOW)
    assert Topic.objects.filter(pk=topic.pk).exists()
