"""That somebody has shown who they are, for the next form of theirs to carry: signed, for one link, for a quarter of
an hour. No cookie holds it.
"""

from datetime import timedelta

from django.core import signing

from appointments.models import LinkToken

LASTS = timedelta(minutes=15)
SALT = "appointments.proof"


def make(link: LinkToken) -> str:
    """The proof that belongs to this link, made now."""
    return signing.dumps(link.pk, salt=SALT)


def holds(proof: str, link: LinkToken) -> bool:
    """Whether this is a proof for this link, and not too old."""
    try:
        return signing.loads(proof, salt=SALT, max_age=LASTS) == link.pk
    except signing.BadSignature:
        return False
