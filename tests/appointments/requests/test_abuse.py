"""A "name" that is really a message to a stranger, names that are names, and what machines do."""

from datetime import timedelta

import pytest

from appointments.requests.abuse import QUICKEST, TELLING_REASON, Manner, looks_like_a_message, signs, telling_words


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


def test_a_manner_has_signs_and_a_person_has_none():
    assert signs(["Ann Example"], Manner("192.0.2.0/24", took=QUICKEST)) == []
    assert signs(["Ann Example"], Manner("192.0.2.0/24")) == []
    assert signs(["Ann Example"], None) == []
    hasty = Manner("192.0.2.0/24", trap="x", took=QUICKEST - timedelta(milliseconds=1))
    assert signs(["Ann Example", "www.prize.example"], hasty) == ["name", "trap", "quick"]


def test_words_are_known_again_in_any_spelling_and_short_reasons_are_not_compared():
    reason = "x" * TELLING_REASON
    assert telling_words("Ann  EXAMPLE", reason) == telling_words("Ánn Example!", f" {reason.upper()}.")
    assert telling_words("Ann Example", reason[1:]) == ["name ann example"]
    assert telling_words(reason, "") != telling_words("", reason)[1:]
