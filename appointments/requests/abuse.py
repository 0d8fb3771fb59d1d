"""Forms are used to send strangers unwanted mail, and to drown a desk. What looks like that is set aside for a person;
nobody is refused. Nothing of a third party, nothing a browser has to run.

Here is what can be told from one request alone; what many of them tell is counted by actions/screening.py.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from appointments.choices import SetAsideBecause
from portal.lib.text import fold

QUICKEST = timedelta(seconds=3)  # from "Start now" to "Send request": no person answers five pages sooner

# How many requests may come before the next one is set aside. Only those that were let through count.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OF_A_NETWORK = [(9, HOUR), (30, DAY)]  # a household, an office, a part of a phone network
OF_AN_ADDRESS = [(6, HOUR), (12, DAY)]  # one e-mail address, or one phone number: a whole family may share it
SAME_WORDS = [(3, DAY)]  # phone numbers that may come with one name, or one reason
TELLING_REASON = 40  # characters: many people write "back pain"; what is shorter is not compared

# What stands for a visitor whose network nobody knows: this very machine, where a proxy was left out of PROXIES. All
# visitors would share one count, and after the ninth everybody would be set aside.
NOWHERE = {"unknown", "127.0.0.0/24", "::/48"}

_ADDRESS = re.compile(
    r"https?:|www\.|[a-z0-9-]+\.(com|net|org|info|biz|ru|xyz|top|shop|io|co|online|site|link)\b|@", re.I
)
_MONEY = re.compile(
    r"[$€£₿]|\b(usd|eur|gbp|bitcoin|btc|crypto|paypal|invoice|payment|refund|transaction|charged|purchase|order no|"
    r"subscription|helpdesk|help desk|call us|customer (care|support))\b",
    re.I,
)
_CALLBACK = re.compile(r"(\d[\s().-]*){7,}")


def looks_like_a_message(name: str) -> bool:
    """Whether a "name" is really a message: a web address, talk of money, or a number to call back."""
    return any(pattern.search(name) for pattern in (_ADDRESS, _MONEY, _CALLBACK))


@dataclass(frozen=True)
class Manner:
    """How a form was sent. `network`: where from, as 192.0.2.0/24; `trap`: what stood in the field nobody sees;
    `took`: from its beginning to its end, None where nobody knows."""

    network: str
    trap: str = ""
    took: timedelta | None = None


def signs(names: Iterable[str], manner: Manner | None) -> list[SetAsideBecause]:
    """What is suspicious about one request by itself; without a manner, only the names are looked at."""
    found = []
    if any(looks_like_a_message(name) for name in names):
        found.append(SetAsideBecause.NAME)
    if manner and manner.trap:
        found.append(SetAsideBecause.TRAP)
    if manner and manner.took is not None and manner.took < QUICKEST:
        found.append(SetAsideBecause.QUICK)
    return found


def telling_words(name: str, reason: str) -> list[str]:
    """The words by which one text sent again and again is known, however it is spelled: the name, a longer reason."""
    found = [f"name {fold(name)}"]
    if len(fold(reason)) >= TELLING_REASON:
        found.append(f"reason {fold(reason)}")
    return found
