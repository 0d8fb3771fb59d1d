"""References people read out, and secrets in links, of which only digests are stored."""

import hashlib
import hmac
import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U, which people mix up or misread


def new_reference() -> str:
    """Eight characters of Crockford's base 32: 40 random bits. It identifies; it never authorises."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(8))


def new_secret() -> str:
    """256 random bits, safe in an address: 43 characters."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret: SHA-256, 64 hexadecimal digits. A random secret needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def status_secret(draft_secret: str) -> str:
    """The secret of the status link that belongs to a form: the same however often the form is sent."""
    return hmac.new(draft_secret.encode(), b"status link", hashlib.sha256).hexdigest()[:48]
