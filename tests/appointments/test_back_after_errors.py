"""After a form that was refused the browser stands at an address it can load again and go back to.

No answer to a POST is a page, so Back and reload never ask whether to send again. What was typed is there, in the
browser that sent it and nowhere else; the address says nothing about anybody.
"""

import json
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from justhtml import JustHTML

from appointments.booking.actions import offers
from appointments.models import AppointmentRequest, HealthcareService, RequestDraft
from portal.models import RefusedForm
from portal.refused_forms import pages
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import NOON, STEPS, Patient, make_request
from tests.appointments.clinic import at
from tests.appointments.desk.builders import at_desk, open_clinic, taken
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.pages import Page

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough

NAME, NUMBER = "Oksana Zrazok", "call me maybe"


def send(client: Client, address: str, **typed):
    """Sends a form that is refused, and returns where the browser is led."""
    response = client.post(address, typed)
    assert response.status_code == 302, response.status_code
    assert "again=" in response.url
    for told in (NAME, "Oksana", NUMBER, "1957", "cramps"):
        assert told not in response.url
    return response.url


class DeskPage(Page):
    """A page of the desk, whose switch for the keys gets its words from a script."""

    def __init__(self, response):
        self.response = response
        self.html = response.content.decode()
        self.tree = JustHTML(self.html, sanitize=False)


def opened_twice(client: Client, address: str) -> Page:
    """The page, which is the same when it is loaded again."""
    first, second = client.get(address), client.get(address)
    assert first.status_code == second.status_code == 200
    assert "no-store" in first["Cache-Control"]
    assert summary_of(first) == summary_of(second)
    return page_at(address, second)


def page_at(address: str, response) -> Page:
    return (DeskPage if address.startswith("/desk/") else Page)(response)


def summary_of(response) -> str:
    """The list of errors, as it is written."""
    return response.content.decode().partition("data-error-summary")[2].partition("</ul>")[0]


WRONG = {
    "who": {"for_whom": "other", "patient_name": NAME, "patient_birth_year": "57", "requester_name": ""},
    "reach": {"phone": NUMBER, "email": "a@b", "call_times": ["morning"]},
    "when": {"when": "days", "day_1": "2020-01-01", "part_1": "evening"},
    "more": {"reason": "cramps " * 100, "access_needs": ["quiet"]},
    "check": {},
}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_request_form(service, step):
    browser, patient = Client(), Patient().start()
    patient.fill(upto=step) if step != "who" else None
    before = patient.draft.answers
    address = send(browser, patient.url(step), **WRONG[step])
    assert urlsplit(address).path == patient.url(step)
    page = opened_twice(browser, address)
    assert page.title.startswith("Error: ") and page.errors
    shown = page.form()
    for name, typed in WRONG[step].items():
        assert shown[name] == (typed if isinstance(typed, list) else [typed]), name
    assert patient.draft.answers == before, "what was refused does not replace what was answered"


def test_changing_an_answer_leads_back_to_the_check_page_after_an_error_too(service):
    patient = Patient().start().fill()
    browser = Client()
    address = send(browser, patient.url("reach", "?change=1"), phone=NUMBER)
    right = {"phone": "0113 496 0999", "voicemail": "no"}
    assert browser.post(address, right).url == patient.url("check")


PATIENTS_FORMS = [  # the page, and what is wrong there
    ("withdraw", {"choice": "withdraw", "digits": "1958"}),
    ("withdraw", {}),
    ("details", {"digits": "57"}),
    ("wishes", {"when": "days", "day_1": "1.1.2020"}),
    ("erase", {"choice": "", "digits": "1957"}),
    ("details", {"phone": NUMBER, "email": "x", "proof": "none"}),
]


def test_every_form_behind_a_link(service):
    visitor, browser = Visitor(make_request(service)), Client()
    for where, typed in PATIENTS_FORMS:
        address = send(browser, visitor.url(where), **typed)
        shown = opened_twice(browser, address)
        assert shown.errors and shown.title.startswith("Error: "), where
        assert browser.get(visitor.url(where)).status_code == 200  # its usual address shows an empty form


def test_a_wrong_answer_counts_once_however_often_its_page_is_loaded(service):
    visitor, browser = Visitor(make_request(service)), Client()
    address = send(browser, visitor.url("withdraw"), choice="withdraw", digits="1958")
    for _ in range(8):
        assert "does not fit" in " ".join(Page(browser.get(address)).errors.values())
    assert visitor.stored().wrong_answers == 1


def test_details_open_after_showing_who_one_is_and_can_be_loaded_again_for_a_quarter_of_an_hour(service):
    visitor, browser = Visitor(make_request(service)), Client()
    address = send(browser, visitor.url("details"), digits="1957")
    assert "7946 0123" in opened_twice(browser, address).html
    assert "7946 0123" not in Page(Client().get(address)).html
    assert "olena" not in str(RefusedForm.objects.get().content), "what we hold is not stored a second time"
    with time_machine.travel(NOON + timedelta(minutes=16)):
        assert Page(browser.get(address)).controls == {"digits"}


def test_an_answer_to_held_times_and_why_something_was_not_done():
    clinic = kept_clinic()
    request, browser = clinic.request(), Client()
    offers.offer(request, times=[clinic.time(at(9))], lasts=timedelta(days=1), by=clinic.desk, now=NOON)
    visitor = Visitor(request)
    address = send(browser, visitor.url("choose"), seen="old")
    assert urlsplit(address).path == visitor.url()
    assert "Choose one of the times" in opened_twice(browser, address).main
    address = send(browser, visitor.url("choose"), time="999", seen="old")
    assert "This could not be done" in opened_twice(browser, address).main
    address = send(browser, visitor.url("none-suits"), when="days", seen="what the page showed")
    assert opened_twice(browser, address).form()["seen"] == ["what the page showed"]


def test_finding_a_request_without_a_link(service):
    browser = Client()
    address = send(browser, "/appointments/find/", reference="K7M", phone_digits="12", birth_year="57")
    page = opened_twice(browser, address)
    assert page.form()["reference"] == ["K7M"] and set(page.errors) == {"reference", "phone_digits", "birth_year"}


def test_a_new_link_is_sent_once_however_often_the_answer_is_loaded(service, monkeypatch):
    sent = []
    monkeypatch.setattr("appointments.patient.actions.identity.send_new_link", lambda link, now: sent.append(link))
    visitor = Visitor(make_request(service))
    with time_machine.travel(NOON + timedelta(days=4000)):
        answer = Client().post(visitor.url("new-link"))
        for _ in range(3):
            assert Page(Client().get(answer.url)).heading == "Look into your e-mail"
    assert len(sent) == 1


def test_pages_that_say_why_nothing_can_be_sent_any_more_are_opened_by_get(service):
    patient, browser = Patient().start(), Client()
    HealthcareService.objects.update(is_open=False, closed_reason="Back in spring.")
    start = "/appointments/request/neurologist/?article=x"
    assert browser.post(start).url == start
    RequestDraft.objects.all().delete()
    assert browser.post(patient.url("who"), WRONG["who"]).url == patient.url("who")


# --- the desk --------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(service):
    open_clinic(service)
    actor, _ = at_desk("lead")
    browser = Client()
    browser.force_login(actor.user)
    return actor, browser


STEPS_WRONG = [
    ("note", {"text": " "}, "Write a word or more."),
    ("decline", {"because": "", "public_answer": f"Dear {NAME}"}, "This field is required"),
    ("correct", {"phone": NUMBER}, "Enter a phone number with digits"),
    ("wait", {"review_on": "yesterday", "notice_hours": "x"}, "Enter a whole number"),
    ("merge", {"into": "K7M"}, "This is no reference"),
    ("offer", {"lasts": "24"}, "Tick one, two or three times."),
    ("book", {"time": "nonsense"}, "Not stored"),
    ("book", {"clock": "25:00", "day": "2026-11-26"}, "25:00"),
    ("attempt", {"outcome": "nonsense"}, "Not stored"),
    ("reopen", {"version": "1"}, "nothing was stored"),
]


def test_every_step_of_the_desk(desk):
    actor, browser = desk
    asked = taken(actor)
    for step, typed, said in STEPS_WRONG:
        address = send(browser, f"/desk/{asked.reference}/{step}/", **typed)
        assert urlsplit(address).path == f"/desk/{asked.reference}/", step
        html = browser.get(address).content.decode()
        assert said in html, step
        assert "data-error-summary" in html, "portal.js moves the focus there"
        for words in (value for value in typed.values() if len(value) > 4 and value != "nonsense"):
            assert words in html
    assert opened_twice(browser, address).one("[data-error-summary]")


def test_a_refusal_says_what_happened_meanwhile_when_it_is_loaded_again(desk):
    actor, browser = desk
    asked = taken(actor)
    browser.post(f"/desk/{asked.reference}/correct/", {"phone": "0113 496 0999", "version": asked.version})
    address = send(browser, f"/desk/{asked.reference}/wait/", review_on="2026-12-01", notice_hours="5", version="1")
    page = opened_twice(browser, address)
    assert "Changed meanwhile" in page.html and "What happened meanwhile" in page.html
    assert "2026-12-01" in page.html


DESK_FORMS = [
    ("new", {"patient_name": NAME, "phone": NUMBER}),
    ("paper/typed", {"patient_name": NAME, "serial": "X", "line": "1"}),
    ("leave", {"kind": "leave", "first_day": "2026-13-01"}),
    ("export", {"first_day": "2026-11-01", "last_day": "2026-10-01", "why": "   "}),
]


def test_every_form_of_the_desk(desk):
    _actor, browser = desk
    for where, typed in DESK_FORMS:
        address = send(browser, f"/desk/{where}/", **typed)
        assert urlsplit(address).path == f"/desk/{where}/"
        shown = opened_twice(browser, address)
        assert shown.errors and shown.title.startswith("Error: "), where
        for words in (value for value in typed.values() if value.strip() and value not in ("leave", "1")):
            assert words in shown.html
    assert not AppointmentRequest.objects.exists()


def test_a_copy_for_a_patient(desk):
    actor, browser = desk
    asked = taken(actor)
    address = send(browser, f"/desk/{asked.reference}/copy/", why=" ", format="html")
    assert opened_twice(browser, address).errors


# --- several tabs, other browsers, time, size ------------------------------------------------------------------------


def test_two_tabs_do_not_mix(service):
    patient, browser = Patient().start(), Client()
    one = send(browser, patient.url("who"), patient_name="Ann One")
    two = send(browser, patient.url("who"), patient_name="Bea Two")
    assert Page(browser.get(one)).form()["patient_name"] == ["Ann One"]
    assert Page(browser.get(two)).form()["patient_name"] == ["Bea Two"]


def test_in_another_browser_or_after_an_hour_the_address_shows_an_empty_form(service):
    patient, browser = Patient().start(), Client()
    address = send(browser, patient.url("who"), patient_name=NAME)
    stranger = Client()
    stranger.get(patient.url("who"))
    for other in (Client(), stranger):
        assert NAME not in other.get(address).content.decode()
    assert NAME in browser.get(address).content.decode()
    with time_machine.travel(NOON + timedelta(minutes=61)):
        assert NAME not in browser.get(address).content.decode()


def test_the_address_of_one_page_shows_nothing_on_another(service):
    patient, browser, visitor = Patient().start().fill(upto="reach"), Client(), Visitor(make_request(service))
    for address, typed in ((patient.url("reach"), {"phone": NUMBER}), (visitor.url("withdraw"), {"choice": "x"})):
        token = send(browser, address, **typed).partition("?")[2]
        for other in (patient.url("who"), Patient().start().url("who"), visitor.url("erase"), "/appointments/find/"):
            assert not Page(browser.get(f"{other}?{token}")).errors


def test_at_the_desk_it_is_there_after_logging_in_again_and_for_that_account_only(desk):
    actor, browser = desk
    asked = taken(actor)
    address = send(browser, f"/desk/{asked.reference}/decline/", because="", public_answer=f"Dear {NAME}")
    browser.logout()
    for user, shown in ((at_desk("receptionist")[0].user, False), (actor.user, True)):
        browser.cookies.clear()
        browser.force_login(user)
        assert (NAME in browser.get(address).content.decode()) is shown


def test_an_address_that_names_nothing_shows_an_empty_form(service):
    patient = Patient().start()
    for token in ("", "x", "x" * 5000, "%00", "%F0%9F%94%91", "../../etc", "' OR 1=1"):
        response = patient.client.get(patient.url("who", f"?again={token}"))
        assert response.status_code == 200 and "data-error-summary" not in response.content.decode(), token
    assert not Page(response).errors


def test_what_is_too_long_to_be_kept_is_answered_at_once_with_all_of_it(service):
    patient, browser = Patient().start().fill(upto="more"), Client()
    response = browser.post(patient.url("more"), {"reason": "x" * (pages.MOST_KEPT + 1)})
    assert response.status_code == 422 and not RefusedForm.objects.exists()
    assert "x" * (pages.MOST_KEPT + 1) in response.content.decode()


def test_a_flood_of_refused_forms_is_answered_and_not_kept(service, monkeypatch):
    patient, browser = Patient().start(), Client()
    monkeypatch.setattr(pages, "MOST_FORMS", 2)
    for _each in range(2):
        send(browser, patient.url("who"), patient_name="")
    response = browser.post(patient.url("who"), {"patient_name": "", "for_whom": "self", "patient_birth_year": "12345"})
    assert response.status_code == 422 and RefusedForm.objects.count() == 2
    assert 'value="12345"' in response.content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        send(browser, patient.url("who"), patient_name="")


@pytest.mark.both_databases
def test_a_sentence_that_repeats_what_no_database_keeps_is_kept_without_it(service):
    _actor, client = at_desk()
    for typed in ("a\0b", "a\ud800b", "\0"):
        body = urlencode({"channel": typed, "when": typed, "part_1": typed, "voicemail": typed}, errors="surrogatepass")
        for address in ("/desk/new/", "/desk/paper/typed/"):
            response = client.post(address, body, content_type="application/x-www-form-urlencoded")
            assert response.refused and response.status_code == 200, (address, typed)
    assert not [kept for kept in RefusedForm.objects.all() if "\\u0000" in json.dumps(kept.content)]


@pytest.mark.both_databases
def test_what_no_database_keeps_is_refused_and_kept_without_it(service):
    patient, browser = Patient().start(), Client()
    for typed in ("Ann\0Example", "Ann\ud800Example"):
        body = urlencode({"patient_name": typed, "for_whom": "self"}, errors="surrogatepass")
        response = browser.post(patient.url("who"), body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 302 and "Ann" in browser.get(response.url).content.decode()
