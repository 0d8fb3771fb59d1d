"""Words in articles that differ from clinic to clinic: written as placeholders, filled in when a page is shown."""

import re

from portal.clinic import Clinic

KNOWN = {
    "emergency_number": "emergency_number",
    "urgent_advice_line": "urgent_advice_line",
    "clinic_phone": "phone",
    "clinic_name": "name",
}
_PATTERN = re.compile(r"\{([a-z_]+)\}")


def fill(text: str, clinic: Clinic) -> str:
    """The text with every known placeholder replaced by what this clinic uses."""
    return _PATTERN.sub(lambda found: getattr(clinic, KNOWN[found[1]]) if found[1] in KNOWN else found[0], text)


def unknown(text: str) -> list[str]:
    """Placeholders in the text that nothing will fill: most likely misspelt."""
    return [name for name in _PATTERN.findall(text) if name not in KNOWN]
