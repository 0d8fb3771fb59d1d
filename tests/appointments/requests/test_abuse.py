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
    with_honeypot,
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
        "Norton 0044 800 555 0199",
        "Payment pending: 020 7946 0018",
        "Bank alert call 020 7946 0018",
        "Your refund is ready",
        "Subscription renewed today",
        "CHEAP-PILLS.SHOP",
        "Cheap-Pills.shop",
        "Dr.co/pay",
        "pay.co/x",
        "join @winbig",
        "win@prize.example send 5",
        "see bit.ly/abc",
        "t.me/prizes",
        "evil(dot)com",
        "evil。com",
        "ｐｒｉｚｅ.ｃｏｍ",
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
        "Ann Sample 12.03.1957",
        "Ann Sample b. 12/03/1957",
        "Ann Sample 1957-03-12",
        "Ann Sample, born 3 March 1957",
        "Ann Sample DOB 09.12.1957",
        "Иван Петров 12.03.1957",
        "Ann Sample (943 476 5919)",
        "NHS 943 476 5919 Ann Sample",
        "Ann Sample 07700 900123",
        "Ann Sample +44 7700 900123",
        "Ann Sample tel. 07700 900123",
        "Ann ٠٧٧٠٠٩٠٠١٢٣",
        "O'Sample c/o ann@example.org",
        "Ann Sample (ann.sample@mail.co)",
        "Dr.Co Nguyen",
        "DR.CO NGUYEN",
        "dr.co nguyen",
        "Maria St.Co",
        "Maria.Co Nguyen",
        "Prof.Online",
        "Ann Refund",
        "Purchase, Ann",
        "Zoë Payment 1957",
        "Win Nguyen",
        "Ann Bank 07.08.1980",
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
    assert with_honeypot(reasons_in_one_request(["Ann Example", "www.prize.example"], hasty), hasty) == [
        *("name", "quick", "trap")
    ]


def test_a_hidden_field_that_a_browser_filled_is_no_reason_by_itself():
    filled = SubmissionTrace("192.0.2.0/24", honeypot="https://ann.example", time_taken=SHORTEST_FILLING_TIME)
    assert with_honeypot(reasons_in_one_request(["Ann Example"], filled), filled) == []
    assert with_honeypot(["network"], filled) == ["network", "trap"]
    assert with_honeypot(["network"], None) == ["network"]


def test_words_are_known_again_in_any_spelling_and_short_reasons_are_not_compared():
    reason = "x" * SHORTEST_COMPARED_REASON
    assert text_keys("Ann  EXAMPLE", reason) == text_keys("Ánn Example!", f" {reason.upper()}.")
    assert text_keys("Ann Example", reason[1:]) == ["name ann example"]
    assert text_keys(reason, "") != text_keys("", reason)[1:]
