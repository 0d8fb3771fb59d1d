"""What a browser alone can show: after an error the summary has the focus, and Back and reload ask nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import RequestForm

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_back_and_reload_after_errors_ask_nothing_and_lose_nothing(clinic, phone):
    form = RequestForm(phone)
    form.start()
    for name in ("1", "2"):  # refused twice: a name has a letter
        form.who(name=name)
        form.go_on()
        expect(phone.locator("[data-error-summary]")).to_be_focused()
    phone.reload()
    expect(phone.get_by_label("Full name of the patient")).to_have_value("2")
    form.who(name="Olena Example")
    form.go_on()
    expect(phone.get_by_role("heading", level=1)).to_have_text("How can we reach you?")
    for _refused in range(2):
        phone.go_back()
        expect(phone).to_have_title(re.compile("^Error: Who is the appointment for"))
        expect(phone.get_by_label("Full name of the patient")).not_to_be_empty()
    phone.go_back()
    expect(phone.locator("[data-error-summary]")).to_have_count(0)


def test_a_refused_step_at_the_desk_has_the_focus_too(desk, desktop, log_in):
    asked = desk.asked()
    log_in(desktop, desk.rory)
    desktop.goto(f"/desk/{asked.reference}/")
    desktop.get_by_role("button", name="Keep the note").click()
    expect(desktop.locator("[data-error-summary]")).to_be_focused()
    desktop.go_back()
    expect(desktop.locator("[data-error-summary]")).to_have_count(0)
