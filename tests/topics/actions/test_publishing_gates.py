"""Publishing asks the gates inside its transaction: what is neither mended nor waived stops the page."""

import pytest

from tests.builders import (
    NOW,
    make_item,
    make_link,
    make_ready,
    make_red_flag,
    make_region,
    make_section,
    make_signed,
    make_source,
    make_topic,
    make_user,
    make_word_rule,
)
from tests.portal.threads import at_once
from tests.topics.rows import stored
from topics.actions import waiving
from topics.actions.publishing import GatesClosed, NothingChanged, PublishingRefused, force_publish, publish
from topics.compose import compose
from topics.gates.run import findings
from topics.models import Edition, Topic, Waiver

pytestmark = pytest.mark.django_db


def article(**changes) -> Topic:
    """A signed symptom article of a region with two warning signs, of which its cards name none."""
    region = make_region()
    make_red_flag(region, sign="numbness around the genitals", said_as="numb genital")
    make_red_flag(region, sign="a high temperature", said_as="fever", urgency="urgent")
    topic = make_topic(kind="symptom", **changes)
    make_source(topic)
    topic.body_regions.add(region)
    return make_signed(topic)


def refused(topic, **how) -> list[str]:
    """What stops the page; nothing is stored."""
    before = stored()
    with pytest.raises(GatesClosed) as refusal:
        publish(topic=topic, by=make_user("editor"), now=NOW, **how)
    assert stored() == before
    return [finding.sentence for finding in refusal.value.findings]


def waive_everything(topic, by) -> None:
    for finding in findings(topic, compose(topic)):
        waiving.waive(
            topic=topic,
            code=finding.code,
            key=finding.key,
            fingerprint=finding.fingerprint,
            reason="This page is about sleep; the signs stand on the page it leads to.",
            by=by,
            now=NOW,
        )


def test_an_article_that_leaves_warning_signs_out_is_refused_and_told_which():
    signs = refused(article())
    assert [sentence.split("“")[1].split("”")[0] for sentence in signs] == [
        "numbness around the genitals",
        "a high temperature",
    ]


def test_a_reviewers_waiver_with_a_reason_lets_it_through():
    topic = article()
    waive_everything(topic, make_user("clinician"))
    assert publish(topic=topic, by=make_user("editor"), now=NOW).number == 1


def test_a_waiver_taken_back_stops_it_again():
    topic, reviewer = article(), make_user("clinician")
    waive_everything(topic, reviewer)
    waiving.take_back(waiver=Waiver.objects.order_by("pk").first(), by=reviewer, now=NOW)
    assert len(refused(topic)) == 1


def test_the_refusal_says_how_much_is_to_do_and_is_of_the_kind_editors_are_told():
    one = str(GatesClosed(["x"]))
    assert one == "One thing has to be mended or waived before this page can go live."
    assert str(GatesClosed(["x", "y"])).startswith("2 things have to be mended or waived")
    assert issubclass(GatesClosed, PublishingRefused)


def test_a_gate_that_closed_after_the_page_was_shown_stops_it():
    topic = make_signed()
    assert findings(topic, compose(topic)) == []
    make_word_rule("What it is")
    assert refused(topic) == ["“What it is” promises too much."]


def test_a_sign_that_a_clinician_adds_stops_the_next_edition_and_leaves_the_live_page_alone():
    topic = make_signed(make_topic(kind="symptom"))
    publish(topic=topic, by=make_user("editor"), now=NOW)
    make_red_flag(topic.body_regions.get(), sign="fever", said_as="fever")
    make_section(topic)
    assert refused(make_signed(Topic.objects.get(pk=topic.pk))) == [
        f"No point of an emergency card names “fever” ({topic.body_regions.get().name})."
    ]
    assert Topic.objects.get(pk=topic.pk).live_edition.number == 1


def test_a_text_that_nobody_signed_is_told_so_first():
    topic = article()
    Topic.objects.filter(pk=topic.pk).update(summary="Not signed.")
    with pytest.raises(PublishingRefused, match="No clinician has signed exactly this text"):
        publish(topic=topic, by=make_user("editor"), now=NOW)


def test_what_ships_with_the_portal_is_not_gated_when_it_is_loaded():
    assert publish(topic=make_topic(kind="symptom"), by=None, now=NOW).number == 1


# --- without a sign-off ----------------------------------------------------------------------------------------------


def forced(topic):
    return force_publish(topic=topic, by=make_user("admin"), now=NOW, reason="A wrong number.")


def test_in_an_emergency_a_missing_source_part_and_word_and_an_undecided_line_may_wait():
    make_word_rule("guaranteed")
    topic = make_topic()
    make_item(make_section(topic, body="Guaranteed."))
    assert {finding.code for finding in findings(topic, compose(topic))} == {
        "source",
        "missing_part",
        "wording",
        "undecided",
    }
    assert forced(topic).number == 1


def test_even_in_an_emergency_warning_signs_and_links_have_to_be_right():
    topic = make_topic(kind="symptom")
    topic.body_regions.add(make_red_flag().region)
    make_link(topic, make_topic())
    before = stored()
    with pytest.raises(GatesClosed) as refusal:
        forced(topic)
    assert {finding.code for finding in refusal.value.findings} == {"red_flag", "unpublished_link"}
    assert stored() == before


def test_what_a_reviewer_let_pass_holds_in_an_emergency_too():
    topic = make_topic(kind="symptom")
    topic.body_regions.add(make_red_flag().region)
    waive_everything(make_ready(topic), make_user("clinician"))
    assert forced(topic).number == 1


# --- at the same moment ----------------------------------------------------------------------------------------------


def publishing(topic, by):
    return lambda: publish(topic=topic, by=by, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_publishers_and_a_closed_gate_leave_nothing_behind():
    topic = article()
    outcomes = at_once(*[publishing(topic, make_user("editor")) for _ in range(2)])
    assert [type(outcome) for outcome in outcomes] == [GatesClosed, GatesClosed]
    assert not Edition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_publishers_of_a_waived_page_leave_one_edition():
    topic = article()
    waive_everything(topic, make_user("clinician"))
    outcomes = at_once(*[publishing(topic, make_user("editor")) for _ in range(2)])
    assert {type(outcome) for outcome in outcomes} == {Edition, NothingChanged}


@pytest.mark.django_db(transaction=True)
def test_taking_a_waiver_back_while_somebody_publishes_happens_before_or_after():
    topic, reviewer, editor = article(), make_user("clinician"), make_user("editor")
    waive_everything(topic, reviewer)
    waiver = Waiver.objects.order_by("pk").first()
    published, _taken = at_once(
        lambda: publish(topic=topic, by=editor, now=NOW),
        lambda: waiving.take_back(waiver=waiver, by=reviewer, now=NOW),
    )
    assert isinstance(published, Edition | GatesClosed)
    assert Edition.objects.count() == isinstance(published, Edition)
