"""The secrets in the addresses of forms, patients' pages and calendar feeds. Only their digests are stored."""

import hashlib
import hmac
import secrets


def new_secret() -> str:
    """A random secret of 256 bits, as 43 characters that can stand in an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret: its SHA-256, 64 hexadecimal digits. As the secret is random, it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def status_secret(draft_secret: str) -> str:
    """The secret of the patient's page of the request that a form makes: 48 hexadecimal digits.

    `draft_secret`: that of the form. The same form always gives the same.
    """
    return hmac.new(draft_secret.encode(), b"status link", hashlib.sha256).hexdigest()[:48]
