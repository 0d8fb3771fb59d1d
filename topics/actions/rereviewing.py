"""A concept has changed: the live pages that name it are looked at again, sentence by sentence."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import User
from topics.live_addresses import LiveAddresses
from topics.models import Edition, OtherName, ReReview, Topic
from topics.roles import roles_of
from topics.where_used import live_passages
from topics.workflow import ActionRefused, PageRole, StepNotAllowed


class AlreadySettled(ActionRefused):
    """Somebody else has looked at the page since, or the concept has changed once more."""


def ask_again(*, cause: Topic, why: str, now: datetime, edition: Edition | None = None) -> list[ReReview]:
    """Puts every live page that links to the concept on the list, once, with the lines and sentences concerned.

    In the caller's transaction, before the links of other pages follow.
    """
    live_addresses = LiveAddresses()
    addresses = live_addresses.addresses_of({cause.pk}) | {f"{cause.kind}/{cause.slug}"}
    found = [one for one in live_passages(cause, addresses, names_of(cause)) if one[0].topic_id != cause.pk]
    open_rows = ReReview.objects.select_for_update().still_open().filter(cause=cause).order_by("pk")
    waiting = {row.page_id: row for row in open_rows}
    rows = []
    for naming, places in found:
        row = waiting.get(naming.topic_id) or ReReview(page_id=naming.topic_id, cause=cause)
        row.why, row.cause_edition, row.at = why, edition, now
        row.passages = [asdict(place) for place in places]
        rows.append(row)
    known = [row for row in rows if row.pk]
    ReReview.objects.bulk_create(row for row in rows if row.pk is None)
    ReReview.objects.bulk_update(known, ["why", "cause_edition", "at", "passages"])
    return rows


def names_of(topic: Topic) -> list[str]:
    """By which names texts may speak of a concept: those of its draft, and those readers know."""
    names = [topic.name, topic.plain_name, *OtherName.objects.filter(topic=topic).values_list("name", flat=True)]
    editions = Edition.objects.filter(topic=topic).only("name", "plain_name", "other_names")
    for edition in editions.order_by("-number")[:2]:
        names += [edition.name, edition.plain_name, *edition.other_names]
    return list(dict.fromkeys(filter(None, names)))


def still_right(*, row: ReReview, by: User, now: datetime) -> ReReview:
    """A clinical reviewer has read the sentences again, as `row` has them: the page stays as it is."""
    if PageRole.CLINICIAN not in roles_of(by):
        raise StepNotAllowed(_("Only clinical reviewers say that a page is still right."))
    with transaction.atomic():
        waiting = ReReview.objects.still_open().filter(pk=row.pk, at=row.at)
        if not waiting.update(settled_at=now, settled_by=by, how=ReReview.How.STILL_RIGHT):
            raise AlreadySettled(_("This has been settled, or the concept has changed again, since you opened it."))
    row.refresh_from_db()
    return row


def settle_by_publishing(*, page: Topic, edition: Edition, by: User, now: datetime) -> None:
    """A page signed since the concept changed needs no further look. In the caller's transaction."""
    if edition.sign_off is not None:
        waiting = ReReview.objects.still_open().filter(page=page, at__lte=edition.sign_off.signed_at)
        waiting.update(settled_at=now, settled_by=by, how=ReReview.How.PUBLISHED)
