"""A page is taken away from readers, or kept under a notice. Its address never dies silently."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import User
from topics.actions._move import move
from topics.models import FormerAddress, Topic, Withdrawal
from topics.workflow import Refused, Step


class WithdrawalRefused(Refused):
    """The page cannot be withdrawn like this; the message says why."""


def withdraw(
    *, topic: Topic, reason: str, by: User, now: datetime, public_note: str = "", redirect_to: Topic | None = None
) -> Withdrawal:
    """Withdraws the live page. Wrong: gone, or readers are led elsewhere. Merged: led elsewhere. Outdated: a notice.

    Raises WithdrawalRefused or StepNotAllowed; then nothing is stored.
    """
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        _check(topic, reason, public_note, redirect_to)
        edition = topic.live_edition
        stays = reason == Withdrawal.Reason.OUTDATED
        withdrawal = Withdrawal.objects.create(
            topic=topic,
            edition=edition,
            reason=reason,
            redirect_to=None if stays else redirect_to,
            public_note=public_note.strip(),
            at=now,
            by=by,
        )
        if stays:
            changes = {"notice": withdrawal}
        else:
            FormerAddress.objects.update_or_create(kind=topic.kind, slug=topic.live_slug, defaults={"topic": topic})
            changes = {"live_edition": None, "live_slug": None, "notice": None}
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
    return withdrawal


def _check(topic: Topic, reason: str, public_note: str, redirect_to: Topic | None) -> None:
    if topic.live_edition_id is None:
        raise WithdrawalRefused(_("This page is not live: there is nothing to withdraw."))
    if reason not in Withdrawal.Reason.values:
        raise WithdrawalRefused(_("Choose why the page is withdrawn."))
    if reason == Withdrawal.Reason.MERGED and redirect_to is None:
        raise WithdrawalRefused(_("Choose the page that says it now."))
    if reason != Withdrawal.Reason.MERGED and not public_note.strip():
        raise WithdrawalRefused(_("Write what readers are told."))
    if redirect_to is not None and (redirect_to.pk == topic.pk or redirect_to.live_edition_id is None):
        raise WithdrawalRefused(_("Readers can only be led to another page that is live."))
