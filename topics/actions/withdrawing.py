"""Takes a page away from readers, or puts a notice above it. Its address goes on answering with what happened."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lib.locks import one_at_a_time
from portal.models import User
from topics.actions.live_links import PLACES, keep_links_right
from topics.actions.move import move
from topics.models import FormerAddress, Topic, Withdrawal
from topics.workflow import ActionRefused, Step

# To retire a concept is a step of its own: actions/retiring.py.
REASONS = (Withdrawal.Reason.ERROR, Withdrawal.Reason.MERGED, Withdrawal.Reason.OUTDATED)


class WithdrawalRefused(ActionRefused):
    """The page cannot be withdrawn like this; the message says why."""


def withdraw(
    *, topic: Topic, reason: str, by: User, now: datetime, public_note: str = "", redirect_to: Topic | None = None
) -> Withdrawal:
    """Withdraws the live page. Wrong: gone, or readers are led elsewhere. Merged: led elsewhere. Outdated: a notice.

    Raises WithdrawalRefused or StepNotAllowed; then nothing is stored.
    """
    with transaction.atomic():
        one_at_a_time(PLACES)
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        _check(topic, reason, public_note, redirect_to)
        edition = topic.live_edition
        withdrawal, changes = take_away(topic, reason, by, now, public_note.strip(), redirect_to)
        move(
            topic=topic,
            step=Step.WITHDRAW,
            by=by,
            now=now,
            sha256=edition.sha256,
            note=public_note.strip(),
            edition=edition,
            **changes,
        )
        keep_links_right(topic)
    return withdrawal


def take_away(
    topic: Topic, reason: str, by: User, now: datetime, public_note: str = "", redirect_to: Topic | None = None
) -> tuple[Withdrawal, dict]:
    """Writes down that the live page goes, and gives what has to change in its row. In the caller's transaction."""
    stays = reason == Withdrawal.Reason.OUTDATED
    withdrawal = Withdrawal.objects.create(
        topic=topic,
        edition=topic.live_edition,
        reason=reason,
        redirect_to=None if stays else redirect_to,
        public_note=public_note,
        at=now,
        by=by,
    )
    if stays:
        return withdrawal, {"notice": withdrawal}
    FormerAddress.objects.update_or_create(kind=topic.kind, slug=topic.live_slug, defaults={"topic": topic})
    return withdrawal, {"live_edition": None, "live_slug": None, "notice": None}


def _check(topic: Topic, reason: str, public_note: str, redirect_to: Topic | None) -> None:
    if topic.live_edition_id is None:
        raise WithdrawalRefused(_("This page is not live: there is nothing to withdraw."))
    if reason not in REASONS:
        raise WithdrawalRefused(_("Choose why the page is withdrawn."))
    if reason == Withdrawal.Reason.MERGED and redirect_to is None:
        raise WithdrawalRefused(_("Choose the page that says it now."))
    if reason != Withdrawal.Reason.MERGED and not public_note.strip():
        raise WithdrawalRefused(_("Write what readers are told."))
    if redirect_to is not None and (redirect_to.pk == topic.pk or redirect_to.live_edition_id is None):
        raise WithdrawalRefused(_("Readers can only be led to another page that is live."))
