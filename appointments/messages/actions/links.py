"""Creates the secret links patients hold to their requests."""

from datetime import datetime, timedelta

from appointments import secrets
from appointments.models import AppointmentRequest, LinkToken

VALID_FOR = timedelta(days=180)


def store(*, request: AppointmentRequest, secret: str, now: datetime, valid_for: timedelta = VALID_FOR) -> LinkToken:
    """Stores a link with this secret, of which only the digest is kept. Raises IntegrityError if it exists already."""
    return LinkToken.objects.create(
        request=request,
        digest=secrets.digest(secret),
        purpose=LinkToken.Purpose.STATUS,
        created_at=now,
        expires_at=now + valid_for,
    )


def mint(*, request: AppointmentRequest, now: datetime, valid_for: timedelta = VALID_FOR) -> str:
    """Stores a link with a new secret and returns the secret. Earlier links keep working."""
    secret = secrets.new_secret()
    store(request=request, secret=secret, now=now, valid_for=valid_for)
    return secret
