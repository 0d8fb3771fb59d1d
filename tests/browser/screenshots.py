"""Takes the pictures in docs/screenshots anew, with the shipped pages and invented patients: script/screenshots.

It is written like the browser tests and uses their server and browser, but pytest runs it only when it is named.
"""

from pathlib import Path

from appointments.models import AppointmentRequest, ScheduleException
from tests.browser import desk_pages
from tests.browser.pages import PUBLIC, RequestForm, press
from tests.browser.pages import log_in as log_in_by_hand

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
MOST_BYTES = 200_000
PHONE = {"device": "phone", "viewport": {"width": 360, "height": 780}}
DESKTOP = {"device": "desktop", "viewport": {"width": 1280, "height": 800}}


def take(page, name, at=None):
    """A picture of what is seen at the top of the page, or from this element on."""
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    if at:
        at.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 12)")
    picture = page.screenshot(path=PICTURES / f"{name}.png")
    assert len(picture) <= MOST_BYTES, f"{name} has {len(picture)} bytes; at most {MOST_BYTES} fit into the repository."


def test_pictures_of_pages_to_read(clinic, open_browser):
    page = open_browser(**DESKTOP)
    page.goto(PUBLIC["home"])
    take(page, "home-desktop")
    page.goto(PUBLIC["conditions from A to Z"])
    take(page, "az-desktop")
    page.goto(PUBLIC["condition"])
    take(page, "condition-desktop")
    page.goto(PUBLIC["specialist"])
    take(page, "specialist-desktop")
    page = open_browser(**PHONE)
    page.goto(PUBLIC["article"])
    take(page, "article-phone")


def test_pictures_of_a_request(clinic, open_browser):
    page = open_browser(**PHONE)
    form = RequestForm(page)
    form.start()
    form.who()
    take(page, "request-form-phone")
    form.go_on()
    form.reach()
    form.go_on()
    form.when()
    form.go_on()
    form.more(reason="Cramps in my lower back for two weeks")
    form.go_on()
    form.consent()
    form.send()
    take(page, "request-sent-phone")
    page = open_browser(**DESKTOP)
    log_in_by_hand(page, clinic["receptionist"])
    page.goto(f"/admin/appointments/appointmentrequest/{AppointmentRequest.objects.get().pk}/change/")
    take(page, "admin-request-desktop")


def test_pictures_of_the_desk(desk, open_browser, log_in):
    desk.rehearse()
    page = open_browser(**DESKTOP)
    log_in(page, desk.rory)
    page.goto("/desk/")
    take(page, "desk-queue")
    press(page, "Take next")
    take(page, "desk-call")
    press(page, "Reached")
    take(page, "desk-book", at=page.locator(".block", has_text="Book an appointment").last)
    act = desk_pages.open_step(page, "Hold times for the patient")
    for place in (1, 9, 17):
        act.get_by_role("checkbox").nth(place).check()
    take(page, "desk-hold", at=act)
    page.goto(page.url.replace("/desk/", "/desk/calendar/?for=").rstrip("/") + "&day=2026-11-24")
    take(page, "desk-calendar")
    page.goto("/desk/today/")
    take(page, "desk-today")
    page.goto("/desk/keys/")
    take(page, "desk-keys")
    log_in(page, desk.lena)
    page.goto(f"/desk/leave/{ScheduleException.objects.get(kind='leave').pk}/")
    press(page, "Hold up to three other times for each")
    take(page, "desk-leave")
