"""The patient's side of the story, on a phone without JavaScript: asked, offered three times, accepted, cancelled, kept
after all; none suits, too late, a new number, and everything to be erased. Every screen is judged by axe on the way.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from appointments.booking.actions import claims, offers
from appointments.lifecycle.actor import Actor
from appointments.messages.actions import links
from appointments.models import AppointmentRequest, Location, PhoneTask
from appointments.workflow import Role
from tests.browser.desk_pages import MINUTE, MONDAY_MORNING, open_request, send, stands, unfold
from tests.browser.pages import RequestForm, press

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 360, "height": 780}, "java_script_enabled": False}
WEEK = timedelta(days=7)


@pytest.fixture
def patient(open_browser):
    return open_browser("phone", **PHONE)


@pytest.fixture
def judged(axe, open_browser):
    """Looks at what a patient sees, in light and in dark: on a page with scripts, without which axe does nothing."""
    eyes = open_browser("phone", viewport=PHONE["viewport"])

    def look(page, name):
        page.wait_for_load_state()
        expect(heading(page)).to_be_visible()  # a click may still be on its way
        html = page.content()
        eyes.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        eyes.goto(page.url)
        eyes.unroute(page.url)
        for scheme in ("light", "dark"):
            eyes.emulate_media(color_scheme=scheme)
            axe(eyes, colours_only=scheme == "dark")

    return look


def heading(page):
    return page.get_by_role("heading", level=1)


def test_offered_three_times_one_is_accepted_cancelled_and_kept(desk, open_browser, log_in, patient, judged):
    form = RequestForm(patient)
    form.start("/appointments/request/neurologist/")
    for step in ("who", "reach", "when", "more"):
        getattr(form, step)()
        form.go_on()
    form.consent()
    form.send()
    expect(heading(patient)).to_have_text("Request sent – not booked yet")
    judged(patient, "sent")
    asked = AppointmentRequest.objects.get()

    reception = open_browser()
    log_in(reception, desk.rory)
    open_request(reception, asked)
    press(reception, "Take it on")
    act = unfold(reception, "Hold times for the patient")
    for place in (0, 8, 16):
        act.get_by_role("checkbox").nth(place).check()
    send(act)

    patient.reload()
    expect(heading(patient)).to_have_text("Choose a time – not booked yet")
    expect(patient.get_by_role("radio")).to_have_count(4)
    expect(patient.locator("input:checked")).to_have_count(0)
    judged(patient, "offered")
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("Choose one of the times, or that none of them suits.")
    judged(patient, "offered, with an error")
    patient.get_by_role("radio").nth(1).check()
    press(patient, "Send my answer")
    expect(heading(patient)).to_have_text("Your appointment is booked")
    assert stands(asked).status == "booked"
    press(patient, "I am coming")
    expect(patient.get_by_role("status")).to_contain_text("Thank you for telling us that you are coming.")
    judged(patient, "booked")
    with patient.expect_download() as download:
        patient.get_by_role("link", name="Add it to your calendar").click()
    file = download.value.path().read_text(encoding="utf-8")
    appointment = asked.appointments.get(status="booked")
    assert f"{appointment.starts_at:DTSTART:%Y%m%dT%H%M%SZ}" in file and str(appointment.calendar_uid) in file

    patient.get_by_role("link", name="I cannot come").click()
    judged(patient, "cancel")
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("Choose one of these.")
    judged(patient, "cancel, with errors")
    patient.get_by_label("Yes, cancel my appointment").check()
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Send my answer")
    expect(heading(patient)).to_have_text("Your appointment is being cancelled")
    judged(patient, "cancelling")
    press(patient, "Keep my appointment")
    expect(heading(patient)).to_have_text("Your appointment is booked")
    open_request(reception, asked)
    expect(reception.locator(".appointment-line")).to_be_visible()
    assert stands(asked).status == "booked"


def test_none_suits_too_late_a_new_number_and_erased(desk, clock, patient, judged):
    asked, rory = desk.asked(email="olena@example.org"), Actor(Role.RECEPTIONIST, desk.rory)
    page = f"/appointments/{links.mint(request=asked, now=MONDAY_MORNING)}/"
    hold_two_times(asked, rory, MONDAY_MORNING)
    patient.goto(page)
    patient.get_by_label("None of these suits me").check()
    press(patient, "Send my answer")
    judged(patient, "none suits")
    patient.get_by_label("I prefer certain days").check()
    patient.get_by_label("First choice: day").fill("2026-12-09")
    press(patient, "None of the times suits me")
    expect(patient.get_by_role("status")).to_contain_text("We have your answer and your wishes.")
    assert str(asked.windows.get().day) == "2026-12-09"

    hold_two_times(asked, rory, MONDAY_MORNING)
    patient.goto(page)
    patient.get_by_role("radio").first.check()
    clock.move_to(MONDAY_MORNING + timedelta(days=2) + MINUTE)
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("The times are no longer held.")
    expect(heading(patient)).to_have_text("The times have run out – not booked yet")
    judged(patient, "too late")

    patient.get_by_role("link", name="Change how we reach you").click()
    judged(patient, "who are you")
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Continue")
    expect(patient.get_by_label("E-mail address")).to_have_value("olena@example.org")
    judged(patient, "details")
    patient.get_by_label("Phone number").fill("07700 900123")
    press(patient, "Save the changes")
    expect(patient.get_by_role("status")).to_contain_text("We have your changes.")
    assert stands(asked).phone_e164 == "+447700900123"

    patient.get_by_role("link", name="Ask us to erase it").click()
    judged(patient, "erase")
    patient.get_by_label("Erase everything").check()
    patient.get_by_label("Patient’s year of birth").fill("1956")
    press(patient, "Send my answer")
    expect(patient.get_by_role("alert")).to_contain_text("This does not fit what we hold.")
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Send my answer")
    expect(heading(patient)).to_have_text("This request was withdrawn")
    expect(patient.get_by_text("We do so within two days.")).to_be_visible()
    judged(patient, "erasing")
    assert stands(asked).erasure_asked_at is not None

    patient.goto("/")
    patient.get_by_role("link", name="See where your request stands").click()
    judged(patient, "find")
    patient.get_by_label("Your reference").fill(asked.spoken_reference.lower())
    patient.get_by_label("Last four digits of your phone number").fill("0123")
    patient.get_by_label("Patient’s year of birth").fill("1956")
    press(patient, "Show my request")
    expect(patient.get_by_role("alert")).to_contain_text("We found no request with these three.")
    judged(patient, "find, not found")
    patient.get_by_label("Patient’s year of birth").fill("1957")
    press(patient, "Show my request")
    expect(heading(patient)).to_have_text("This request was withdrawn")


def hold_two_times(asked, by, now) -> None:
    """The desk, on its own screen, as the other story shows."""
    doctor, place = asked.service.specialty.practitioners.order_by("pk").first(), Location.objects.first()
    taken = stands(asked) if asked.offers.exists() else claims.claim(asked, by=by, now=now)
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
    judged(patient, "too near")
    patient.get_by_label("Yes, I cannot come").check()
    press(patient, "Send my answer")
    expect(patient.get_by_role("status")).to_contain_text("Reception knows that you cannot come.")
    assert PhoneTask.objects.get(kind="cancelling").request == asked
