"""A draft goes to review, comes back, or is signed. A signature is bound to the digest of what the reviewer saw."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import User
from topics.actions.contributing import count_again
from topics.actions.move import move
from topics.checklists import checklist
from topics.compose import compose
from topics.contributors import draft_contributors, edition_contributors, own_words
from topics.document import Document
from topics.kinds import Urgency
from topics.models import Edition, Practitioner, SignOff, Topic
from topics.warning_signs import SignWarning, to_confirm
from topics.workflow import ActionRefused, Step

YEARS_BETWEEN_REVIEWS = 2
YEARS_WITH_EMERGENCY_CARD = 1
MOST_TOLD = 3  # signs of which a refusal gives the words


class ReviewRefused(ActionRefused):
    """The step cannot be taken; the message says why and what to do."""


class OwnWork(ReviewRefused):
    """Whoever has words in the text that no signed edition holds cannot sign it."""


class TextChanged(ReviewRefused):
    """The text is not the one the reviewer looked at."""


class SignsNotConfirmed(ReviewRefused):
    """The reviewer has not confirmed of each sign, as it stands there now, that its sentence warns of it."""


def submit(*, topic: Topic, by: User, now: datetime, note: str = "") -> Topic:
    """Hands the draft to the reviewers. It is locked for everybody else until they answer or it is taken back."""
    return _step(topic, Step.SUBMIT, by, now, note)


def take_back(*, topic: Topic, by: User, now: datetime, note: str = "") -> Topic:
    """Unlocks the draft for its editors; the reviewers' queue loses it."""
    return _step(topic, Step.TAKE_BACK, by, now, note)


def request_changes(*, topic: Topic, by: User, now: datetime, note: str) -> Topic:
    """Sends the draft back with a sentence on what to change."""
    if not note.strip():
        raise ReviewRefused(_("Say what should be changed."))
    return _step(topic, Step.REQUEST_CHANGES, by, now, note)


def sign_off(
    *, topic: Topic, sha256: str, by: User, now: datetime, signs: Collection[str] = (), note: str = ""
) -> SignOff:
    """Signs the text with this digest. `signs`: the tokens of the warning signs that the reviewer confirms.

    Raises OwnWork, TextChanged, SignsNotConfirmed or StepNotAllowed; then nothing is stored.
    """
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        document = compose(topic)
        if document.sha256 != sha256:
            raise TextChanged(_("The text has changed since you opened it. Read it again before you sign."))
        _refuse_own_words(draft_contributors(topic), by)
        signature = _signature(topic, document, signs, by, now)
        move(topic=topic, step=Step.SIGN_OFF, by=by, now=now, sha256=sha256, note=note.strip())
    return signature


def sign_afterwards(
    *, topic: Topic, sha256: str, by: User, now: datetime, signs: Collection[str] = (), note: str = ""
) -> SignOff:
    """Signs the live edition that was published in an emergency without a sign-off. Raises as `sign_off` does."""
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        edition = Edition.objects.forced_and_unsigned().filter(live_topic=topic, sha256=sha256).first()
        if edition is None:
            raise TextChanged(_("The live page is signed already, or is not the text you read."))
        if edition.published_by_id == by.pk:
            raise OwnWork(_("You published this page yourself: somebody else has to sign it."))
        _refuse_own_words(edition_contributors(edition), by)
        signature = _signature(topic, edition.content, signs, by, now)
        move(
            topic=topic,
            step=Step.SIGN_AFTERWARDS,
            by=by,
            now=now,
            sha256=sha256,
            edition=edition,
            note=note.strip(),
        )
        Edition.objects.filter(pk=edition.pk, sign_off__isnull=True).update(sign_off=signature)
        count_again(topic)
    return signature


def refuse_unconfirmed(asked: Collection[SignWarning], signs: Collection[str]) -> None:
    """SignsNotConfirmed, naming them, if the tokens of signs that a reviewer is asked for are not among `signs`."""
    if left := [warning.sign.sign for warning in asked if warning.token not in signs]:
        named = ", ".join(f"“{sign}”" for sign in left[:MOST_TOLD])
        if more := len(left[MOST_TOLD:]):
            named = _("%(signs)s and %(n)d more") % {"signs": named, "n": more}
        raise SignsNotConfirmed(
            _("Not confirmed yet: %(signs)s. Tick each sign that the sentence beside it warns of, or ask for changes.")
            % {"signs": named}
        )


def next_review(signed_on: date, document: Document) -> date:
    """When the page is due again: after a year if it says when to call an ambulance, otherwise after two."""
    emergencies = any(card.urgency == Urgency.EMERGENCY for card in document.care_cards)
    years = YEARS_WITH_EMERGENCY_CARD if emergencies else YEARS_BETWEEN_REVIEWS
    try:
        return signed_on.replace(year=signed_on.year + years)
    except ValueError:  # 29 February
        return signed_on.replace(year=signed_on.year + years, day=28)


def _step(topic: Topic, step: Step, by: User, now: datetime, note: str) -> Topic:
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        move(topic=topic, step=step, by=by, now=now, sha256=compose(topic).sha256, note=note.strip())
    return topic


def _refuse_own_words(contributors: dict[int, list[str]], by: User) -> None:
    if titles := contributors.get(by.pk):
        raise OwnWork(own_words(titles))


def _signature(topic: Topic, document: Document, signs: Collection[str], by: User, now: datetime) -> SignOff:
    asked = to_confirm(document, checklist(document.body_regions))
    refuse_unconfirmed(asked, signs)
    person = Practitioner.objects.filter(user=by).first()
    credentials = ", ".join(part for part in (person.credentials, person.registration) if part) if person else ""
    day = timezone.localdate(now)
    values = {
        "reviewer_name": person.name if person else by.get_short_name() or by.email,
        "credentials": credentials,
        "signed_at": now,
        "next_review_on": next_review(day, document),
        "signs": [warning.to_json() for warning in asked],
    }
    same = {"topic": topic, "sha256": document.sha256, "signs_sha256": _digest(asked), "reviewer": by, "signed_on": day}
    return SignOff.objects.get_or_create(**same, defaults=values)[0]


def _digest(asked: Collection[SignWarning]) -> str:
    """Of everything that was confirmed; empty if there was nothing to confirm."""
    return hashlib.sha256("".join(warning.token for warning in asked).encode()).hexdigest() if asked else ""
