"""A concept is no longer taught: nobody is offered it for new lines, and its page goes. It can be brought back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lib.locks import one_at_a_time
from portal.models import User
from topics.actions.live_links import PLACES, keep_links_right
from topics.actions.move import move
from topics.actions.rereviewing import ask_again
from topics.actions.withdrawing import take_away
from topics.compose import compose
from topics.models import ReReview, Topic, Withdrawal
from topics.roles import roles_of
from topics.where_used import Uses, where_used
from topics.workflow import ActionRefused, State, Step, follow


class RetireRefused(ActionRefused):
    """The concept cannot be retired yet; the message says why. `uses`: everything that names it."""

    def __init__(self, message: str, uses: Uses | None = None):
        self.uses = uses
        super().__init__(message)


def retire(*, topic: Topic, by: User, now: datetime, public_note: str = "", accepted: Collection[int] = ()) -> Topic:
    """Retires the concept. Live pages that link to it keep its line, without a link, and are looked at again.

    `accepted`: the topics of all those pages; `public_note`: what readers of its own page are told, if it is live.
    Raises RetireRefused or StepNotAllowed; then nothing is stored.
    """
    with transaction.atomic():
        one_at_a_time(PLACES)
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        follow(Step.RETIRE, State(topic.state), roles_of(by))
        uses = where_used(topic)
        _check(topic, uses, public_note.strip(), set(accepted))
        ask_again(cause=topic, why=ReReview.Why.RETIRED, now=now)
        edition, changes = topic.live_edition, {}
        digest = compose(topic).sha256
        if topic.is_live:
            _withdrawal, changes = take_away(topic, Withdrawal.Reason.RETIRED, by, now, public_note.strip())
        note = public_note.strip()
        move(topic=topic, step=Step.RETIRE, by=by, now=now, sha256=digest, note=note, edition=edition, **changes)
        keep_links_right(topic)
    return topic


def reinstate(*, topic: Topic, by: User, now: datetime) -> Topic:
    """Makes a retired concept a draft again. Its page comes back, and links lead to it, once it is published."""
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        move(topic=topic, step=Step.REINSTATE, by=by, now=now, sha256=compose(topic).sha256)
    return topic


def _check(topic: Topic, uses: Uses, public_note: str, accepted: set[int]) -> None:
    if topic.is_live and not public_note:
        raise RetireRefused(_("Write what readers are told who come for this page."), uses)
    missing = [edition for edition in uses.live_pages if edition.topic_id not in accepted]
    if missing:
        names = ", ".join(f"“{edition.name}”" for edition in missing)
        raise RetireRefused(_("These live pages link to it: %(names)s. Accept each of them.") % {"names": names}, uses)
