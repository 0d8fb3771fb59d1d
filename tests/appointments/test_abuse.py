"""What a "name" looks like that is really a message to a stranger, and that people's names are none."""

import pytest

from appointments.abuse import looks_like_a_message


@pytest.mark.parametrize(
    "name",
    [
        "Visit https://pay.example/now",
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
