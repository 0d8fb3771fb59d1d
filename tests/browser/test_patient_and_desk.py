"""Reception at its desk and a patient on a phone, side by side, with the worker's mails between them: the whole way.

The patient has no JavaScript and comes by the links of the mails. Time passes, and the worker does what is due. Every
screen of the patient is judged by axe on the way.
"""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from appointments.booking.actions import claims, offers
from appointments.lifecycle.actor import Actor
from appointments.messages.actions import links
from appointments.models import AppointmentRequest, Location, PhoneTask
from appointments.workflow import Role
from portal import duties
from tests.appointments.given_time import faults
from tests.appointments.messages.mails import Letter, post
from tests.appointments.whole_life import in_files, in_tables
from tests.browser.desk_pages import (
    MINUTE,
    MONDAY_MORNING,
    appointment_of,
    as_stored,
    desk_message,
    open_request,
    open_step,
    press_time,
    send,
)
from tests.browser.pages import RequestForm, press

PHONE = {"viewport": {"width": 360, "height": 780}}
WEEK = timedelta(days=7)
CLINIC = "Riverside Sexual Health"
HER_WORDS = ("Ottilie", "Zwiebelfrost", "7946 0777", "2079460777", "ottilie@", "Frostbitten", "a zither")
BOOKED = "Your appointment is booked"


@pytest.fixture
def patient(open_browser):
    return open_browser("phone", **PHONE, java_script_enabled=False)


@pytest.fixture
def judged(axe, open_browser):
    """Judges what a patient sees, in light and in dark: on a page with scripts, without which axe does nothing."""
    eyes = open_browser("phone", **PHONE)

    def look(page):
        page.wait_for_load_state()
        expect(heading(page)).to_be_visible()  # a click may still be on its way
        html, address = page.content(), page.url.partition("#")[0]
        eyes.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        eyes.goto(address)
        eyes.unroute(address)
        for scheme in ("light", "dark"):
            eyes.emulate_media(color_scheme=scheme)
            axe(eyes, colours_only=scheme == "dark")

    return look


@pytest.fixture
def reception(desk, open_browser):
    """Rory's screen."""
    return open_browser()


@pytest.fixture
def at_the_desk(desk, reception, log_in):
    """Opens a request at the desk, on whatever day it is by now, and takes it on where it is nobody's."""

    def go(asked):
        log_in(reception, desk.rory)
        open_request(reception, asked)
        if reception.get_by_role("button", name="Take it on").count():
            press(reception, "Take it on")
        return reception

    return go


@pytest.fixture
def passes(clock):
    """Lets time pass and the worker work, and gives the mails that leave: passes(minutes=3), passes(until=moment)."""

    def go(*, until=None, **time) -> list[Letter]:
        clock.move_to(until or timezone.now() + timedelta(**time))
        duties.run_all(now=timezone.now())
        return post(timezone.now())

    return go


def ask(patient, *, email="olena@example.org", neutral=False, **typed) -> AppointmentRequest:
    """Fills in the form and sends it."""
    form = RequestForm(patient)
    form.start("/appointments/request/neurologist/")
    form.who(**typed.get("who", {}))
    form.go_on()
    form.reach(email=email, **typed.get("reach", {}))
    if neutral:
        patient.get_by_label("Keep messages neutral").check()
    form.go_on()
    form.when()
    form.go_on()
    form.more(**typed.get("more", {}))
    form.go_on()
    form.consent()
    form.send()
    expect(heading(patient)).to_have_text("Request sent – not booked yet")
    return AppointmentRequest.objects.get()


def hold(page, asked, *places) -> None:
    """Reception holds these of the free times."""
    act = open_step(page, "Hold times for the patient")
    for place in places:
        act.get_by_role("checkbox").nth(place).check()
    send(act)
    assert as_stored(asked).status == "awaiting_patient"


def follow(patient, letter: Letter, onto="") -> None:
    """Opens the link of a mail, as tapped in its text."""
    [link] = set(re.findall(rf"http://localhost:\d+/appointments/[\w-]+/{onto}(?=\s)", letter.text))
    patient.goto(link)


def heading(page):
    return page.get_by_role("heading", level=1)


@pytest.mark.journey
def test_offered_accepted_reminded_moved_cancelled_undone_and_cancelled_for_good(
    patient, reception, at_the_desk, passes, judged
):
    asked = ask(patient)
    judged(patient)
    [received] = passes(minutes=1)
    assert "not booked yet" in received.subject and received.entry is None

    hold(at_the_desk(asked), asked, 0, 8, -1)
    [offered] = passes(minutes=1)
    follow(patient, offered)
    expect(heading(patient)).to_have_text("Choose a time – not booked yet")
    expect(patient.get_by_role("radio")).to_have_count(4)  # three times, and none of them
    expect(patient.locator("input:checked")).to_have_count(0)
    judged(patient)
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("Choose one of the times, or that none of them suits.")
    judged(patient)
    patient.get_by_role("radio").nth(2).check()
    press(patient, "Send my answer")
    expect(heading(patient)).to_have_text(BOOKED)
    appointment = appointment_of(asked)
    assert (as_stored(asked).status, appointment.status) == ("booked", "booked")
    [booked] = passes(minutes=3)
    assert entry_of(booked) == ("REQUEST", "CONFIRMED", appointment.calendar_uid, 0, appointment.starts_at)

    assert passes(until=appointment.starts_at - timedelta(hours=3) - MINUTE) == []
    [reminder] = passes(minutes=1)
    assert "Reminder" in reminder.subject and reminder.entry is None
    follow(patient, reminder, onto="#coming")
    patient.locator("#coming").get_by_role("button").click()
    expect(patient.get_by_role("status")).to_contain_text("Thank you for telling us that you are coming.")
    judged(patient)
    with patient.expect_download() as download:
        patient.get_by_role("link", name="Add it to your calendar").click()
    file = download.value.path().read_text(encoding="utf-8")
    assert f"{appointment.starts_at:DTSTART:%Y%m%dT%H%M%SZ}" in file and str(appointment.calendar_uid) in file
    at_the_desk(asked)
    expect(reception.get_by_role("region", name="History")).to_contain_text("patient is coming")

    press_time(reception, -1)
    expect(desk_message(reception)).to_contain_text("Moved to")
    moved = appointment_of(asked)
    [told] = passes(minutes=3)
    assert moved.starts_at.date() != appointment.starts_at.date()
    assert entry_of(told) == ("REQUEST", "CONFIRMED", appointment.calendar_uid, 1, moved.starts_at)

    follow(patient, reminder, onto="#cancel")  # a mail from before the move leads to today's truth
    expect(patient.locator("main")).to_contain_text(f"{moved.starts_at:%A %-d %B %Y, %H:%M} to")
    patient.locator("#cancel").click()
    judged(patient)
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("Choose one of these.")
    judged(patient)
    confirm_cancelling(patient)
    judged(patient)
    press(patient, "Keep my appointment")
    expect(heading(patient)).to_have_text(BOOKED)
    assert passes(minutes=20) == []
    assert as_stored(asked).status == "booked"
    at_the_desk(asked)
    expect(reception.locator(".appointment-line")).to_be_visible()

    follow(patient, told)
    patient.locator("#cancel").click()
    confirm_cancelling(patient)
    [cancelled] = passes(minutes=16) + passes(minutes=3)
    method, status, uid, sequence, _ = entry_of(cancelled)
    assert (method, status, uid) == ("CANCEL", "CANCELLED", appointment.calendar_uid) and sequence > 1
    patient.reload()
    expect(heading(patient)).to_have_text("Your appointment is cancelled")
    assert (as_stored(asked).outcome, faults()) == ("cancelled", [])


def confirm_cancelling(patient) -> None:
    patient.get_by_label("Yes, cancel my appointment").check()
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Send my answer")
    expect(heading(patient)).to_have_text("Your appointment is being cancelled")


def entry_of(letter: Letter) -> tuple:
    """What the calendar file of a mail does, with which entry, in which version, and when the appointment begins
    there."""
    entry, method = letter.entry
    return method, entry["STATUS"], UUID(entry["UID"]), entry["SEQUENCE"], entry.decoded("DTSTART")


@pytest.mark.journey
def test_discreetly_none_suits_then_too_late_booked_by_phone_and_everything_erased(
    patient, reception, at_the_desk, passes, settings, judged
):
    settings.CLINIC_NAME = CLINIC
    who = {"name": "Ottilie Zwiebelfrost"}
    more = {"reason": "Frostbitten shin", "note": "Brings a zither"}
    reach = {"phone": "020 7946 0777"}
    asked = ask(patient, email="ottilie@example.org", neutral=True, who=who, reach=reach, more=more)
    letters = passes(minutes=1)

    hold(at_the_desk(asked), asked, 0, 8)
    letters += passes(minutes=1)
    follow(patient, letters[-1])
    patient.get_by_label("None of these suits me").check()
    press(patient, "Send my answer")
    judged(patient)
    patient.get_by_label("I prefer certain days").check()
    patient.get_by_label("First choice: day").fill("2026-12-09")
    press(patient, "None of the times suits me")
    expect(patient.get_by_role("status")).to_contain_text("We have your answer and your wishes.")
    assert str(asked.windows.get().day) == "2026-12-09"

    hold(at_the_desk(asked), asked, 4)
    letters += passes(minutes=1)
    follow(patient, letters[-1])
    patient.get_by_role("radio").first.check()
    assert passes(until=asked.offers.latest("pk").expires_at + MINUTE) == []
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("Nothing of yours was stored.")
    assert as_stored(asked).status in ("new", "in_progress")

    at_the_desk(asked)
    press_time(reception, -1)
    appointment = appointment_of(asked)
    letters += passes(minutes=3)
    entry, _ = letters[-1].entry
    assert entry["SUMMARY"] == "Appointment" and "LOCATION" not in entry

    follow(patient, letters[-1])
    patient.get_by_role("link", name="Ask us to erase it").click()
    patient.get_by_label("Cancel my appointment, and erase everything").check()
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Send my answer")
    expect(patient.locator("main")).to_contain_text("within two days after your appointment is cancelled")
    letters += passes(minutes=16) + passes(minutes=3)
    assert letters[-1].entry[1] == "CANCEL" and as_stored(asked).status == "closed"
    packs = Path(settings.DATA_DIR) / "paper"
    assert in_tables(HER_WORDS) and in_files(packs, words=HER_WORDS)

    letters += passes(hours=24)
    assert letters[-1].subject == f"What you told us is erased ({asked.spoken_reference})"
    assert len(letters) == 6  # arrived, two offers, booked, cancelled, erased
    patient.reload()
    expect(heading(patient)).to_have_text("This request was erased")
    assert passes(minutes=1) == []
    assert in_tables(HER_WORDS) | in_files(packs, words=HER_WORDS) == set()
    assert faults() == []
    for letter in letters:
        telling = (CLINIC, appointment.practitioner.name, appointment.location.name, "eurolog", *HER_WORDS)
        told = [word for word in telling if word in letter.everything.replace(letter.message["To"], "")]
        assert told == [], letter.subject
        assert letter.message["From"].startswith("Appointments <")


def test_who_gave_no_address_is_told_the_very_words_on_the_phone(patient, reception, at_the_desk, passes):
    asked = ask(patient, email="")
    assert passes(minutes=1) == []
    hold(at_the_desk(asked), asked, 0, 8)
    assert passes(minutes=1) == []

    call = PhoneTask.objects.get()
    held = asked.offers.get().times.order_by("starts_at")
    assert all(f"{time.starts_at:%H:%M}" in call.say and time.practitioner.name in call.say for time in held)
    reception.goto("/desk/?tab=phone")
    reception.locator("[data-rows] a").click()
    expect(reception.locator(".said-to-patient")).to_have_text(call.say)
    press(reception, "Done: I told them")
    expect(reception.locator(".said-to-patient")).to_have_count(0)
    reception.get_by_role("button", name="The patient takes this").nth(1).click()
    expect(reception.locator(".appointment-line")).to_be_visible()
    reception.goto("/desk/?tab=phone")
    expect(reception.locator("main")).to_contain_text("Nobody is on this list")

    assert passes(minutes=3) == []
    patient.reload()
    expect(heading(patient)).to_have_text(BOOKED)
    expect(patient.locator("main")).to_contain_text(f"{held[1].starts_at:%H:%M} to")


def test_too_late_before_the_worker_noticed_a_new_number_withdrawn_and_found_again(desk, clock, patient, judged):
    asked, rory = desk.asked(email="olena@example.org"), Actor(Role.RECEPTIONIST, desk.rory)
    page = f"/appointments/{links.mint(request=asked, now=MONDAY_MORNING)}/"
    hold_two_times(asked, rory, MONDAY_MORNING)
    patient.goto(page)
    patient.get_by_role("radio").first.check()
    clock.move_to(MONDAY_MORNING + timedelta(days=2) + MINUTE)
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("The times are no longer held.")
    expect(heading(patient)).to_have_text("The times have run out – not booked yet")
    judged(patient)

    patient.get_by_role("link", name="Change how we reach you").click()
    judged(patient)
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Continue")
    expect(patient.get_by_label("E-mail address")).to_have_value("olena@example.org")
    judged(patient)
    patient.get_by_label("Phone number").fill("07700 900123")
    press(patient, "Save the changes")
    expect(patient.get_by_role("status")).to_contain_text("We have your changes.")
    assert as_stored(asked).phone_e164 == "+447700900123"

    patient.get_by_role("link", name="Ask us to erase it").click()
    judged(patient)
    patient.get_by_label("Erase everything").check()
    patient.get_by_label("Patient’s year of birth").fill("1956")
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("This does not fit what we hold.")
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Send my answer")
    expect(heading(patient)).to_have_text("This request was withdrawn")
    expect(patient.get_by_text("We do so within two days.")).to_be_visible()
    judged(patient)
    assert as_stored(asked).erasure_asked_at is not None

    patient.goto("/")
    patient.get_by_role("link", name="See where your request stands").click()
    judged(patient)
    patient.get_by_label("Your reference").fill(asked.spoken_reference.lower())
    patient.get_by_label("Last four digits of your phone number").fill("0123")
    patient.get_by_label("Patient’s year of birth").fill("1956")
    press(patient, "Show my request")
    expect(patient.get_by_role("alert")).to_contain_text("We found no request with these three.")
    judged(patient)
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Show my request")
    expect(heading(patient)).to_have_text("This request was withdrawn")


def hold_two_times(asked, by, now) -> None:
    """What reception does on its own screen in the stories above."""
    doctor, place = asked.service.specialty.practitioners.order_by("pk").first(), Location.objects.first()
    taken = claims.claim(asked, by=by, now=now)
    starts_at = MONDAY_MORNING.replace(hour=10, minute=0) + WEEK
    times = [(doctor, place, starts_at), (doctor, place, starts_at + timedelta(hours=2))]
    offers.offer(taken, times=times, lasts=timedelta(days=2), by=by, now=now)


def test_too_near_to_the_appointment_the_desk_is_told(desk, clock, patient, judged):
    asked, rory = desk.asked(), Actor(Role.RECEPTIONIST, desk.rory)
    hold_two_times(asked, rory, MONDAY_MORNING)
    held = asked.offers.get().times.order_by("starts_at").first()
    offers.accept(asked.offers.get(), appointment=held, by=rory, now=MONDAY_MORNING)
    clock.move_to(held.starts_at - timedelta(hours=1))
    patient.goto(f"/appointments/{links.mint(request=asked, now=MONDAY_MORNING)}/")
    patient.get_by_role("link", name="I cannot come").click()
    expect(heading(patient)).to_have_text("You cannot come?")
    judged(patient)
    patient.get_by_label("Yes, I cannot come").check()
    press(patient, "Send my answer")
    expect(patient.get_by_role("status")).to_contain_text("Reception knows that you cannot come.")
    assert PhoneTask.objects.get(kind="cancelling").request == asked
