"""Decides which requests a person has to look at before any mail leaves, from one request and from the count of many.

Only requests that were let through are counted, so a flood does not lengthen its own time, and what is set aside costs
nobody else anything. Whose a count is, is stored as a keyed digest only, for a day.
"""

from datetime import datetime, timedelta

from appointments.choices import SetAsideBecause
from appointments.models import SpentTry
from appointments.requests import abuse
from appointments.requests.abuse import SubmissionTrace
from appointments.requests.actions import rate_limits
from appointments.requests.actions.rate_limits import NoTriesLeft
from appointments.requests.questions import Answers


def screen(answers: Answers, trace: SubmissionTrace | None, *, now: datetime) -> tuple[list[str], list[SpentTry]]:
    """Why this request is to be set aside, as codes (none: it is let through), and the counts it has taken.

    To be called in the transaction that stores the request, before anything else is locked: until it ends, others from
    the same network, or with the same address, number or text, wait. `trace`: None if it did not come by the form;
    then only the names are looked at, and nothing is counted.
    """
    reasons = abuse.reasons_in_one_request((answers.patient_name, answers.requester_name), trace)
    spent: list[SpentTry] = []
    if trace is not None:
        # Always in this order, or two who wait for each other's counts would wait for ever.
        scope, email, phone = SpentTry.Scope, answers.email.lower(), answers.phone.e164 or answers.phone.typed
        is_known = trace.network not in abuse.UNKNOWN_NETWORKS
        if is_known and not _within(scope.NETWORK, trace.network, abuse.NETWORK_LIMITS, spent, now):
            reasons.append(SetAsideBecause.NETWORK)
        if email and not _within(scope.EMAIL, email, abuse.CONTACT_LIMITS, spent, now):
            reasons.append(SetAsideBecause.EMAIL)
        if not _within(scope.PHONE, phone, abuse.CONTACT_LIMITS, spent, now):
            reasons.append(SetAsideBecause.PHONE)
        keys = abuse.text_keys(answers.patient_name, answers.reason)
        if not all([_text_within(key, phone, spent, now) for key in keys]):  # every one is counted
            reasons.append(SetAsideBecause.WORDS)
    if reasons:
        rate_limits.give_back_tries(*spent)
        spent = []
    return [reason.value for reason in abuse.with_honeypot(reasons, trace)], spent


def _within(
    scope: SpentTry.Scope, whose: str, limits: list[tuple[int, timedelta]], spent: list[SpentTry], now: datetime
) -> bool:
    """Whether one more is within the limits. It is counted then, and what it took is added to `spent`."""
    try:
        spent.append(rate_limits.spend_try(scope, whose, limits, now=now))
    except NoTriesLeft:
        return False
    return True


def _text_within(key: str, phone: str, spent: list[SpentTry], now: datetime) -> bool:
    """Counts the phone numbers a text came with: each number once a day, however often it comes with it."""
    is_new = _within(SpentTry.Scope.WORDS_PHONE, f"{key}\n{phone}", [(1, abuse.DAY)], spent, now)
    return not is_new or _within(SpentTry.Scope.WORDS, key, abuse.TEXT_LIMITS, spent, now)
