"""A text that somebody else carries for us: nobody can read it, change it or make one up.

Encrypted with the key stream of SHAKE-256 (FIPS 202) over a key of its own and a random number, then signed by
django.core.signing with a time. Both keys come from SECRET_KEY; a seal ends when that changes.
"""

import hashlib
import secrets
import zlib
from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

_NONCE = 16  # bytes


def seal(text: str, *, purpose: str) -> str:
    """The text, compressed and sealed, in letters that stand in a form or an address. `purpose` has to be the same
    when it is opened."""
    nonce = secrets.token_bytes(_NONCE)
    hidden = nonce + _mixed(zlib.compress(text.encode()), nonce, purpose)
    return _signer(purpose).sign(signing.b64_encode(hidden).decode())


def unseal(sealed: str, *, purpose: str, max_age: timedelta) -> str | None:
    """The text; None if it is no seal of ours, of another purpose, or older than this."""
    try:
        hidden = signing.b64_decode(_signer(purpose).unsign(sealed, max_age=max_age).encode())
    except signing.BadSignature:  # too old as well
        return None
    nonce, rest = hidden[:_NONCE], hidden[_NONCE:]
    return zlib.decompress(_mixed(rest, nonce, purpose)).decode()


def _mixed(data: bytes, nonce: bytes, purpose: str) -> bytes:
    """The bytes with the key stream of this number over them; done twice, the same bytes again."""
    key = salted_hmac(f"portal.lib.sealing.{purpose}", "stream", algorithm="sha256").digest()
    stream = hashlib.shake_256(key + nonce).digest(len(data))
    return (int.from_bytes(data) ^ int.from_bytes(stream)).to_bytes(len(data))


def _signer(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"portal.lib.sealing.{purpose}", fallback_keys=[])
