"""What has to be looked at by a person before any mail leaves: what one request shows, and what many of them show.

Only requests that were let through are counted, so a flood does not lengthen its own time, and what is caught by itself
costs nobody else anything. Whose a count is, is stored as a keyed digest only, for a day.
"""

from datetime import datetime

from appointments.choices import SetAsideBecause
from appointments.models import SpentTry
from appointments.requests import abuse
from appointments.requests.abuse import Manner
from appointments.requests.actions import rate_limits
from appointments.requests.actions.rate_limits import NoTriesLeft

Scope = SpentTry.Scope


def judge(answers, manner: Manner | None, *, now: datetime) -> tuple[list[str], list[SpentTry]]:
    """Why this request is to be set aside, as codes (none: it is let through), and the counts it has taken.

    To be called in the transaction that stores the request, before anything else is locked: until it ends, others from
    the same network, or with the same address, number or words, wait. `manner`: None if it did not come by the form;
    then only the names are looked at, and nothing is counted.
    """
    reasons = abuse.signs((answers.patient_name, answers.requester_name), manner)
    spent: list[SpentTry] = []
    if manner is not None:
        # Always in this order, or two who wait for each other's counts would wait for ever.
        if manner.network not in abuse.NOWHERE:
            reasons += _spend(Scope.NETWORK, manner.network, abuse.OF_A_NETWORK, SetAsideBecause.NETWORK, spent, now)
        if answers.email:
            email = answers.email.lower()
            reasons += _spend(Scope.EMAIL, email, abuse.OF_AN_ADDRESS, SetAsideBecause.EMAIL, spent, now)
        phone = answers.phone.e164 or answers.phone.typed
        reasons += _spend(Scope.PHONE, phone, abuse.OF_AN_ADDRESS, SetAsideBecause.PHONE, spent, now)
        for words in abuse.telling_words(answers.patient_name, answers.reason):
            reasons += _spend_words(words, phone, spent, now)
    if reasons:
        rate_limits.give_back(*spent)
        spent = []
    return [because.value for because in dict.fromkeys(reasons)], spent


def _spend(scope: Scope, whose: str, limits, because, spent: list[SpentTry], now: datetime) -> list[SetAsideBecause]:
    try:
        spent.append(rate_limits.spend_within(scope, whose, now=now, limits=limits))
    except NoTriesLeft:
        return [because]
    return []


def _spend_words(words: str, phone: str, spent: list[SpentTry], now: datetime) -> list[SetAsideBecause]:
    """Counts the phone numbers these words came with: each number once a day, however often it sends them."""
    try:
        spent.append(rate_limits.spend(Scope.WORDS_PHONE, f"{words}\n{phone}", now=now, tries=1, within=abuse.DAY))
    except NoTriesLeft:
        return []
    return _spend(Scope.WORDS, words, abuse.SAME_WORDS, SetAsideBecause.WORDS, spent, now)
