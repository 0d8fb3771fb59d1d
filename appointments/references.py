"""References the way people read them out and type them: K7M-4QX2P, k7m 4qx2p, with O for 0 and I or L for 1."""

import re

_MISREAD = str.maketrans("OIL", "011")
_SHAPE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")


def as_reference(typed: str) -> str:
    """The reference somebody means, as it is stored; "" if this cannot be one."""
    plain = "".join(typed.upper().replace("-", "").split()).translate(_MISREAD)
    return plain if _SHAPE.fullmatch(plain) else ""
