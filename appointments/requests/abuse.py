"""What shows that the request form is abused: to send strangers unwanted mail, or to flood the desk. Pure.

Such requests are set aside for a person to look at, never refused. Here are the signs of a single request and the
limits for many; actions/screening.py counts the many.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from appointments.choices import SetAsideBecause
from portal.lib.text import fold

SHORTEST_FILLING_TIME = timedelta(seconds=3)  # from "Start now" to "Send request": no person answers five pages sooner

# (number, within): so many requests may come within this time before the next is set aside. Only those that were let
# through count.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NETWORK_LIMITS = [(9, HOUR), (30, DAY)]  # a household, an office, a part of a phone network
CONTACT_LIMITS = [(6, HOUR), (12, DAY)]  # one e-mail address, or one phone number: a whole family may share it
TEXT_LIMITS = [(3, DAY)]  # phone numbers that may come with one name, or one reason
SHORTEST_COMPARED_REASON = 40  # characters: many people write "back pain"; what is shorter is not compared

# What stands for a visitor whose network is unknown, such as this very machine where a proxy was left out of PROXIES.
# They are not counted: all visitors would share one count, and after the ninth everybody would be set aside.
UNKNOWN_NETWORKS = {"unknown", "127.0.0.0/24", "::/48"}

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
class SubmissionTrace:
    """How a form was sent.

    `network`: the part of the network it came from, as 192.0.2.0/24. `honeypot`: what was typed into the field that
    people cannot see. `time_taken`: from the start of the form to its sending, None where the start is unknown.
    """

    network: str
    honeypot: str = ""
    time_taken: timedelta | None = None


def reasons_in_one_request(names: Iterable[str], trace: SubmissionTrace | None) -> list[SetAsideBecause]:
    """What is suspicious about one request by itself. Without a trace only the names are looked at."""
    found = []
    if any(looks_like_a_message(name) for name in names):
        found.append(SetAsideBecause.NAME)
    if trace and trace.honeypot:
        found.append(SetAsideBecause.TRAP)
    if trace and trace.time_taken is not None and trace.time_taken < SHORTEST_FILLING_TIME:
        found.append(SetAsideBecause.QUICK)
    return found


def text_keys(name: str, reason: str) -> list[str]:
    """Keys by which the same text is recognised when it is sent again: one of the name, one of a reason that is long
    enough. Case, accents, punctuation and blanks make no difference."""
    found = [f"name {fold(name)}"]
    if len(fold(reason)) >= SHORTEST_COMPARED_REASON:
        found.append(f"reason {fold(reason)}")
    return found
