"""Pages whose next review is due on a certain day."""

from datetime import date, timedelta

from tests.builders import NOW, make_edition, make_user
from topics.models import Edition, SignOff, Topic


def make_reviewed(next_review: date, **changes) -> Topic:
    """A live page whose last clinical review says when the next is due."""
    edition = make_edition(**changes)
    signature = SignOff.objects.create(
        topic=edition.topic,
        sha256=edition.sha256,
        reviewer=make_user("clinician"),
        reviewer_name="Dr Sample",
        signed_at=NOW - timedelta(days=4000),
        signed_on=NOW.date() - timedelta(days=4000),
        next_review_on=next_review,
    )
    Edition.objects.filter(pk=edition.pk).update(sign_off=signature)
    return edition.topic
