"""Two concepts become one: lines, live links, addresses and names follow; what cannot follow refuses the merge."""

import pytest

from tests.appointments.builders import make_service
from tests.builders import (
    NOW,
    make_link,
    make_live,
    make_other_name,
    make_practitioner,
    make_section,
    make_signed,
    make_topic,
    make_user,
)
from tests.snapshots import once
from topics.actions.change_requests import file_change_request
from topics.actions.merging import MergeRefused, merge
from topics.actions.publishing import publish
from topics.actions.reviewing import submit
from topics.actions.saving import restore
from topics.actions.withdrawing import withdraw
from topics.compose import compose
from topics.models import EditionLink, NeedsChange, OtherName, ReReview, Topic
from topics.where_used import where_used
from topics.workflow import State, Step, StepNotAllowed

pytestmark = pytest.mark.django_db


def again(topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def pair(db):
    """Two live conditions that are one: the first with an everyday name."""
    return once("two concepts that are one", make_pair)


def make_pair() -> tuple[Topic, Topic]:
    disc = make_topic(name="Slipped disc", slug="slipped-disc", plain_name="Disc out of place")
    make_other_name(disc, "Prolapsed disc")
    return make_live(disc), make_live(name="Herniated disc", slug="herniated-disc")


@pytest.fixture
def article(pair):
    """A live article with a line and a link in its text that lead to the first."""
    return once("an article that leads to one of two concepts", lambda: make_article(pair))


def make_article(pair) -> Topic:
    topic = make_topic(kind="symptom", name="Back pain", slug="back-pain")
    make_section(topic, heading="About", body="It may be a [disc](/conditions/slipped-disc/). Slipped disc is common.")
    make_link(topic, pair[0], kind="possible_conditions", label="A slipped disc")
    return make_live(topic)


def merged(pair, role="clinician"):
    return merge(topic=pair[0], into=pair[1], by=make_user(role), now=NOW)


def test_a_live_page_links_straight_to_the_other_concept_though_it_stays_as_it_was_signed(client, pair, article):
    digest, document = article.live_edition.sha256, article.live_edition.document
    merged(pair)
    page = client.get("/symptoms/back-pain/").content.decode()
    assert 'href="/conditions/herniated-disc/"' in page and "/conditions/slipped-disc/" not in page
    assert page.count('href="/conditions/herniated-disc/"') == 2, "the line and the link in the text"
    live = again(article).live_edition
    assert (live.sha256, live.document, live.content.sha256) == (digest, document, digest)
    assert live.link_overrides == {"condition/slipped-disc": "condition/herniated-disc"}


def test_lines_of_drafts_lead_to_the_other_concept(pair, article):
    draft = make_topic(name="Draft")
    line = make_link(draft, pair[0], label="Slipped")
    merged(pair)
    line.refresh_from_db()
    assert line.topic == pair[1] and line.label == "Slipped"
    assert again(article).state == State.LIVE
    assert [event.step for event in draft.events.all()] == [Step.RELINK]


def test_readers_are_led_on_from_every_address_it_ever_had(client, pair):
    old = pair[0]
    Topic.objects.filter(pk=old.pk).update(slug="disc")
    publish(topic=old, by=None, now=NOW)
    merged((again(old), pair[1]))
    for former in ("slipped-disc", "disc"):
        response = client.get(f"/conditions/{former}/")
        assert (response.status_code, response["Location"]) == (301, "/conditions/herniated-disc/")
    gone = again(old)
    assert (gone.state, gone.merged_into, gone.live_edition) == (State.MERGED, pair[1], None)


def test_merged_again_and_renamed_all_addresses_lead_straight_to_the_last(client, pair, article):
    last = make_live(name="Disc trouble", slug="disc-trouble")
    merged(pair)
    merge(topic=again(pair[1]), into=last, by=make_user("admin"), now=NOW)
    Topic.objects.filter(pk=last.pk).update(slug="worn-disc")
    publish(topic=again(last), by=None, now=NOW)
    for former in ("slipped-disc", "herniated-disc", "disc-trouble"):
        response = client.get(f"/conditions/{former}/")
        assert (response.status_code, response["Location"]) == (301, "/conditions/worn-disc/")
    page = client.get("/symptoms/back-pain/").content.decode()
    assert page.count('href="/conditions/worn-disc/"') == 2 and "disc-trouble" not in page
    assert again(pair[0]).merged_into == last


def test_when_the_other_page_goes_readers_of_both_addresses_learn_why(client, pair, article):
    merged(pair)
    withdraw(topic=again(pair[1]), reason="error", public_note="A dose was wrong.", by=make_user("admin"), now=NOW)
    for former in ("slipped-disc", "herniated-disc"):
        response = client.get(f"/conditions/{former}/")
        assert response.status_code == 410 and "A dose was wrong." in response.content.decode()
    page = client.get("/symptoms/back-pain/").content.decode()
    assert "A slipped disc" in page and "/conditions/" not in page.split("<article", 1)[1].split("</article>")[0]


def test_its_names_become_other_names_and_search_finds_the_other_page_at_once(client, pair):
    merged(pair)
    names = set(OtherName.objects.filter(topic=pair[1]).values_list("name", flat=True))
    assert names == {"Slipped disc", "Disc out of place", "Prolapsed disc"}
    assert again(pair[1]).state == State.DRAFT, "readers see the names once they are signed and published"
    found = client.get("/search/?q=slipped").content.decode()
    assert "/conditions/herniated-disc/" in found and "/conditions/slipped-disc/" not in found
    assert "Slipped disc" not in client.get("/conditions/").content.decode()


def test_a_name_both_have_is_kept_once():
    topic, into = make_topic(name="Disc hernia"), make_topic(name="Herniated disc")
    make_other_name(topic, "HERNIATED DISC")
    make_other_name(topic, "Slipped disc")
    make_other_name(into, "slipped disc")
    merge(topic=topic, into=into, by=make_user("clinician"), now=NOW)
    assert set(OtherName.objects.filter(topic=into).values_list("name", flat=True)) == {"slipped disc", "Disc hernia"}


def test_the_other_page_says_where_it_is_mentioned(client, pair, article):
    merged(pair)
    assert "/symptoms/back-pain/" in client.get("/conditions/herniated-disc/").content.decode()
    assert [use.edition.name for use in where_used(pair[1]).live] == ["Back pain", "Back pain"]


def test_a_page_that_named_both_mentions_the_other_once(client, pair):
    topic = make_topic(kind="symptom", name="Leg pain", slug="leg-pain")
    section = make_link(topic, pair[0], kind="causes").section
    section.items.create(label="Herniated disc", topic=pair[1], position=1)
    make_live(topic)
    merged(pair)
    page = client.get("/conditions/herniated-disc/").content.decode()
    assert page.count("/symptoms/leg-pain/") == 1


def test_a_draft_line_that_would_lead_to_its_own_page_waits_for_a_decision(client, pair):
    into = pair[1]
    line = make_link(into, pair[0])
    publish(topic=into, by=None, now=NOW)
    merged((pair[0], again(into)))
    line.refresh_from_db()
    assert (line.topic, line.unlinked_reason) == (None, "")
    article = client.get("/conditions/herniated-disc/").content.decode().split("<article", 1)[1]
    assert "Slipped disc" in article and 'href="/conditions/' not in article.split("</article>")[0]


def test_every_live_page_that_named_it_is_looked_at_again_with_its_sentences(pair, article):
    merged(pair)
    row = ReReview.objects.still_open().get(page=article)
    assert (row.cause, row.why) == (pair[0], "merged")
    told = [(place["heading"], place["text"], place["how"]) for place in row.passages]
    assert told == [
        ("About", "It may be a [disc](/conditions/slipped-disc/).", "link"),
        ("About", "Slipped disc is common.", "words"),
        (article.sections.get(kind="possible_conditions").heading, "A slipped disc", "line"),
    ]


def test_both_have_it_in_their_history(pair):
    merged(pair)
    first, second = (topic.events.order_by("-pk").first() for topic in pair)
    assert (first.step, first.after, first.note) == (Step.MERGE, State.MERGED, "Herniated disc")
    assert (second.step, second.note) == (Step.TAKE_IN, "Slipped disc")


def test_a_signature_over_a_page_that_named_it_is_left_behind(pair):
    topic = make_topic(name="Signed page")
    make_link(topic, pair[0])
    topic = make_signed(topic)
    assert topic.sign_offs.filter(sha256=compose(topic).sha256).exists()
    merged(pair)
    topic = again(topic)
    assert topic.state == State.DRAFT
    assert not topic.sign_offs.filter(sha256=compose(topic).sha256).exists()


def test_practitioners_and_change_requests_go_along():
    topic, into = make_live(kind="specialty"), make_live(kind="specialty")
    one, both = make_practitioner(topic), make_practitioner(topic, into)
    person = make_user("receptionist")
    for page, reason in ((topic, "Mend it."), (topic, "Say more."), (into, "Say more.")):
        file_change_request(topic=page, reason=reason, by=person, now=NOW)
    merge(topic=topic, into=into, by=make_user("admin"), now=NOW)
    assert set(into.practitioners.all()) == {one, both} and not topic.practitioners.exists()
    assert sorted(NeedsChange.objects.filter(topic=into).values_list("reason", flat=True)) == ["Mend it.", "Say more."]


def test_an_old_edition_brought_back_names_the_other_concept(pair, article):
    merged(pair)
    article.sections.all().delete()
    restore(topic=again(article), edition=again(article).live_edition, by=make_user("editor"), now=NOW)
    assert list(article.sections.filter(items__isnull=False).values_list("items__topic", flat=True)) == [pair[1].pk]


# --- refused ---------------------------------------------------------------------------------------------------------


def refused(topic, into, words, role="clinician"):
    before = list(Topic.objects.order_by("pk").values_list("state", "version", "live_edition", "merged_into"))
    with pytest.raises(MergeRefused, match=words) as refusal:
        merge(topic=topic, into=into, by=make_user(role), now=NOW)
    assert list(Topic.objects.order_by("pk").values_list("state", "version", "live_edition", "merged_into")) == before
    assert not EditionLink.objects.filter(topic=into).exists() and not ReReview.objects.exists()
    return refusal.value


def test_a_concept_is_not_merged_into_itself(pair):
    refused(pair[0], pair[0], "into itself")


def test_a_test_is_not_merged_into_a_condition(pair):
    refused(make_live(kind="test"), pair[1], "of different kinds")


def test_readers_are_not_led_to_a_page_that_is_not_live(pair):
    refused(pair[0], make_topic(), "would be led nowhere")
    merge(topic=make_topic(), into=make_topic(), by=make_user("clinician"), now=NOW)  # two drafts may be merged


def test_nothing_is_merged_into_what_is_merged_or_retired_itself(pair):
    for state in (State.MERGED, State.RETIRED):
        into = make_topic(state=state, merged_into=pair[0] if state == State.MERGED else None)
        refused(make_topic(), into, "is retired or merged itself")


def test_a_draft_in_review_that_names_it_is_told_of_by_name(pair):
    draft = make_topic(name="Neck pain")
    make_link(draft, pair[0])
    submit(topic=draft, by=make_user("editor"), now=NOW)
    refusal = refused(*pair, "In review now: “Neck pain”")
    assert [page.name for page in refusal.uses.in_review] == ["Neck pain"]


def test_the_other_concept_may_not_be_in_review_either(pair):
    submit(topic=pair[1], by=make_user("editor"), now=NOW)
    refused(pair[0], again(pair[1]), "In review now: “Herniated disc”")


def test_a_specialist_with_a_request_form_of_its_own_stays():
    service = make_service()
    topic = service.specialty
    Topic.objects.filter(pk=topic.pk).update(name="Nerve doctor")
    refusal = refused(topic, make_live(kind="specialty"), "“Nerve doctor” has what cannot move")
    assert [use.count for use in refusal.uses.rooted] == [1]


@pytest.mark.parametrize("role", ["editor", "receptionist", "lead", ""])
def test_only_reviewers_and_administrators_merge(pair, role):
    with pytest.raises(StepNotAllowed):
        merged(pair, role)
    assert again(pair[0]).is_live


def test_what_is_merged_cannot_be_merged_or_edited_again(pair):
    merged(pair)
    with pytest.raises(StepNotAllowed):
        merge(topic=again(pair[0]), into=again(pair[1]), by=make_user("admin"), now=NOW)
