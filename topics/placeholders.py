"""Words in articles that differ from clinic to clinic: written as placeholders, filled in when a page is shown."""

import re

from portal.clinic import Clinic
from portal.lib.text import has_right_to_left, isolated

KNOWN = {
    "emergency_number": "emergency_number",
    "urgent_advice_line": "urgent_advice_line",
    "clinic_phone": "phone",
    "clinic_name": "name",
}
_PATTERN = re.compile(r"\{([a-z_]+)\}")


def fill(text: str, clinic: Clinic) -> str:
    """The text with every known placeholder replaced by what this clinic uses.

    Numbers in a text with letters that run from right to left are set apart; in the address of a link they are not.
    """
    is_rtl = has_right_to_left(text)

    def filled(found: re.Match) -> str:
        if found[1] not in KNOWN:
            return found[0]
        value = getattr(clinic, KNOWN[found[1]])
        if text[: found.start()].endswith(("tel:", "sms:")):
            return value.strip("\u2066\u2069")
        return isolated(value) if is_rtl and found[1] != "clinic_name" else value

    return _PATTERN.sub(filled, text)


def unknown(text: str) -> list[str]:
    """Placeholders in the text that nothing will fill: most likely misspelt."""
    return [name for name in _PATTERN.findall(text) if name not in KNOWN]
