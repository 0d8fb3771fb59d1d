"""A "name" that is really a message to a stranger, names that are names, and what machines do."""

from datetime import timedelta

import pytest

from appointments.requests.abuse import (
    SHORTEST_COMPARED_REASON,
    SHORTEST_FILLING_TIME,
    SubmissionTrace,
    looks_like_a_message,
    reasons_in_one_request,
    text_keys,
)


@pytest.mark.parametrize(
    "name",
    [
        "Appointment https://pay.example/now",
        "HTTP://EXAMPLE.TEST",
        "www.prize.example",
        "cheap-pills.shop",
        "write to me@example.org",
        "Your PayPal payment of 499",
        "You were charged $499.99",
        "Win €1000 today",
        "£50 voucher",
        "Invoice 4711 overdue",
        "Bitcoin wallet",
        "Refund Department",
        "Customer Support Team",
        "call us 020 7946 0018",
        "Anna +1 (800) 555-0199",
        "Ring 0800.555.0199",
        "Ring ٠٨٠٠٥٥٥٠١٩٩",
        "1 8 0 0 5 5 5 0 1 9 9",
    ],
)
def test_a_message_in_the_name_is_seen(name):
    assert looks_like_a_message(name)


@pytest.mark.parametrize(
    "name",
    [
        "Olena Example",
        "Seán O’Brien-Nguyễn",
        "Иван Петров",
        "محمد بن عبد الله",
        "李小龍",
        "ஜானகி",
        "X Æ A-12",
        "Louis XIV",
        "Elizabeth II",
        "John Smith 3rd",
        "Dr. Comfort Infield",
        "Bill Payne",
        "Penny Cash",
        "Mark Price",
        "Anne-Marie d'Acosta",
        "Jean-Luc 🙂",
        "Ann (Annie) Lee",
        "J. Link",
        "St. John",
        "Netta Orgill",
        "Usdan Gbpovic",
        "",
    ],
)
def test_a_name_is_a_name(name):
    assert not looks_like_a_message(name)


def test_a_machine_gives_reasons_and_a_person_none():
    assert (
        reasons_in_one_request(["Ann Example"], SubmissionTrace("192.0.2.0/24", time_taken=SHORTEST_FILLING_TIME)) == []
    )
    assert reasons_in_one_request(["Ann Example"], SubmissionTrace("192.0.2.0/24")) == []
    assert reasons_in_one_request(["Ann Example"], None) == []
    hasty = SubmissionTrace("192.0.2.0/24", honeypot="x", time_taken=SHORTEST_FILLING_TIME - timedelta(milliseconds=1))
    assert reasons_in_one_request(["Ann Example", "www.prize.example"], hasty) == ["name", "trap", "quick"]


def test_words_are_known_again_in_any_spelling_and_short_reasons_are_not_compared():
    reason = "x" * SHORTEST_COMPARED_REASON
    assert text_keys("Ann  EXAMPLE", reason) == text_keys("Ánn Example!", f" {reason.upper()}.")
    assert text_keys("Ann Example", reason[1:]) == ["name ann example"]
    assert text_keys(reason, "") != text_keys("", reason)[1:]
