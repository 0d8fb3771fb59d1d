"""Lies about warning signs, words, consents and waivers, by the promise of the database that each would break."""

from datetime import date, timedelta

from tests.builders import NOW, make_consent, make_red_flag, make_region, make_topic, make_user, make_word_rule
from topics.models import Waiver


def waiver(times=1, **changes):
    values = {
        "topic": make_topic(),
        "code": "reading",
        "key": "sections-causes-body",
        "fingerprint": "a" * 64,
        "finding": "It is hard to read.",
        "reason": "These are the names of medicines.",
        "at": NOW,
        "by": make_user("clinician"),
    } | changes
    for _ in range(times):
        Waiver.objects.create(**values)


def one_sign_twice():
    region = make_region()
    for _ in range(2):
        make_red_flag(region, sign="numbness")


def two_living_consents():
    make_consent("Dr Sam Sample")
    make_consent("dr sam SAMPLE")


RULE_LIES = {
    "red_flag_once_per_region": [one_sign_twice],
    "RedFlag.stable_id": [lambda: [make_red_flag(stable_id="numb"), make_red_flag(stable_id="numb")]],
    "red_flag_says_something": [lambda: make_red_flag(sign=""), lambda: make_red_flag(said_as="")],
    "red_flag_urgency_known": [lambda: make_red_flag(urgency="nonurgent"), lambda: make_red_flag(urgency="")],
    "WordRule.phrase": [lambda: [make_word_rule("always"), make_word_rule("always")]],
    "word_rule_says_something": [lambda: make_word_rule(""), lambda: make_word_rule(instead="")],
    "word_rule_kind_known": [lambda: make_word_rule(kind="ugly")],
    "quote_consent_one_living_per_name": [two_living_consents],
    "quote_consent_says_who": [
        lambda: make_consent(""),
        lambda: make_consent(credentials=""),
    ],
    "quote_consent_in_writing_is_whole": [
        lambda: make_consent(interests=""),
        lambda: make_consent(consented_on=None),
        lambda: make_consent(recorded_by=None),
        lambda: make_consent(origin="by word of mouth"),
        lambda: make_consent(origin="owners_text"),
        lambda: make_consent(origin="owners_text", recorded_by=None),
        lambda: make_consent(origin="owners_text", consented_on=None),
    ],
    "quote_consent_withdrawn_later": [
        lambda: make_consent(consented_on=date(2026, 1, 5), withdrawn_on=date(2026, 1, 4)),
    ],
    "waiver_one_living": [lambda: waiver(times=2)],
    "waiver_says_for_what": [lambda: waiver(code=""), lambda: waiver(finding="")],
    "waiver_has_a_reason": [lambda: waiver(reason="")],
    "waiver_digest_is_sha256": [lambda: waiver(fingerprint="A" * 64), lambda: waiver(fingerprint="")],
    "waiver_ended_by_somebody": [lambda: waiver(ended_at=NOW), lambda: waiver(ended_by=make_user("clinician"))],
    "waiver_ends_after_it_began": [
        lambda: waiver(ended_at=NOW - timedelta(seconds=1), ended_by=make_user("clinician")),
    ],
}
