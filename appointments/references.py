"""References of requests: K7M-4QX2P as it is read out, K7M4QX2P as it is stored. They identify and never authorise."""

import re
import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U, which are misread
_MISREAD = str.maketrans("OIL", "011")
_STORED = re.compile(rf"[{CROCKFORD}]{{8}}")


def new_reference() -> str:
    """A random reference as it is stored: eight characters of CROCKFORD, 40 bits."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(8))


def spoken_reference(reference: str) -> str:
    """A stored reference as it is read out and printed: K7M-4QX2P."""
    return f"{reference[:3]}-{reference[3:]}"


def without_misreadings(typed: str) -> str:
    """What somebody typed, in capitals, without blanks and hyphens, with 0 for O and 1 for I and L."""
    return "".join(typed.upper().replace("-", "").split()).translate(_MISREAD)


def parse_reference(typed: str) -> str:
    """The reference as it is stored, from how somebody typed it; "" if it is none."""
    plain = without_misreadings(typed)
    return plain if _STORED.fullmatch(plain) else ""
