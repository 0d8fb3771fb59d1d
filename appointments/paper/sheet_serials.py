"""Serials of paper packs and their sheets: 1125-K7M-2 is sheet 2 of a pack of 25 November. Pure but for chance."""

import re
import secrets
from datetime import datetime

from appointments.secrets import CROCKFORD

_MISREAD = str.maketrans("OIL", "011")
_SHAPE = re.compile(rf"[0-9]{{4}}[{CROCKFORD}]{{3}}[0-9]{{1,2}}")


def new_serial(now: datetime) -> str:
    """For a pack written at this moment, by the clock it carries: month and day, and three characters by chance."""
    return f"{now:%m%d}-{''.join(secrets.choice(CROCKFORD) for _ in range(3))}"


def of_sheet(serial: str, number: int) -> str:
    """The serial of one sheet of a pack."""
    return f"{serial}-{number}"


def as_sheet_serial(typed: str) -> str:
    """The sheet somebody means, however they type it; "" if this cannot be one."""
    plain = "".join(typed.upper().replace("-", "").split()).translate(_MISREAD)
    return f"{plain[:4]}-{plain[4:7]}-{int(plain[7:])}" if _SHAPE.fullmatch(plain) else ""
