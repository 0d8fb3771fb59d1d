"""However often Send is pressed, one request is stored, and the patient always ends at its page."""

import pytest
from playwright.sync_api import expect

from appointments.models import AppointmentRequest
from tests.appointments.builders import Patient
from tests.browser.pages import RequestForm

SENT = {"name": "Request sent – not booked yet", "level": 1}


def agreed_to(page) -> None:
    """Opens the check page of a form with every answer given, and agrees."""
    page.goto(Patient().start().fill().url("check"))
    RequestForm(page).consent()


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def ready(request, clinic, open_browser):
    """A phone at the check page, everything answered and agreed to."""
    page = open_browser("phone", java_script_enabled=request.param)
    agreed_to(page)
    return page


def reference_on(page) -> str:
    expect(page.get_by_role("heading", **SENT)).to_be_visible()
    return page.locator(".panel strong").inner_text()


def stored() -> list[str]:
    return [request.spoken_reference for request in AppointmentRequest.objects.all()]


def test_a_double_click_sends_one_request(ready):
    ready.get_by_role("button", name="Send request").dblclick()
    assert [reference_on(ready)] == stored()


def test_three_tabs_send_one_request_and_show_the_same_page(ready):
    second, late = ready.context.new_page(), ready.context.new_page()
    for tab in (second, late):
        tab.goto(ready.url)
        RequestForm(tab).consent()
    for tab in (ready, second):  # neither waits for the other's answer
        tab.get_by_role("button", name="Send request").click(no_wait_after=True)
    assert [reference_on(ready)] == [reference_on(second)] == stored()
    RequestForm(late).send()
    assert [reference_on(late)] == stored()
    assert ready.url == second.url == late.url


TWO_CLICKS = """button => {
  const ignored = [];
  addEventListener("submit", event => ignored.push(event.defaultPrevented));
  button.click();
  button.click();
  return [ignored, button.getAttribute("aria-disabled")];
}"""


def test_a_second_click_while_the_form_is_on_its_way_is_ignored(clinic, phone):
    agreed_to(phone)
    assert phone.get_by_role("button", name="Send request").evaluate(TWO_CLICKS) == [[False, True], "true"]
    assert [reference_on(phone)] == stored()
