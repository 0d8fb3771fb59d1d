"""Words that differ from clinic to clinic."""

from portal.clinic import Clinic
from topics.placeholders import KNOWN, fill, unknown

CLINIC = Clinic.configured()


def test_every_placeholder_is_filled_with_something():
    for name in KNOWN:
        filled = fill(f"Call {{{name}}} now", CLINIC)
        assert "{" not in filled and filled != "Call  now", name


def test_text_without_placeholders_stays_as_it_is():
    assert fill("Call {them}, {THEM} or { them }; 5 % {", CLINIC) == "Call {them}, {THEM} or { them }; 5 % {"


def test_what_fills_a_placeholder_is_not_filled_again():
    clinic = Clinic(**{**CLINIC.__dict__, "name": "{clinic_phone}"})
    assert fill("{clinic_name}", clinic) == "{clinic_phone}"


def test_misspelt_placeholders_are_found():
    assert unknown("{emergency_number} {emergancy_number} {clinic} {clinic_phone}") == ["emergancy_number", "clinic"]
    assert unknown("no braces, {CAPITALS}, {two words}, {}") == []
