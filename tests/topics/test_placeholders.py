"""Words that differ from clinic to clinic."""

import pytest
from django.utils import translation

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


ISOLATED = "\u2066020 7946 0018\u2069"


@pytest.mark.parametrize(
    "text, filled",
    [
        ("اتصل على {clinic_phone} الآن", f"اتصل على {ISOLATED} الآن"),
        ("חייגו {clinic_phone}", f"חייגו {ISOLATED}"),
        ("با {clinic_phone} تماس بگیرید", f"با {ISOLATED} تماس بگیرید"),
        ("ފޯނު {clinic_phone}", f"ފޯނު {ISOLATED}"),
        ("اتصل [هنا](tel:{clinic_phone})", "اتصل [هنا](tel:020 7946 0018)"),
        ("Call {clinic_phone} now", "Call 020 7946 0018 now"),
        ("Дзвоніть {clinic_phone}", "Дзвоніть 020 7946 0018"),
        ("اتصل بـ {clinic_name}", f"اتصل بـ {CLINIC.name}"),
    ],
)
def test_in_a_text_from_right_to_left_a_number_keeps_its_order(text, filled):
    assert fill(text, CLINIC) == filled


@pytest.mark.parametrize("language", ["ar", "he", "fa", "ur"])
def test_in_such_a_language_every_number_of_the_clinic_is_set_apart_once(language):
    with translation.override(language):
        clinic = Clinic.configured()
        for text in ("{clinic_phone}", "اتصل {clinic_phone}"):
            assert fill(text, clinic).count("\u2066") == fill(text, clinic).count("\u2069") == 1
        assert fill("tel:{clinic_phone}", clinic) == "tel:020 7946 0018"
        assert clinic.phone == ISOLATED and clinic.phone_link == "tel:+442079460018"
