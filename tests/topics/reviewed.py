"""Live pages that a clinician signed, and pages whose next review is due on a certain day."""

from datetime import date, timedelta

from tests.builders import NOW, make_edition, make_user
from topics.models import Edition, SignOff, Topic


def make_reviewed(next_review: date, **changes) -> Topic:
    """A live page whose last clinical review says when the next is due."""
    edition = make_edition(**changes)
    make_signature(edition, next_review_on=next_review)
    return edition.topic


def make_signature(edition: Edition, **changes) -> SignOff:
    """A clinician's name under this edition."""
    values = {
        "reviewer": make_user("clinician"),
        "reviewer_name": "Dr Sample",
        "signed_at": NOW - timedelta(days=4000),
        "signed_on": NOW.date() - timedelta(days=4000),
        "next_review_on": NOW.date() + timedelta(days=365),
    }
    signature = SignOff.objects.create(topic=edition.topic, sha256=edition.sha256, **values | changes)
    Edition.objects.filter(pk=edition.pk).update(sign_off=signature)
    return signature
