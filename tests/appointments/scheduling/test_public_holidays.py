"""Public holidays by the clinic's country."""

from datetime import date

import pytest

from appointments.scheduling.public_holidays import public_holidays


def test_england_has_its_bank_holidays_in_order():
    found = public_holidays(2026, "GB")
    assert (date(2026, 12, 25), "Christmas Day") in found
    assert date(2026, 12, 28) in dict(found)  # Boxing Day is a Saturday
    assert date(2026, 1, 2) not in dict(found)  # Scotland's
    assert found == sorted(found) and {day.year for day, _name in found} == {2026}


@pytest.mark.parametrize(
    "region, day", [("US", date(2026, 7, 4)), ("DE", date(2026, 10, 3)), ("AU", date(2026, 4, 25))]
)
def test_other_countries_have_theirs(region, day):
    assert day in dict(public_holidays(2026, region))


def test_a_country_nobody_knows_has_none():
    assert public_holidays(2026, "ZZ") == []
