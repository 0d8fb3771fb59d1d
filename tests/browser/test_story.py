"""The whole story on a phone: from a first search to the request on reception's screen, with and without scripts."""

import email
import re
from email.policy import default

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from appointments.models import AppointmentRequest
from tests.browser.pages import RequestForm, log_in, press

PHONE = {"viewport": {"width": 360, "height": 780}}
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])


@pytest.fixture
def mails(settings, tmp_path):
    """The folder a demonstration writes its mails to."""
    settings.EMAIL_BACKEND = "portal.lib.eml_folder.EmailBackend"
    settings.MAIL_FOLDER = tmp_path / "mails"
    return settings.MAIL_FOLDER


def link_in(mail_file) -> str:
    mail = email.message_from_bytes(mail_file.read_bytes(), policy=default)
    return re.search(r"http://\S+", mail.get_body("plain").get_content())[0]


def expect_problems(page, *sentences, scripts):
    """The page says what is wrong, first of all and in its title; with scripts the focus stands there, too."""
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary).to_be_in_viewport()
    if scripts:
        expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_text([re.compile(re.escape(sentence)) for sentence in sentences])


def follow_problem(page, sentence, control):
    """A problem in the summary leads into the control it is about."""
    page.get_by_role("alert").get_by_role("link", name=sentence).click()
    expect(control).to_be_focused()
    expect(control).to_be_in_viewport()


@SCRIPTS
def test_a_search_for_an_everyday_name_finds_the_page(clinic, open_browser, scripts):
    page = open_browser("phone", java_script_enabled=scripts, **PHONE)
    page.goto("/")
    page.get_by_role("searchbox", name="What are you looking for?").fill("slipped disc")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="1 page")).to_be_visible()
    page.get_by_role("link", name="Herniated disc").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herniated disc")
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Tests").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tests from A to Z")


@pytest.mark.journey
def test_from_the_article_to_the_desk_without_scripts(clinic, open_browser, mails):
    page = open_browser("phone", java_script_enabled=False, **PHONE)
    read_the_article(page)
    fill_in_the_form(page, scripts=False)
    reference = send_once(page)
    read_the_mail(page, mails, reference)
    desk = open_browser(java_script_enabled=False)
    find_the_request(desk, clinic["receptionist"], reference)
    press(desk, "Log out")
    be_kept_out(desk, clinic["editor"])


def test_from_the_article_to_what_was_sent_with_scripts(clinic, open_browser):
    page = open_browser("phone", **PHONE)
    read_the_article(page)
    fill_in_the_form(page, scripts=True)
    send_once(page)


def read_the_article(page):
    page.goto("/")
    page.get_by_role("link", name="Lower back cramps").click()
    emergency = page.locator(".care-card--emergency")
    expect(emergency.get_by_role("heading")).to_be_in_viewport()
    expect(emergency.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    expect(page.get_by_role("main").get_by_role("heading", level=2).first).to_contain_text("Emergency")
    page.get_by_role("link", name=re.compile("^Request an appointment.*Neurologist")).click()
    expect(page.get_by_role("main").get_by_role("heading").first).to_contain_text("Emergency")
    expect(page.get_by_role("heading", level=1)).to_have_text("Request an appointment: Neurologist")
    expect(page.get_by_text("you come from the article “Lower back cramps”")).to_be_visible()
    press(page, "Start now")


def fill_in_the_form(page, scripts):
    form = RequestForm(page)
    name, year = page.get_by_label("Full name of the patient"), page.get_by_label("Patient’s year of birth")
    expect(page.get_by_text("Step 1 of 5")).to_be_visible()
    name.fill("Olena Example")
    year.fill("57")
    form.go_on()
    expect_problems(page, "Choose who the appointment is for", "between 1900 and", scripts=scripts)
    expect(name).to_have_value("Olena Example")
    expect(year).to_have_value("57")
    follow_problem(page, "Choose who the appointment is for", page.get_by_label("Me", exact=True))
    follow_problem(page, "between 1900 and", year)
    form.who()
    form.go_on()

    phone = page.get_by_label("Phone number")
    expect(page.get_by_text("Step 2 of 5")).to_be_visible()
    phone.fill("call me")
    page.get_by_label("E-mail address").fill("olena@example.org")
    form.go_on()
    expect_problems(page, "Enter a phone number with digits", "Choose whether we may", scripts=scripts)
    expect(phone).to_have_value("call me")
    expect(page.get_by_label("E-mail address")).to_have_value("olena@example.org")
    follow_problem(page, "Enter a phone number with digits", phone)
    form.reach()
    form.go_on()

    day = page.get_by_label("First choice: day")
    expect(page.get_by_text("Step 3 of 5")).to_be_visible()
    expect(day).to_be_hidden()
    page.get_by_label("I prefer certain days").check()
    day.fill("2020-02-29")
    form.go_on()
    expect_problems(page, "This day has passed", scripts=scripts)
    expect(day).to_have_value("2020-02-29")
    follow_problem(page, "This day has passed", day)
    form.when()
    form.go_on()

    reason = page.get_by_label("What is it about?")
    expect(page.get_by_text("Step 4 of 5")).to_be_visible()
    reason.fill("x" * 501)
    form.go_on()
    expect_problems(page, "This has 501 characters; please keep it to 500", scripts=scripts)
    expect(reason).to_have_value("x" * 501)
    follow_problem(page, "This has 501 characters", reason)
    form.more()
    form.go_on()

    expect(page.get_by_text("Step 5 of 5")).to_be_visible()
    form.send()
    consent = page.get_by_label("I have read the privacy notice")
    expect_problems(page, "Tick the box if you agree", scripts=scripts)
    follow_problem(page, "Tick the box if you agree", consent)
    page.get_by_role("link", name="Change Phone").click()
    phone.fill("020 7946 0999")
    form.go_on()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers and send")
    expect(page.locator(".summary__row", has_text="Phone")).to_contain_text("020 7946 0999")
    expect(page.locator(".summary__row", has_text="What it is about")).to_contain_text("Cramps since Sunday")
    assert AppointmentRequest.objects.count() == 0


def send_once(page) -> str:
    form = RequestForm(page)
    form.consent()
    form.send()
    sent = page.get_by_role("heading", name="Request sent – not booked yet", level=1)
    expect(sent).to_be_visible()
    reference = page.locator(".panel strong").inner_text()
    address = page.url
    page.reload()
    expect(sent).to_be_visible()
    page.go_back()  # to the check page; it leads on to what was sent
    expect(sent).to_be_visible()
    assert page.url == address
    assert page.locator(".panel strong").inner_text() == reference
    assert [request.spoken_reference for request in AppointmentRequest.objects.all()] == [reference]
    return reference


def read_the_mail(page, mails, reference):
    call_command("send_messages")
    [mail] = mails.iterdir()
    page.goto(link_in(mail))
    expect(page.get_by_role("heading", name="Request sent – not booked yet")).to_be_visible()
    expect(page.locator(".panel strong")).to_have_text(reference)


def find_the_request(page, login, reference):
    log_in(page, login)
    page.get_by_role("rowheader", name="Appointment requests").get_by_role("link").click()
    page.locator("#searchbar").fill(reference)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=reference).click()
    details = page.get_by_role("main")
    for text in ("Olena Example", "020 7946 0999", "Cramps since Sunday", "Lower back cramps"):
        expect(details).to_contain_text(text)
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def be_kept_out(page, login):
    log_in(page, login)
    expect(page.get_by_role("rowheader", name="Conditions")).to_be_visible()
    expect(page.get_by_role("link", name="Appointment requests")).to_have_count(0)
    refused = page.goto(f"/admin/appointments/appointmentrequest/{AppointmentRequest.objects.get().pk}/change/")
    assert refused.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not open to you")
    expect(page.get_by_text("Olena")).to_have_count(0)
