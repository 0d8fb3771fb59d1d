"""A reviewer lets a finding of the gates pass, with a reason, or takes that back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import User
from topics.compose import compose
from topics.contributors import draft_contributors, own_words
from topics.gates.finding import Finding
from topics.gates.run import findings
from topics.models import Topic, Waiver
from topics.roles import roles_of
from topics.workflow import ActionRefused, PageRole, StepNotAllowed


class WaiverRefused(ActionRefused):
    """The finding cannot be waived like this; the message says why."""


class NotYours(StepNotAllowed):
    """Only clinical reviewers judge whether something may pass."""


class OwnChange(WaiverRefused):
    """Whoever has words in the text that no signed edition holds cannot let anything in it pass."""


class FindingChanged(WaiverRefused):
    """The page or the rule is not what the reviewer looked at, or it is mended already."""


def waive(*, topic: Topic, code: str, key: str, fingerprint: str, reason: str, by: User, now: datetime) -> Waiver:
    """Lets the finding pass while what was judged stays the same; `fingerprint` is that of the finding on the screen.

    Waiving what is waived already gives the waiver that holds. Raises NotYours, OwnChange, FindingChanged or
    WaiverRefused; then nothing is stored.
    """
    _only_reviewers(by)
    if not reason.strip():
        raise WaiverRefused(_("Say why this may pass: other people have to understand it later."))
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        if titles := draft_contributors(topic).get(by.pk):
            raise OwnChange(own_words(titles))
        finding = _found(topic, code, key, fingerprint)
        if finding.waiver is not None:
            return finding.waiver
        outdated = Waiver.objects.living().filter(topic=topic, code=code, key=key)
        outdated.update(ended_at=now, ended_by=by)
        return Waiver.objects.create(
            topic=topic,
            code=code,
            key=key,
            fingerprint=fingerprint,
            finding=finding.sentence,
            reason=reason.strip(),
            at=now,
            by=by,
        )


def take_back(*, waiver: Waiver, by: User, now: datetime) -> None:
    """From now on the finding stops the page again. Any reviewer may; doing it twice is the same as once."""
    _only_reviewers(by)
    with transaction.atomic():
        Topic.objects.select_for_update().get(pk=waiver.topic_id)  # nobody is publishing on the strength of it
        Waiver.objects.living().filter(pk=waiver.pk).update(ended_at=now, ended_by=by)


def _only_reviewers(by: User) -> None:
    if PageRole.CLINICIAN not in roles_of(by):
        raise NotYours(_("Only clinical reviewers can let something pass."))


def _found(topic: Topic, code: str, key: str, fingerprint: str) -> Finding:
    for finding in findings(topic, compose(topic)):
        if (finding.code, finding.key) == (code, key):
            if not finding.waivable:
                raise WaiverRefused(_("This has to be mended; it cannot be waived."))
            if finding.fingerprint == fingerprint:
                return finding
    raise FindingChanged(_("This has changed since you looked at it. Look again."))
