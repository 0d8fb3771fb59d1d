"""Public holidays by the clinic's country and the part of it."""

from datetime import date

import pytest

from appointments.scheduling.public_holidays import public_holidays


def days(*found) -> set[str]:
    return {f"{day:%m-%d}" for day, _name in public_holidays(*found)}


def test_england_has_its_bank_holidays_in_order():
    found = public_holidays(2026, "GB", "ENG")
    assert (date(2026, 12, 25), "Christmas Day") in found
    assert date(2026, 12, 28) in dict(found)  # Boxing Day is a Saturday
    assert date(2026, 1, 2) not in dict(found)  # Scotland's
    assert found == sorted(found) and {day.year for day, _name in found} == {2026}


@pytest.mark.parametrize(
    "country, part, has, has_not",  # https://www.gov.uk/bank-holidays; the holiday laws of the countries of Germany
    [
        ("GB", "SCT", "01-04 08-02 11-30", "03-29 08-30 03-17"),
        ("GB", "NIR", "03-17 03-29 07-12 08-30", "01-04 08-02 11-30"),
        ("GB", "WLS", "03-29 08-30 12-28", "01-04 03-17 07-12"),
        ("DE", "BY", "01-06 05-27 08-15 11-01", "10-31 11-17"),
        ("DE", "SN", "10-31 11-17", "01-06 11-01"),
        ("DE", "BE", "03-08 10-03", "01-06 05-27 08-15 10-31"),
        ("DE", "", "10-03 12-26", "01-06 05-27"),
        ("US", "MA", "04-19 07-05", "03-02"),
        ("AU", "VIC", "03-08 11-02", "08-04"),
        ("CH", "TI", "03-19 08-15", "01-02"),
        ("ES", "CT", "06-24 09-11", "05-03"),
        ("IE", "", "03-17 08-02 10-25", "08-30"),
    ],
)
def test_each_part_has_its_own(country, part, has, has_not):
    found = days(2027, country, part)
    assert set(has.split()) <= found
    assert not set(has_not.split()) & found


def test_a_day_that_only_some_communities_keep_says_so():
    named = dict(public_holidays(2027, "DE", "BY"))
    assert named[date(2027, 8, 15)] == "Assumption Day (only in some places)"
    assert named[date(2027, 5, 27)] == "Corpus Christi"


@pytest.mark.parametrize(("language", "name"), [("uk", "Богоявлення"), ("en-gb", "Epiphany"), ("ar", "Epiphany")])
def test_their_names_are_in_the_language_of_the_clinic_or_in_english(language, name):
    assert dict(public_holidays(2027, "DE", "BY", language))[date(2027, 1, 6)] == name


def test_a_country_nobody_knows_has_none():
    assert public_holidays(2026, "ZZ") == []
