"""Makes the secret links patients hold to their requests."""

from datetime import datetime, timedelta

from appointments import link_secrets
from appointments.models import AppointmentRequest, LinkToken

LASTS = timedelta(days=180)


def store(*, request: AppointmentRequest, secret: str, now: datetime, lasts: timedelta = LASTS) -> LinkToken:
    """Makes a link of this secret; only the digest is stored."""
    return LinkToken.objects.create(
        request=request,
        digest=link_secrets.digest(secret),
        purpose=LinkToken.Purpose.STATUS,
        created_at=now,
        expires_at=now + lasts,
    )


def mint(*, request: AppointmentRequest, now: datetime, lasts: timedelta = LASTS) -> str:
    """A fresh secret for a mail that is about to leave. Earlier links keep working."""
    secret = link_secrets.new_secret()
    store(request=request, secret=secret, now=now, lasts=lasts)
    return secret
