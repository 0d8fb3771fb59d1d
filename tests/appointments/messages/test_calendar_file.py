"""The calendar file: the same entry for ever, moved and cancelled in place, telling nobody more than it has to."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from appointments.messages.calendar_file import CalendarMethod, calendar_file
from appointments.models import Appointment, AppointmentRequest, Location
from portal.lib.text import clean_line
from tests.appointments.builders import NOON

UID = UUID("0c0ffee0-0000-4000-8000-000000000017")


def make_appointment(
    *, discreet=False, place="Main house", address="1 High Street\nSampletown", **changes
) -> Appointment:
    """An appointment that no database knows."""
    request = AppointmentRequest(
        reference="K7M4QX2P",
        patient_name="Olena Example",
        reason="Cramps",
        email="olena@example.org",
        phone_e164="+442079460123",
        discreet=discreet,
    )
    values = {
        "request": request,
        "location": Location(name=place, address=address),
        "starts_at": NOON,
        "ends_at": NOON + timedelta(minutes=30),
        "calendar_uid": UID,
        "status": "booked",
    }
    return Appointment(**values | changes)


def read(appointment=None, method="REQUEST", **more):
    """The one entry of the file, and the calendar, as a calendar program reads them."""
    calendar = Calendar.from_ical(calendar_file(appointment or make_appointment(), method, now=NOON, **more))
    [entry] = calendar.walk("VEVENT")
    return entry, calendar


@pytest.mark.parametrize("method", CalendarMethod)
def test_it_says_what_a_calendar_is_to_do_with_it(method):
    entry, calendar = read(method=method)
    assert (calendar["METHOD"], calendar["VERSION"]) == (method, "2.0")
    assert entry["STATUS"] == ("CANCELLED" if method == CalendarMethod.CANCEL else "CONFIRMED")


def test_a_method_of_ones_own_is_refused():
    with pytest.raises(ValueError, match="DELETE"):
        calendar_file(make_appointment(), "DELETE")


def test_a_cancelled_appointment_is_never_shown_as_one_that_stands():
    assert read(make_appointment(status="cancelled"), "PUBLISH")[0]["STATUS"] == "CANCELLED"


def test_moved_it_is_the_same_entry_with_a_higher_sequence(settings):
    first, _calendar = read(make_appointment())
    settings.BASE_URL = "https://another.example.org"
    moved, _calendar = read(make_appointment(sequence=1, starts_at=NOON + timedelta(days=1)))
    assert first["UID"] == moved["UID"] == str(UID)
    assert (first["SEQUENCE"], moved["SEQUENCE"]) == (0, 1)


def test_times_are_in_utc_whatever_the_clinics_zone(settings):
    settings.TIME_ZONE = "Australia/Lord_Howe"
    lines = calendar_file(make_appointment(), "REQUEST", now=NOON).decode().splitlines()
    assert {"DTSTART:20261125T120000Z", "DTEND:20261125T123000Z", "DTSTAMP:20261125T120000Z"} <= set(lines)


def test_title_and_place_say_the_clinic_and_no_more():
    entry, _calendar = read()
    assert entry["SUMMARY"] == "Appointment at Riverside Clinic"
    assert entry["LOCATION"] == "Main house, 1 High Street Sampletown"
    assert entry["DESCRIPTION"] == (
        "Reference K7M-4QX2P. To change or cancel, call 020 7946 0018. "
        "Declining or deleting this entry in your calendar does not cancel the appointment."
    )
    assert (entry["ORGANIZER"], entry["ORGANIZER"].params["CN"]) == ("mailto:no-reply@testserver", "Riverside Clinic")
    assert entry["CLASS"] == "PRIVATE"


def test_an_answer_from_a_calendar_reaches_somebody_who_reads(settings):
    settings.CLINIC_EMAIL = "reception@riverside.example"
    for method in CalendarMethod:
        assert read(method=method)[0]["ORGANIZER"] == "mailto:reception@riverside.example"
    assert read(make_appointment(discreet=True))[0]["ORGANIZER"] == "mailto:no-reply@testserver"


@pytest.mark.parametrize("method", CalendarMethod)
@pytest.mark.parametrize("status", ["booked", "cancelled"])
@pytest.mark.parametrize("discreet", [True, False])
def test_an_entry_that_stands_says_that_declining_it_does_not_cancel(method, status, discreet):
    entry, _calendar = read(make_appointment(status=status, discreet=discreet), method)
    stands = method != CalendarMethod.CANCEL and status == "booked"
    assert ("does not cancel the appointment" in entry["DESCRIPTION"]) is stands


@pytest.mark.parametrize("language, parted", [("ar", True), ("he", True), ("fa", True), ("en", False), ("uk", False)])
def test_in_a_language_from_right_to_left_numbers_keep_their_order(language, parted, settings):
    settings.LANGUAGE_CODE = language
    described = read()[0]["DESCRIPTION"]
    assert ("\u2066020 7946 0018\u2069" in described) is parted
    assert ("\u2066K7M-4QX2P\u2069" in described) is parted


def test_nobody_is_named_in_it():
    file = calendar_file(make_appointment(), "REQUEST", now=NOON, to="olena@example.org").decode().replace("\r\n ", "")
    assert [word for word in ("Olena", "Cramps", "+44207", "http") if word in file] == []
    entry, _calendar = read(to="olena@example.org")
    assert entry["ATTENDEE"] == "mailto:olena@example.org"
    assert "CN" not in entry["ATTENDEE"].params
    assert "ATTENDEE" not in read()[0]


def test_a_discreet_one_says_appointment_and_when(settings):
    settings.CLINIC_NAME = "Riverside Sexual Health"
    entry, calendar = read(make_appointment(discreet=True, place="Riverside house"))
    assert (entry["SUMMARY"], entry["ORGANIZER"].params["CN"]) == ("Appointment", "Appointments")
    assert "LOCATION" not in entry
    assert "riverside" not in calendar.to_ical().decode().lower()


NASTY = st.text(max_size=200) | st.sampled_from(
    [
        "a;b,c\\d\nEND:VEVENT\r\nBEGIN:VEVENT",
        "Ж" * 150,
        "\u2028ATTENDEE:mailto:x@example.org",
        "x\r\nATTENDEE:mailto:x@example.org",
        "👩‍👩‍👧‍👦" * 40,
        "\x00\x0b\x0c\x1c\x85",
    ]
)


@given(place=NASTY, address=NASTY)
def test_whatever_a_place_is_called_it_stays_one_line_of_one_entry(place, address):
    file = calendar_file(make_appointment(place=place, address=address), "REQUEST", now=NOON, to="o@example.org")
    lines = file.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75, "longer lines are folded (RFC 5545, 3.1)"
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    names = [line.split(b":")[0].split(b";")[0] for line in lines if not line.startswith(b" ")]
    assert len(names) == len(set(names)) + 2, "BEGIN and END come twice, all else once"
    file.decode()
    entry = Calendar.from_ical(file).walk("VEVENT")[0]
    assert entry["LOCATION"] == clean_line(", ".join(filter(None, [place, address])))
