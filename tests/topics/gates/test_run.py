"""Asking every gate about a stored draft: what it is compared with, what is waived, and what it costs."""

import pytest
from django.db.models import F

from portal.lib.registry import Registry
from tests.builders import (
    NOW,
    make_card,
    make_consent,
    make_item,
    make_link,
    make_live,
    make_ready,
    make_red_flag,
    make_region,
    make_section,
    make_topic,
    make_user,
    make_word_rule,
)
from topics.actions import waiving, withdrawing
from topics.actions.publishing import publish
from topics.compose import compose
from topics.gates import registry
from topics.gates.finding import Finding, FindingPlace
from topics.gates.run import findings
from topics.models import FormerAddress, QuoteConsent, RedFlag, Topic, WordRule

pytestmark = pytest.mark.django_db
QUERIES = 10  # regions, signs, words, linked topics, two for addresses, consents, live edition; forms; waivers


def again(topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def codes(topic) -> list[str]:
    topic = again(topic)
    return [finding.code for finding in findings(topic, compose(topic)) if finding.is_open]


def sentences(topic) -> list[str]:
    topic = again(topic)
    return [finding.sentence for finding in findings(topic, compose(topic)) if finding.is_open]


def with_body(body):
    topic = make_ready(make_topic())
    make_section(topic, body=body)
    return topic


def test_a_page_with_everything_it_needs_passes():
    topic = make_ready(make_topic(kind="symptom"))
    make_link(topic, make_live())
    assert codes(topic) == []


def test_a_sign_counts_while_it_is_on_the_checklist_of_a_region_of_the_page():
    region = make_region()
    flag = make_red_flag(region, said_as="fever\nhigh temperature")
    make_red_flag(said_as="of another region")
    topic = make_topic(kind="symptom")
    topic.body_regions.add(region)
    make_ready(topic)
    make_card(topic, points="a cold")
    assert codes(topic) == ["red_flag"]
    topic.care_cards.update(points="a cold\na high temperature", signs=[[], [flag.stable_id]])
    assert codes(topic) == []
    RedFlag.objects.filter(pk=flag.pk).update(sign="called otherwise", said_as="other words")
    assert codes(topic) == []  # what it is called is for the reviewer to confirm
    RedFlag.objects.filter(pk=flag.pk).update(is_active=False)
    assert sentences(topic) == [
        "“called otherwise” is not on the checklists of this page, or no longer.",
        f"There is no checklist of warning signs for “{region.name}” yet.",
    ]


def test_a_link_to_a_draft_a_withdrawn_page_and_a_page_under_a_notice_is_told_apart():
    drafted, gone, noticed = make_topic(), make_live(), make_live()
    clinician = make_user("clinician")
    withdrawing.withdraw(topic=gone, reason="error", public_note="Wrong.", by=clinician, now=NOW)
    withdrawing.withdraw(topic=noticed, reason="outdated", public_note="Old.", by=clinician, now=NOW)
    topic = make_ready(make_topic())
    for other in (drafted, gone, noticed, make_live()):
        make_link(topic, other)
    endings = [sentence.rsplit(", ", 1)[1] for sentence in sentences(topic)]
    assert endings == [
        "which has no live page yet.",
        "which has been withdrawn.",
        "which stands under a notice that it is out of date.",
    ]


@pytest.mark.parametrize(
    ("address", "mend"),
    [
        ("/conditions/sciatica/", ""),
        ("https://testserver.example/x", ""),
        ("/", ""),
        ("/symptoms/", ""),
        ("/conditions/sciatica", "Write /conditions/sciatica/ instead."),
        ("/conditions/leg-pain/", "Write /conditions/sciatica/ instead."),
        ("/conditions/gone/", "Correct the address, or take the link out."),
        ("/conditions/draft/", "Correct the address, or take the link out."),
        ("/tests/sciatica/", "Correct the address, or take the link out."),
        ("/nowhere/", "Correct the address, or take the link out."),
    ],
)
def test_an_address_of_ours_has_to_open_a_live_page(address, mend):
    live, gone = make_live(slug="sciatica"), make_topic(slug="gone-now")
    make_topic(slug="draft")
    FormerAddress.objects.create(kind="condition", slug="leg-pain", topic=live)
    FormerAddress.objects.create(kind="condition", slug="gone", topic=gone)
    topic = with_body(f"See [there]({address}).")
    assert [finding.mend for finding in findings(topic, compose(topic))] == [mend] * bool(mend)


def test_a_word_is_looked_for_while_its_rule_is_switched_on():
    make_word_rule("guaranteed")
    topic = with_body("Guaranteed to help.")
    assert codes(topic) == ["wording"]
    WordRule.objects.update(is_active=False)
    assert codes(topic) == []


def test_a_consent_counts_until_it_is_withdrawn_and_again_when_it_is_given_anew():
    topic = with_body("> It passes.\n>\n> — Dr Sam Sample, neurologist")
    assert codes(topic) == ["consent"]
    make_consent("Dr. Sam SAMPLE")
    assert codes(topic) == []
    QuoteConsent.objects.update(withdrawn_on=F("consented_on"))
    assert codes(topic) == ["consent"]
    make_consent("Dr Sam Sample")
    assert codes(topic) == []


def test_a_section_is_compared_with_the_live_one_of_the_same_name():
    easy = "Most back pain goes away by itself. It helps to move a little. Try a short walk each day. "
    topic = with_body(f"{easy}\n\n{easy}")
    publish(topic=topic, by=None, now=NOW)
    assert codes(topic) == []
    harder = easy.replace("a short walk", "a gentle exercise programme").replace("It helps to move", "Movement helps")
    topic.sections.update(body=f"{harder}\n\n{harder}")
    assert codes(topic) == ["reading"]


def test_checks_of_other_apps_are_asked_as_well(monkeypatch):
    monkeypatch.setattr(registry, "CHECKS", Registry("check"))
    registry.register("mine", "Mine", lambda document: [Finding("mine", document.name, "Mend.", FindingPlace("page"))])
    assert sentences(make_ready(make_topic(name="Sciatica"))) == ["Sciatica"]
    assert registry.labels() == {"mine": "Mine"}


def test_what_is_waived_is_still_found_but_not_open():
    make_word_rule("guaranteed")
    topic = with_body("Guaranteed to help.")
    (finding,) = findings(topic, compose(topic))
    waiver = waiving.waive(
        topic=topic,
        code=finding.code,
        key=finding.key,
        fingerprint=finding.fingerprint,
        reason="A quotation of the law.",
        by=make_user("clinician"),
        now=NOW,
    )
    (finding,) = findings(topic, compose(topic))
    assert (finding.waiver, finding.is_open) == (waiver, False)
    assert codes(with_body("Guaranteed to help.")) == ["wording"]  # on this page, and on no other


@pytest.mark.parametrize("length", [1, 12])
def test_asking_costs_the_same_however_long_the_page_is(length, django_assert_num_queries):
    topic = make_live(make_ready(make_topic(kind="symptom")))
    for region in [make_region() for _ in range(length)]:
        make_red_flag(region, said_as="swell")
        topic.body_regions.add(region)
    for number in range(length):
        make_word_rule(f"word {number}")
        section = make_section(topic, kind="who_to_see", body=f"See [there](/conditions/number-{number}/).")
        make_item(section, topic=make_live(kind="specialty"))
        make_item(section, topic=make_topic())
    topic = again(topic)
    document = compose(topic)
    with django_assert_num_queries(QUERIES):
        assert len(findings(topic, document)) >= 4 * length


@pytest.mark.parametrize(
    "path", ["/admin/", "/desk/", "/healthz", "/robots.txt", "/styleguide/", "/appointments/secret/", "/preview/x/"]
)
def test_a_link_to_a_page_that_is_not_for_readers_is_stopped(path):
    topic = make_ready(make_topic())
    make_section(topic, body=f"See [there]({path}) and [here](/search/) and [ask](/appointments/find/).")
    assert [one.place.field for one in findings(topic, compose(topic)) if one.code == "internal_link"] == ["body"]
