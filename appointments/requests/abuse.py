"""What shows that the request form is abused: to send strangers unwanted mail, or to flood the desk. Pure.

Such requests are set aside for a person to look at, never refused. Here are the signs of a single request and the
limits for many; actions/screening.py counts the many.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from appointments.choices import SetAsideBecause
from portal.lib.text import bound_marks, fold

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

# Taken out first, because people write them beside their name: a day, a year, an address to write to.
_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(19|20)\d\d(-\d\d-\d\d)?\b")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,4}")
_TITLE = re.compile(r"\b(dr|mr|mrs|ms|st|ste|sta|sto|jr|sr|prof|fr|rev)\.(?!\S*/)", re.I)

_TOP = "com|net|org|info|biz|ru|xyz|top|shop|io|co|online|site|link"
_ADDRESS = re.compile(rf"https?:|www\.|[a-z0-9-]{{2,63}}\.({_TOP})(/|\b)|@\w", re.I)
_SHORT_ADDRESS = re.compile(
    r"\b[a-z0-9-]{1,63}\.[a-z]{2,24}/\w|[(\[. ](dot|\.)[)\]. ] ?(com|net|org)\b"
)  # bit.ly/x, evil(dot)com
_NAME_WITH_DOT = re.compile(r"\b[A-Z][a-z]*\.[A-Z][a-z]+\b(?!/)")  # Maria.Co: a domain is written in one case
_MONEY = re.compile(
    r"[$€£₿]|\b(bitcoin|btc|crypto|paypal|helpdesk|help desk|call us|customer (care|support)|order no)\b", re.I
)
_PERHAPS_MONEY = re.compile(
    r"\b(usd|eur|gbp|invoice|payment|refund|transaction|charged|purchase|subscription)\b", re.I
)  # surnames, too
_OF_A_MESSAGE = re.compile(
    r"\d|\b(you|your|were|was|has|have|is|of|for|the|now|today|pending|overdue|due|alert|notice|account|bank|"
    r"department|dept|team|desk|centre|center|service|services|office|support|security|win|prize|urgent)\b",
    re.I,
)
_NUMBER = re.compile(r"(\d[\s().-]*){7,}")
_FIRM = re.compile(r"(1(800|833|844|855|866|877|888)\d{7}|(44|0)(80[08]|84\d|87\d|9\d\d)\d{6,7})$")  # free, or costly
_ASKS_TO_CALL = re.compile(
    r"\b(call|ring|dial|text|whatsapp|contact|hotline|help|account|bank|support|security|alert|order|renew|cancel|win|"
    r"won|prize|urgent|offer|free)\b",
    re.I,
)
_ASKS_TO_WRITE = re.compile(r"\b(write|mail|e-?mail|reply|contact|click|visit|send|pay|win|won|prize|join)\b", re.I)


def looks_like_a_message(name: str) -> bool:
    """Whether a "name" is really a message: a web address, talk of money, or a number or address to answer to.

    A day of birth, a number of the patient or an address beside a name is none, nor a surname like Refund or Co.
    """
    name = unicodedata.normalize("NFKC", bound_marks(name)).replace("。", ".")
    digits = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in name)
    without_dates = _DATE.sub(" ", digits)
    text = _MAIL.sub(" ", without_dates)
    words = _NAME_WITH_DOT.sub(" ", _TITLE.sub(" ", text))
    if _ADDRESS.search(words) or _SHORT_ADDRESS.search(words) or _MONEY.search(text):
        return True
    if _PERHAPS_MONEY.search(text) and _OF_A_MESSAGE.search(text):
        return True
    if text != without_dates and _ASKS_TO_WRITE.search(text):
        return True
    return any(_to_be_called(found[0], text) for found in _NUMBER.finditer(text))


def _to_be_called(number: str, text: str) -> bool:
    """Whether the number is there for others to call: with words that ask to, or one of those that firms have."""
    digits = "".join(filter(str.isdigit, number))
    if digits.startswith("00"):
        digits = digits[2:]
    return bool(_ASKS_TO_CALL.search(text)) or bool(_FIRM.match(digits))


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
    if trace and trace.time_taken is not None and trace.time_taken < SHORTEST_FILLING_TIME:
        found.append(SetAsideBecause.QUICK)
    return found


def with_honeypot(reasons: list[SetAsideBecause], trace: SubmissionTrace | None) -> list[SetAsideBecause]:
    """The reasons, and what was typed where people see no field. Alone it is none: browsers fill it in for people."""
    return [*reasons, SetAsideBecause.TRAP] if reasons and trace and trace.honeypot else reasons


def text_keys(name: str, reason: str) -> list[str]:
    """Keys by which the same text is recognised when it is sent again: one of the name, one of a reason that is long
    enough. Case, accents, punctuation and blanks make no difference."""
    found = [f"name {fold(name)}"]
    if len(fold(reason)) >= SHORTEST_COMPARED_REASON:
        found.append(f"reason {fold(reason)}")
    return found
