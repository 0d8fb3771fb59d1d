"""What every mail has in common: what it says, what it never says, and that it can be read anywhere."""

import re

import pytest

from appointments.messages.actions.phone_tasks import PHONED
from portal import message_kinds
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.messages.mails import Letter, every_letter
from tests.portal import valid_html
from tests.snapshots import once

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough

BY_MAIL = [
    kind.name.removeprefix("appointments.")
    for kind in message_kinds.KINDS.values()
    if kind.name.startswith("appointments.") and kind.channel == message_kinds.MessageChannel.EMAIL
]
CANARIES = {  # one in every field a patient can type into
    "patient_name": "Canaryname",
    "reason": "Canaryreason",
    "access_note": "Canarynote",
    "language": "Canarylanguage",
}

TELLING = ["riverside", "clinic", "sexual", "health", "house", "dr sample", "doctor", "emergency", "canary"]


@pytest.fixture(autouse=True)
def a_telling_name(settings):
    settings.CLINIC_NAME = "Riverside Sexual Health"
    settings.CLINIC_EMAIL = "reception@riverside.example"


def written(discreet: bool) -> dict[str, Letter]:
    """The mails, written once for all tests here, with all that is stored then."""
    name = "every letter, discreet" if discreet else "every letter"
    return once(name, lambda: every_letter(kept_clinic(), discreet=discreet, **CANARIES))


@pytest.fixture
def usual(db) -> dict[str, Letter]:
    return written(discreet=False)


@pytest.fixture
def discreet(db) -> dict[str, Letter]:
    return written(discreet=True)


def test_every_mail_is_tried_here(usual):
    assert sorted(usual) == sorted(BY_MAIL)
    assert PHONED.keys() <= {f"appointments.{name}" for name in (*BY_MAIL, "reminder_by_text")}


def test_every_mail_says_what_it_has_to_and_nothing_that_was_typed(usual):
    for name, letter in usual.items():
        assert "canary" not in letter.everything.lower(), name
        assert "neurologist" not in letter.everything.lower(), name  # what kind of doctor they want to see
        assert "\n" not in letter.subject, name
        assert re.search(r"[0-9A-Z]{3}-[0-9A-Z]{5}", letter.text), name
        for words in letter.words:
            assert "020 7946 0018" in words, name
            assert "Riverside Sexual Health" in words, name
            if name != "erased":
                assert "In an emergency do not wait for us: call 999." in words, name
        assert letter.message["Reply-To"] == "reception@riverside.example"


def test_every_mail_is_valid_calls_nobody_and_has_no_colours_of_its_own(usual):
    for name, letter in usual.items():
        document = valid_html.JustHTML(letter.html, sanitize=False, collect_errors=True)
        assert document.errors == [], name
        assert not re.search(r"<script|<img|<link|url\(|@import|color:|background", letter.html), name
        assert '<meta name="color-scheme" content="light dark">' in letter.html, name
        assert "\n\n\n" not in letter.text, name
        assert max(map(len, letter.text.splitlines())) < 300, name
        assert "&" not in letter.text.replace("&T", ""), f"{name}: escaped"


def test_every_time_in_a_mail_stands_with_its_zone(usual):
    for name, letter in usual.items():
        for words in letter.words:
            assert not re.search(r"\d\d:\d\d(?! \(GMT\)| to \d\d:\d\d \(GMT\))", words), name


def test_what_is_not_booked_is_called_so(usual):
    for name in ("received", "offered", "promise_broken"):
        assert "not booked yet" in usual[name].subject, name
    for name in ("received", "offered", "promise_broken", "declined", "cancelled_by_clinic"):
        for words in usual[name].words:
            assert re.search(r"[Nn]othing is booked|not booked yet", words), name


def test_both_parts_lead_to_the_patients_page_and_nowhere_else(usual, client):
    for name, letter in usual.items():
        if name == "erased":
            assert letter.links == set()
            continue
        assert letter.html.count("http") == len(re.findall("http://testserver/appointments/", letter.html)), name
        [page] = {link.partition("#")[0] for link in letter.links}
        assert page in letter.text and page in letter.html, name
        assert client.get(page).status_code in (200, 410), name
    assert {link.partition("#")[2] for link in usual["reminder"].links} == {"coming", "cancel"}


def test_a_booking_says_when_where_and_with_whom(usual):
    for name in ("booked", "moved", "reminder"):
        for words in usual[name].words:
            assert re.search(r"Day:? +Monday 30 November 2026", words), name
            assert re.search(r"Time:? +1[015]:00 to 1[015]:30 \(GMT\)", words), name
            assert "Main house" in words and "Dr Sample" in words and "without steps" in words, name


def test_a_reminder_says_what_a_missed_appointment_costs_others(usual):
    for words in usual["reminder"].words:
        assert "these 30 minutes are lost to somebody else who needs them" in words
        assert "opening it changes nothing" in words


def test_a_discreet_mail_says_appointment_and_when_and_nothing_else(discreet):
    assert sorted(discreet) == sorted(BY_MAIL)
    for name, letter in discreet.items():
        assert letter.message["From"] == "Appointments <no-reply@testserver>", name
        assert letter.message["Reply-To"] is None, name
        telling = [word for word in TELLING if word in letter.everything.lower()]
        assert telling == [], name
        assert "020 7946 0018" in letter.text, name
    for name in ("booked", "moved", "reminder"):
        assert all("Monday 30 November 2026" in words for words in discreet[name].words), name
        assert "2026" not in discreet[name].subject, name
    assert all("What you can do instead stands on your page" in words for words in discreet["declined"].words)


def test_calendar_files_go_with_what_changes_a_calendar(usual):
    for name in ("booked", "moved"):
        assert all("does not cancel the appointment" in words for words in usual[name].words), name
    methods = {name: letter.entry[1] for name, letter in usual.items() if letter.entry}
    assert methods == {"booked": "REQUEST", "moved": "REQUEST", "cancelled": "CANCEL", "cancelled_by_clinic": "CANCEL"}
