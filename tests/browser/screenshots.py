"""Takes the pictures in docs/screenshots anew, with the shipped pages and an invented patient: script/screenshots.

It is written like the browser tests and uses their server and browser, but pytest runs it only when it is named.
"""

from pathlib import Path

from appointments.models import AppointmentRequest
from tests.browser.pages import PUBLIC, RequestForm, log_in

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
MOST_BYTES = 200_000
PHONE = {"device": "phone", "viewport": {"width": 360, "height": 780}}
DESKTOP = {"device": "desktop", "viewport": {"width": 1280, "height": 800}}


def take(page, name):
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
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
    log_in(page, clinic["receptionist"])
    page.goto(f"/admin/appointments/appointmentrequest/{AppointmentRequest.objects.get().pk}/change/")
    take(page, "admin-request-desktop")
