"""Serials of paper packs and their sheets: 1125-K7M-2 is sheet 2 of a pack written on 25 November."""

import re
import secrets
from datetime import datetime

from appointments.references import CROCKFORD, without_misreadings

_SHAPE = re.compile(rf"[0-9]{{4}}[{CROCKFORD}]{{3}}[0-9]{{1,2}}")


def new_serial(now: datetime) -> str:
    """A serial for a pack written at this moment: month and day in the time zone of `now`, three random characters."""
    return f"{now:%m%d}-{''.join(secrets.choice(CROCKFORD) for _ in range(3))}"


def sheet_serial(serial: str, number: int) -> str:
    """The serial of a sheet. `serial`: that of its pack; `number`: from 1."""
    return f"{serial}-{number}"


def parse_sheet_serial(typed: str) -> str:
    """The serial of a sheet as it is stored, from how somebody typed it; "" if it is none.

    Understands any case, blanks and hyphens, O for 0, I and L for 1.
    """
    plain = without_misreadings(typed)
    return f"{plain[:4]}-{plain[4:7]}-{int(plain[7:])}" if _SHAPE.fullmatch(plain) else ""
