"""The public holidays of the clinic's country, as suggestions for closures. Nothing is closed because of them."""

from datetime import date

import holidays

SUBDIVISIONS = {"GB": "ENG"}  # where a country has no holidays of its own, or too few, those of its largest part


def suggested(year: int, region: str) -> list[tuple[date, str]]:
    """The public holidays of a year, in order, with their names. `region`: ISO country code, as in PHONE_REGION.

    Empty for a country the library does not know. Days celebrated instead of a holiday on a weekend are among them.
    """
    try:
        found = holidays.country_holidays(region, subdiv=SUBDIVISIONS.get(region), years=year)
    except NotImplementedError:
        return []
    return sorted(found.items())
