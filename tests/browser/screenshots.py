"""Takes the pictures in docs/screenshots anew, with the shipped pages and invented patients: script/screenshots.

It is written like the browser tests and uses their server and browser, but pytest runs it only when it is named.
"""

from appointments.models import AppointmentRequest, ScheduleException
from tests.browser import desk_pages
from tests.browser.pages import PUBLIC, RequestForm, press
from tests.browser.pages import log_in as log_in_by_hand
from tests.browser.pictures import take_picture

PHONE = {"device": "phone", "viewport": {"width": 360, "height": 780}}
DESKTOP = {"device": "desktop", "viewport": {"width": 1280, "height": 800}}


def test_pictures_of_pages_to_read(clinic, open_browser):
    page = open_browser(**DESKTOP)
    page.goto(PUBLIC["home"])
    take_picture(page, "home-desktop")
    page.goto(PUBLIC["conditions from A to Z"])
    take_picture(page, "az-desktop")
    page.goto(PUBLIC["condition"])
    take_picture(page, "condition-desktop")
    page.goto(PUBLIC["specialist"])
    take_picture(page, "specialist-desktop")
    page = open_browser(**PHONE)
    page.goto(PUBLIC["article"])
    take_picture(page, "article-phone")


def test_pictures_of_a_request(clinic, open_browser):
    page = open_browser(**PHONE)
    form = RequestForm(page)
    form.start()
    form.who()
    take_picture(page, "request-form-phone")
    form.go_on()
    form.reach()
    form.go_on()
    form.when()
    form.go_on()
    form.more(reason="Cramps in my lower back for two weeks")
    form.go_on()
    form.consent()
    form.send()
    take_picture(page, "request-sent-phone")
    page = open_browser(**DESKTOP)
    log_in_by_hand(page, clinic["receptionist"])
    page.goto(f"/admin/appointments/appointmentrequest/{AppointmentRequest.objects.get().pk}/change/")
    take_picture(page, "admin-request-desktop")


def test_pictures_of_the_desk(desk, open_browser, log_in):
    desk.rehearse()
    page = open_browser(**DESKTOP)
    log_in(page, desk.rory)
    page.goto("/desk/")
    take_picture(page, "desk-queue")
    press(page, "Take next")
    take_picture(page, "desk-call")
    press(page, "Reached")
    take_picture(page, "desk-book", at=page.locator(".block", has_text="Book an appointment").last)
    act = desk_pages.open_step(page, "Hold times for the patient")
    for place in (1, 9, 17):
        act.get_by_role("checkbox").nth(place).check()
    take_picture(page, "desk-hold", at=act)
    page.goto(page.url.replace("/desk/", "/desk/calendar/?for=").rstrip("/") + "&day=2026-11-24")
    take_picture(page, "desk-calendar")
    page.goto("/desk/today/")
    take_picture(page, "desk-today")
    page.goto("/desk/keys/")
    take_picture(page, "desk-keys")
    log_in(page, desk.lena)
    page.goto(f"/desk/leave/{ScheduleException.objects.get(kind='leave').pk}/")
    press(page, "Hold up to three other times for each")
    take_picture(page, "desk-leave")
