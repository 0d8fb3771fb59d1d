"""A text that somebody else carries for us: nobody can read it, change it or make one up.

Fernet of the package cryptography (AES-128-CBC and HMAC-SHA-256 with a time). The key comes from SECRET_KEY; a seal
ends when that changes.
"""

import base64
import zlib
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def seal(text: str, *, purpose: str) -> str:
    """The text, compressed and sealed, in letters that stand in a form or an address. `purpose` has to be the same
    when it is opened."""
    return _fernet(purpose).encrypt(zlib.compress(text.encode())).decode()


def unseal(sealed: str, *, purpose: str, max_age: timedelta) -> str | None:
    """The text; None if it is no seal of ours, of another purpose, or older than this."""
    try:
        opened = _fernet(purpose).decrypt(sealed.encode(), ttl=int(max_age.total_seconds()))
    except InvalidToken:  # too old as well
        return None
    return zlib.decompress(opened).decode()


def _fernet(purpose: str) -> Fernet:
    key = salted_hmac(f"portal.lib.sealing.{purpose}", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
