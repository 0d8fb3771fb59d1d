"""Fields that understand how people type: names in any script, days, years, addresses, long texts."""

import unicodedata
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appointments.requests.fields import (
    BirthYearField,
    DayField,
    LineField,
    NameField,
    OptionalEmailField,
    PhoneField,
    TextField,
)

INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"


def error(field, value) -> str:
    """The one sentence this field answers with; "" if it accepts."""
    try:
        field.clean(value)
    except ValidationError as refusal:
        assert len(refusal.messages) == 1, refusal.messages
        return refusal.messages[0]
    return ""


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien-Nguyễn",
        "O’Brien",
        "Sukarno",
        "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftsch",
        "محمد بن عبد الله",
        "דוד לוי",
        "李小龍",
        "やまだ たろう",
        "ஜானகி ராமச்சந்திரன்",
        "Дарʼя Щур",
        "Ægir Ðórðarson",
        "X Æ A-12",
        "Anna 🙂",
        "Zoë 👩\u200d👩\u200d👧",
        "می\u200cخواهم",  # with the joiner Persian needs inside a word
        "क्\u200dष",  # and the one Hindi needs
        "d'Artagnan III.",
        "N'Golo (Ngolo) Kanté",
        "ŁŻ",
        "O",
    ],
)
def test_a_name_in_any_script_is_kept_as_it_is(name):
    name = unicodedata.normalize("NFC", name)
    assert NameField().clean(name) == name


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  Olena   Example ", "Olena Example"),
        ("Olena\tExample", "Olena Example"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("e\u200b\u0301va", "éva"),  # composed only once the invisible blank between is gone
        ("Olena\nBcc: victim@example.org", "Olena Bcc: victim@example.org"),
        ("Olena\r\nExample", "Olena Example"),
        ("Olena\x00Example", "Olena Example"),
        ("Olena\x1b[31m", "Olena [31m"),
        ("\u202egro.live", "gro.live"),
        ("Ole\u200bna", "Olena"),
        ("\ufeffOlena", "Olena"),
        ("Olena\u2028Example", "Olena Example"),
        ("Olena\u00a0Example", "Olena Example"),
        ("\u200dOlena\u200c", "Olena"),  # joiners that join nothing
    ],
)
def test_a_name_is_cleaned_of_what_nobody_sees(typed, kept):
    assert NameField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["123", "---", "🙂", "\u0301", "…", "4711 !", "٣٤"])
def test_a_name_without_a_letter_is_asked_for_again(typed):
    assert error(NameField(), typed) == "Enter a name with at least one letter."


@pytest.mark.parametrize("typed", [*INVISIBLE, INVISIBLE, "\u200d\u200c", "\x00\x01\x02", " \t\n", "", None])
def test_a_name_of_nothing_visible_is_no_name(typed):
    assert error(NameField(), typed) == "This field is required."


@pytest.mark.parametrize("typed", ["\u3164", "\u115f\u1160", "\uffa0", "\u3164 \u3164"])
def test_letters_that_show_nothing_make_no_name(typed):
    assert error(NameField(), typed)  # Hangul fillers are letters to Unicode, and blank to everybody


def test_a_name_may_have_200_characters_and_the_refusal_counts():
    assert NameField().clean("ä" * 200) == "ä" * 200
    assert NameField().clean("a\u0308" * 200) == "ä" * 200  # counted as people count
    assert error(NameField(), "ä" * 201) == "This name has 201 characters; we can store 200. Please shorten it."


def test_the_browser_cuts_nothing_off_a_name_or_a_text():
    assert "maxlength" not in NameField().widget.attrs
    assert "maxlength" not in TextField(max_length=500).widget.attrs


# --- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("\n\n  a reason \n", "a reason"),
        ("a\x00b\x07c", "a b c"),
        ("\u202eabc", "abc"),
        ("cafe\u0301", "café"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_a_text_keeps_its_lines_and_loses_what_nobody_sees(typed, kept):
    assert TextField().clean(typed) == kept


def test_a_line_end_counts_as_one_character():
    assert error(TextField(max_length=5), "ab\r\ncd") == ""
    assert "6" in error(TextField(max_length=5), "abc\r\nde")


# --- e-mail ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["name@example.org", "a+b@sub.example.org", "a@bücher.de", "O'Brien@example.ie", "a@gmial.com", "a@b.co"]
)
def test_an_address_is_accepted_and_kept_in_lower_case(typed):
    assert OptionalEmailField().clean(typed) == typed.lower()


@pytest.mark.parametrize("typed", ["", "   ", None, "\u200b"])
def test_no_address_is_fine(typed):
    assert OptionalEmailField().clean(typed) == ""


@pytest.mark.parametrize("typed", ["ä@b.co", "josé@example.org", "用户@example.org"])
def test_letters_we_cannot_send_to_are_explained_with_a_way_out(typed):
    said = error(OptionalEmailField(), typed)
    assert "letters like ä or é before the @" in said
    assert "leave this empty: we will phone you" in said


@pytest.mark.parametrize(
    "typed",
    ["name", "@example.org", "name@", "a@b@c.org", "a b@example.org", "a@example", "a@example..org", "<a@example.org>"],
)
def test_what_is_no_address_gets_an_example_and_a_way_out(typed):
    assert error(OptionalEmailField(), typed).startswith("Enter an address like name@example.com, or leave this empty")


@pytest.mark.parametrize("typed", ["a@example.org\nBcc: b@example.org", "a@example.org\r\nX: 1", "a@ex\x00ample.org"])
def test_an_address_cannot_carry_a_header(typed):
    assert error(OptionalEmailField(), typed)


def test_the_longest_address_fits_and_a_longer_one_gets_one_sentence():
    long_domain = ".".join(["x" * 60] * 3)
    assert OptionalEmailField().clean(f"{'a' * 60}@{long_domain}.org")
    assert error(OptionalEmailField(), f"{'a' * 300}@example.org")


def test_an_address_fits_its_column_in_lower_case_too():
    domain = ".".join(["İ" * 25] * 8)  # each letter becomes two when it is made small
    assert error(OptionalEmailField(), f"{'a' * 40}@{domain}.org")


# --- year of birth ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, year", [("1957", 1957), (" 1957 ", 1957), ("١٩٥٧", 1957), ("１９５７", 1957), ("1900", 1900)]
)
def test_a_year_is_read_in_any_digits(typed, year):
    assert BirthYearField().clean(typed) == year


@pytest.mark.parametrize("typed", ["57", "1899", "0", "-1957", "9999", "2200", "19570"])
def test_a_year_out_of_range_is_told_the_range(typed):
    with time_machine.travel("2026-11-25"):
        assert error(BirthYearField(), typed) == "Enter a year between 1900 and 2026."


@pytest.mark.parametrize(
    "typed", ["fifty-seven", "19 57", "1957/58", "12.3.1957", "NaN", "Infinity", "1e3", "9" * 5000]
)
def test_what_is_no_year_gets_an_example(typed):
    assert error(BirthYearField(), typed) == "Enter the year with four digits, like 1957."


def test_a_newborn_has_a_year_by_the_clinics_calendar():
    with time_machine.travel("2027-01-01 00:30 +01:00"):  # still 2026 in London
        assert error(BirthYearField(), "2027") == "Enter a year between 1900 and 2026."
    with time_machine.travel("2027-01-01 00:30 +00:00"):
        assert BirthYearField().clean("2027") == 2027


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["2026-12-04", "4/12/2026", "04/12/2026", "4.12.2026", "4-12-2026", "4 December 2026", "4 Dec 2026"],
)
def test_a_day_is_read_as_people_write_it_day_first(typed):
    assert DayField().clean(typed) == date(2026, 12, 4)


@pytest.mark.parametrize(
    "typed", ["31/04/2027", "29/02/2027", "2027-02-30", "0/1/2027", "32/1/2027", "12/13/2027", "2027"]
)
def test_a_day_that_does_not_exist_is_told_so(typed):
    assert error(DayField(), typed) == "This day does not exist. Enter it like 23/11/2026."


def test_the_29th_of_february_exists_in_leap_years():
    assert DayField().clean("29/02/2028") == date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "01/01/0001"])
def test_the_first_and_the_last_year_of_the_calendar_are_days(typed):
    assert DayField().clean(typed).year in (1, 9999)  # too early or too late is the form's business


@pytest.mark.parametrize("typed", ["10000-01-01", "0000-01-01", "-1/1/2027", "\x00", "tomorrow", "1" * 10_000])
def test_nonsense_is_no_day(typed):
    assert error(DayField(required=True), typed)


# --- whatever comes --------------------------------------------------------------------------------------------------

_nasty = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\r\n\t\u202e\u200b\u200d\u0301\ud800\ufeff@.<>&\"'=+-1٣")),
    max_size=260,
)
FIELDS = [
    NameField(),
    LineField(required=False, max_length=200),
    TextField(required=False, max_length=500),
    PhoneField(),
    OptionalEmailField(),
    BirthYearField(),
    DayField(required=False),
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(typed=_nasty)
@example(typed="e\u200b\u0301")
@example(typed="\ud83d")
def test_a_field_answers_anything_with_a_clean_value_or_a_sentence(field, typed):
    try:
        value = field.clean(typed)
    except ValidationError as refusal:
        assert all(refusal.messages)
        return
    text = getattr(value, "typed", value)
    if isinstance(text, str):
        assert text == unicodedata.normalize("NFC", text)
        assert not {unicodedata.category(character) for character in text.replace("\n", "").replace("\t", "")} & {
            "Cc",
            "Cs",
            "Cn",
            "Co",
        }
        assert not set(text) & set(INVISIBLE)
        assert len(text) <= (field.max_length or 500)
        text.encode()  # no half characters
