"""A concept is retired: not offered any more, its page gone with a word to readers; brought back, all is as before."""

import pytest

from tests.builders import NOW, make_link, make_live, make_section, make_signed, make_topic, make_user
from topics.actions.publishing import publish
from topics.actions.retiring import RetireRefused, reinstate, retire
from topics.actions.reviewing import submit
from topics.editing.names import Names
from topics.models import ReReview, Topic
from topics.workflow import State, Step, StepNotAllowed

pytestmark = pytest.mark.django_db
NOTE = "Doctors no longer use this name."


@pytest.fixture
def disease():
    return make_live(name="Osteochondrosis", slug="osteochondrosis")


@pytest.fixture
def articles(disease):
    """Two live pages: one has it in a list, the other links to it in a text. A third only says the word."""
    listed = make_topic(kind="symptom", name="Back pain", slug="back-pain")
    make_link(listed, disease, kind="possible_conditions", label="Osteochondrosis")
    linking = make_topic(kind="symptom", name="Neck pain", slug="neck-pain")
    make_section(linking, body="See [here](/conditions/osteochondrosis/#causes).")
    speaking = make_topic(kind="symptom", name="Leg pain", slug="leg-pain", summary="Osteochondrosis is a word.")
    return [make_live(topic) for topic in (listed, linking, speaking)]


def retired(topic, role="clinician", **changes) -> Topic:
    return retire(topic=topic, by=make_user(role), now=NOW, **{"public_note": NOTE} | changes)


def test_a_concept_that_live_pages_link_to_stays_until_each_of_them_is_accepted(disease, articles):
    listed, linking, _speaking = articles
    for accepted, missing in (((), ["Back pain", "Neck pain"]), ([listed.pk], ["Neck pain"])):
        with pytest.raises(RetireRefused) as refusal:
            retired(disease, accepted=accepted)
        assert [name for name in ("Back pain", "Neck pain", "Leg pain") if name in str(refusal.value)] == missing
        assert [edition.name for edition in refusal.value.uses.live_pages] == ["Back pain", "Neck pain"]
    assert Topic.objects.get(pk=disease.pk).is_live and not ReReview.objects.exists()
    assert retired(disease, accepted=[listed.pk, linking.pk]).state == State.RETIRED


def test_live_pages_keep_their_words_without_a_link_and_are_looked_at_again(client, disease, articles):
    retired(disease, accepted=[topic.pk for topic in articles])
    for slug, words in (("back-pain", "Osteochondrosis"), ("neck-pain", "here")):
        page = client.get(f"/symptoms/{slug}/").content.decode()
        assert words in page and "/conditions/osteochondrosis/" not in page
    rows = ReReview.objects.still_open().order_by("page__name")
    assert [(row.page.name, row.why, row.passages[0]["text"]) for row in rows] == [
        ("Back pain", "retired", "Osteochondrosis"),
        ("Neck pain", "retired", "See [here](/conditions/osteochondrosis/#causes)."),
    ]


def test_readers_who_come_for_its_page_are_told(client, disease):
    retired(disease)
    response = client.get("/conditions/osteochondrosis/")
    assert response.status_code == 410 and NOTE in response.content.decode()
    assert "Osteochondrosis" not in client.get("/conditions/").content.decode()


def test_without_a_word_to_its_readers_a_live_page_stays(disease):
    with pytest.raises(RetireRefused, match="what readers are told"):
        retired(disease, public_note="  ")
    assert retired(make_topic(), public_note="").state == State.RETIRED  # nobody reads a draft


def test_it_is_no_longer_offered_for_lines_but_a_line_that_has_it_keeps_it(disease):
    line = make_link(make_topic(), disease)
    retired(disease)
    names = Names.load()
    assert names.lookup("Osteochondrosis") == [] and names.only("Osteochondrosis") == ""
    assert "Osteochondrosis" not in names.to_choose_from
    assert names.at("condition/osteochondrosis").name == "Osteochondrosis"
    line.refresh_from_db()
    assert line.topic == disease


def test_brought_back_and_published_all_links_lead_to_it_again(client, disease, articles):
    retired(disease, accepted=[topic.pk for topic in articles])
    topic = reinstate(topic=disease, by=make_user("admin"), now=NOW)
    assert topic.state == State.DRAFT and Names.load().only("Osteochondrosis") == "condition/osteochondrosis"
    assert client.get("/conditions/osteochondrosis/").status_code == 410
    publish(topic=topic, by=None, now=NOW)
    for slug in ("back-pain", "neck-pain"):
        assert "/conditions/osteochondrosis/" in client.get(f"/symptoms/{slug}/").content.decode()
    assert not any(Topic.objects.get(pk=one.pk).live_edition.link_overrides for one in articles)
    assert [event.step for event in topic.events.order_by("pk")][-3:] == [Step.RETIRE, Step.REINSTATE, Step.PUBLISH]


@pytest.mark.parametrize("role", ["editor", "receptionist", "lead", ""])
def test_only_reviewers_and_administrators_retire_and_bring_back(disease, role):
    with pytest.raises(StepNotAllowed):
        retired(disease, role)
    gone = retired(make_topic())
    with pytest.raises(StepNotAllowed):
        reinstate(topic=gone, by=make_user(role), now=NOW)
    assert Topic.objects.get(pk=disease.pk).is_live


def test_what_is_in_review_is_not_retired(disease):
    submit(topic=disease, by=make_user("editor"), now=NOW)
    with pytest.raises(StepNotAllowed):
        retired(disease)


def test_a_signed_draft_that_is_retired_cannot_be_published(disease):
    topic = make_signed()
    retired(topic)
    with pytest.raises(StepNotAllowed):
        publish(topic=topic, by=make_user("admin"), now=NOW)
