"""What was typed at the desk and by patients is there again when a session, a token or a cookie was lost on the way."""

import pytest
from django.contrib.sessions.models import Session
from django.utils.html import escape

from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, DeskNote, Event
from appointments.workflow import Role
from portal import logs, unsent_forms
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import NOON, TYPED, Patient, everything_stored, make_request
from tests.appointments.desk.builders import open_clinic, taken
from tests.builders import make_user
from tests.portal import lost_sessions
from tests.portal.forms import page_of
from tests.portal.lost_sessions import WAYS, Browser, Form
from tests.portal.valid_html import text

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough
WORDS = "Rings “tomorrow”: <not> before 9 & asks for Ann"
# To the login page, and straight to the page that sends it once more. Every way: tests/portal/test_unsent_forms.py.
some_ways = pytest.mark.parametrize("way", (WAYS[0], WAYS[5]), ids=lambda way: way.__name__)


@pytest.fixture
def receptionist(service):
    open_clinic(service)
    return Browser(make_user("receptionist"))


def stored() -> dict:
    """Every row but those of accounts and sessions, which logging in changes."""
    kept = everything_stored()
    return {name: rows for name, rows in kept.items() if not name.startswith(("portal_user", "django_session"))}


def at(asked) -> str:
    return f"/desk/{asked.reference}/"


def step_form(step: str) -> str:
    return f"main form[action$='/{step}/']"


@some_ways
def test_a_note_for_colleagues(receptionist, way):
    asked = make_request()
    form = receptionist.form(at(asked), ".note-form")
    way(receptionist)
    before = stored()
    answer = receptionist.press(form, text=WORDS)
    assert stored() == before
    assert receptionist.again(answer).status_code == 302
    assert DeskNote.objects.get().text == WORDS


@some_ways
def test_a_step_with_words_in_it(receptionist, way):
    asked = taken(acting(receptionist))
    form = receptionist.form(at(asked), step_form("decline"))
    way(receptionist)
    answer = receptionist.press(form, because="not_offered", public_answer=WORDS)
    asked.refresh_from_db()
    assert asked.status == "in_progress"
    assert receptionist.again(answer).status_code == 302
    asked.refresh_from_db()
    assert (asked.status, asked.public_answer) == ("closed", WORDS)


def acting(browser) -> Actor:
    return Actor(Role.RECEPTIONIST, browser.person)


def test_every_form_on_the_page_of_a_request_comes_through_a_login(receptionist):
    asked = taken(acting(receptionist))
    response = receptionist.open(at(asked))
    selectors = [f"main form[action='{form.attrs['action']}']" for form in page_of(response).query("main form[action]")]
    assert len(selectors) > 8
    forms = [Form(response, selector) for selector in selectors]
    Session.objects.all().delete()
    for form in forms:
        login = Form(receptionist.press(form, words=WORDS), "#login-form")
        again = receptionist.press(login, username=receptionist.person.email, password=lost_sessions.PASSWORD)
        kept = Form(again, "main form")
        assert kept.address == form.address
        sent = {name: values for name, values in form.sent.items() if name not in unsent_forms.OWN_FIELDS}
        assert sent | {"words": [WORDS]} == {
            name: values for name, values in kept.sent.items() if name not in unsent_forms.OWN_FIELDS
        }
        Session.objects.all().delete()


def test_a_version_that_is_old_by_then_is_refused_with_what_was_typed(receptionist):
    asked = taken(acting(receptionist))
    form = receptionist.form(at(asked), step_form("decline"))
    lost_sessions.out_and_in_again(receptionist)
    answer = receptionist.press(form, because="not_offered", public_answer=WORDS)
    AppointmentRequest.objects.filter(pk=asked.pk).update(version=asked.version + 1)
    refused = receptionist.get(receptionist.again(answer).url)
    assert "again=" in refused.request["QUERY_STRING"] and escape(WORDS) in refused.content.decode()
    assert "Ann" in refused.content.decode()


def test_what_is_taken_down_on_the_phone(receptionist):
    form = receptionist.form("/desk/new/")
    lost_sessions.session_ended(receptionist)
    answer = receptionist.press(form, patient_name="Olena Example", reason=WORDS)
    assert not AppointmentRequest.objects.exists()
    refused = receptionist.get(receptionist.again(answer).url)
    assert "again=" in refused.request["QUERY_STRING"]
    page = page_of(refused)
    assert page.query_one("[name=patient_name]").attrs["value"] == "Olena Example"
    assert text(page.query_one("[name=reason]")) == WORDS


def test_somebody_else_at_the_same_desk_sees_nothing(receptionist):
    asked = make_request()
    form = receptionist.form(at(asked), ".note-form")
    receptionist.log_out()
    receptionist.log_in(make_user("receptionist"))
    answer = receptionist.press(form, text=WORDS)
    assert "Ann" not in answer.content.decode()
    assert not DeskNote.objects.exists()
    assert receptionist.again(answer).status_code == 302
    assert DeskNote.objects.get().by == receptionist.person


def test_an_account_that_lost_its_rights_gets_its_words_but_not_the_step(receptionist):
    asked = make_request()
    form = receptionist.form(at(asked), ".note-form")
    Session.objects.all().delete()
    receptionist.person.groups.clear()
    receptionist.person.save()
    assert receptionist.again(receptionist.press(form, text=WORDS)).status_code == 404
    assert not DeskNote.objects.exists()


def test_a_script_that_asks_for_news_is_sent_away_as_before(receptionist):
    asked = make_request()
    form = receptionist.form(at(asked), ".note-form")
    Session.objects.all().delete()
    headers = lost_sessions.OWN | {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
    form.address = f"/desk/{asked.reference}/here/"
    assert receptionist.press(form, headers=headers).status_code == 302


# --- patients --------------------------------------------------------------------------------------------------------

NO_TOKEN = (lost_sessions.forgery_cookie_gone, lost_sessions.all_cookies_gone)


@pytest.mark.parametrize(("step", "way"), [("who", NO_TOKEN[0]), ("more", NO_TOKEN[1]), ("check", NO_TOKEN[1])])
def test_a_step_of_the_request_form(service, step, way):
    patient = Patient().start().fill(upto=step)
    browser = Browser()
    form = browser.form(patient.url(step))
    way(browser)
    before = stored()
    answer = browser.press(form, **TYPED[step])
    assert stored() == before
    assert "Please send this once more" in text(page_of(answer).query_one("h1"))
    assert "allow cookies" in text(page_of(answer).query_one("main"))
    assert browser.again(answer).status_code == 302
    assert stored() != before


def test_the_first_press_on_start_now(service):
    browser = Browser()
    form = browser.form("/appointments/request/neurologist/")
    lost_sessions.forgery_cookie_gone(browser)
    assert browser.again(browser.press(form)).status_code == 302


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("details", {"digits": "1957"}),
        ("withdraw", {"digits": "1957", "reason": WORDS}),
        ("wishes", {"when": "windows"}),
        ("erase", {"digits": "1957"}),
    ],
)
def test_the_pages_behind_a_link(service, page, typed):
    visitor = Visitor(make_request(service))
    browser = Browser()
    form = browser.form(visitor.url(page))
    plainly = browser.press(form, **typed)
    with_loss = Visitor(make_request(service))
    form = browser.form(with_loss.url(page))
    lost_sessions.forgery_cookie_gone(browser)
    events = Event.objects.count()
    answer = browser.press(form, **typed)
    assert Event.objects.count() == events
    final = browser.again(answer)
    assert final.status_code == plainly.status_code
    assert form.address == with_loss.url(page)


def test_a_page_that_nobody_logged_in_for_asks_nobody_to_log_in(service):
    """Somebody at the clinic logs in in another tab while the form lies open."""
    patient, browser = Patient().start(), Browser()
    form = browser.form(patient.url("who"))
    browser.log_in(make_user("receptionist"))
    answer = browser.press(form, **TYPED["who"])
    assert page_of(answer).query_one("#login-form") is None
    assert browser.again(answer).status_code == 302
    assert "Olena Example" in str(patient.draft.answers)


FORGED = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
)


def test_a_forged_step_of_a_patient_is_neither_taken_nor_shown(service):
    """The mark of a page that nobody logged in for can be had by anybody: the origin alone decides."""
    visitor, browser = Visitor(make_request(service)), Browser()
    form = browser.form(visitor.url("withdraw"))
    lost_sessions.forgery_cookie_gone(browser)
    for headers in FORGED:
        answer = browser.press(form, headers=headers, digits="1957", reason=WORDS)
        assert answer.status_code == 403
        assert "We could not be sure" in text(page_of(answer).query_one("h1"))
        assert "Ann" not in answer.content.decode()
    assert visitor.stored().status == "new"


def test_links_of_patients_stand_in_no_log(service, caplog):
    visitor, browser = Visitor(make_request(service, now=NOON)), Browser()
    form = browser.form(visitor.url("withdraw"))
    lost_sessions.forgery_cookie_gone(browser)
    browser.press(form, digits="1957", reason=WORDS)
    written = [logs.RedactSecrets().filter(record) and record.getMessage() for record in caplog.records]
    assert written and not any(visitor.secret in line or "Ann" in line for line in written)
