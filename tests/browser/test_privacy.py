"""One cookie, and only with the form; what people type is shown as text and never obeyed.

That no page breaks the content security policy, logs an error or asks for anything beyond this machine is watched in
every browser test (conftest), and the watch itself is tried in test_guards. That public pages keep nothing and nothing
comes from elsewhere is in test_every_page.
"""

import pytest
from playwright.sync_api import expect

from appointments.models import AppointmentRequest
from tests.browser.pages import RequestForm, log_in


def test_the_form_sets_one_cookie_that_scripts_cannot_read_and_that_ends_with_the_browser(clinic, desktop):
    RequestForm(desktop).start()
    [cookie] = desktop.context.cookies()
    assert cookie["name"] == "csrftoken"
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
    assert desktop.evaluate("document.cookie") == ""


# --- hostile answers -------------------------------------------------------------------------------------------------

TRAP = "parent.trapped = true"
NAME = f"Olena <img src=x onerror='{TRAP}'>"
ASKING = f'"><svg onload="{TRAP}">'
PHONE = f"020 7946 0123 <b onclick='{TRAP}'>"
EMAIL = "o'onfocus='alert`1`'{{7*7}}@example.org"
REASON = f"<script>{TRAP}</script>\n{{{{ 7*7 }}}} {{% debug %}}\n</textarea><iframe srcdoc='<script>{TRAP}</script>'>"
NOTE = f"javascript:{TRAP} <a href='javascript:{TRAP}'>click</a>"
LANGUAGE = "</title><style>*{display:none}</style>"


@pytest.fixture
def dialogs(desktop):
    """Every box a script opened on this page."""
    opened = []
    desktop.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    yield opened
    assert opened == []


MADE_OF_ANSWERS = "img[src=x], svg[onload], b[onclick], a[href^=javascript], iframe, style, script:not([src])"


def expect_only_text(page, *texts):
    content = page.get_by_role("main")
    for text in texts:
        for line in text.split("\n"):
            expect(content).to_contain_text(line)
    assert content.locator(MADE_OF_ANSWERS).count() == 0
    assert page.evaluate("window.trapped") is None


def test_hostile_answers_are_shown_as_text_to_the_patient_and_to_staff(clinic, desktop, dialogs):
    form = RequestForm(desktop)
    form.start()
    form.who(name=NAME, for_whom="My child", asking=ASKING)
    form.go_on()
    form.reach(phone=PHONE, email=EMAIL)
    form.go_on()
    form.when()
    form.go_on()
    form.more(reason=REASON, note=NOTE, language=LANGUAGE)
    form.go_on()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Check your answers and send")
    expect_only_text(desktop, NAME, ASKING, PHONE, EMAIL, REASON, NOTE, LANGUAGE)
    form.consent()
    form.send()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Request sent – not booked yet")
    log_in(desktop, clinic["receptionist"])
    desktop.goto("/admin/appointments/appointmentrequest/")
    expect_only_text(desktop, NAME, "020 7946 0123")
    desktop.goto(f"/admin/appointments/appointmentrequest/{AppointmentRequest.objects.get().pk}/change/")
    expect_only_text(desktop, NAME, ASKING, PHONE, EMAIL, REASON, NOTE, LANGUAGE)


def test_hostile_answers_that_are_refused_come_back_as_text_in_their_fields(clinic, desktop, dialogs):
    form = RequestForm(desktop)
    form.start()
    desktop.get_by_label("Full name of the patient").fill(NAME)
    desktop.get_by_label("Patient’s year of birth").fill(f"'><script>{TRAP}</script>")
    form.go_on()
    expect(desktop.get_by_label("Full name of the patient")).to_have_value(NAME)
    expect(desktop.get_by_label("Patient’s year of birth")).to_have_value(f"'><script>{TRAP}</script>")
    expect_only_text(desktop, "There is a problem")


def test_a_hostile_search_is_shown_as_text(clinic, desktop, dialogs):
    for words in (f"<script>{TRAP}</script>", f'"><svg onload="{TRAP}">', "{{ 7*7 }}"):
        desktop.goto("/")
        desktop.get_by_role("searchbox").fill(words)
        desktop.get_by_role("searchbox").press("Enter")
        expect(desktop).to_have_title(f"Search for “{words}” – Riverside Clinic")
        expect(desktop.get_by_role("searchbox")).to_have_value(words)
        expect_only_text(desktop, "Nothing found")
