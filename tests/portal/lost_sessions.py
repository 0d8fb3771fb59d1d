"""A browser without JavaScript whose session ends while something is being typed, in each of the ways that happens."""

from urllib.parse import urljoin

from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils.http import urlencode

from portal.models import User
from tests.portal.forms import page_of
from tests.portal.valid_html import text

OWN = {"Origin": "http://testserver"}  # what a browser says of a form that stands on a page of ours
PASSWORD = "an-honest-password"
LOGIN = "/admin/login/"


class Form:
    """A form as it lies in a tab: where it goes, and what it sends if its button is pressed."""

    def __init__(self, response: HttpResponse, selector: str):
        page = page_of(response)
        form = page.query_one(selector)
        assert form is not None, text(page.query_one("h1"))
        here = response.request["PATH_INFO"]
        query = response.request["QUERY_STRING"]
        self.address = urljoin(f"{here}?{query}" if query else here, form.attrs.get("action") or "")
        self.multipart = form.attrs.get("enctype") == "multipart/form-data"
        self.sent: dict[str, list[str]] = {}
        beside = [one for one in page.query("input[form]") if one.attrs["form"] == form.attrs.get("id")]
        for control in [*form.query("input, textarea, select"), *beside]:
            value = _value(control)
            if value is not None and "name" in control.attrs and "disabled" not in control.attrs:
                self.sent.setdefault(control.attrs["name"], []).append(value)


def _value(control) -> str | None:
    kind = control.attrs.get("type")
    if kind in {"submit", "button", "file"}:
        return None
    if kind in {"radio", "checkbox"}:
        return control.attrs.get("value", "on") if "checked" in control.attrs else None
    if control.name == "textarea":
        return control.to_text(separator="", strip=False).removeprefix("\n")
    if control.name == "select":
        options = control.query("option")
        chosen = [option for option in options if "selected" in option.attrs] or options[:1]
        return chosen[0].attrs.get("value", text(chosen[0])) if chosen else None
    return control.attrs.get("value") or ""


class Browser:
    """One browser with several tabs. Forms are checked as in production."""

    def __init__(self, person: User | None = None):
        self.client = Client(enforce_csrf_checks=True)
        self.person = person
        if person:
            self.client.force_login(person)

    def open(self, address: str) -> HttpResponse:
        response = self.client.get(address)
        assert response.status_code == 200, response.status_code
        return response

    def get(self, address: str) -> HttpResponse:
        return self.client.get(address)

    def form(self, address: str, selector: str = "main form, #content form") -> Form:
        return Form(self.open(address), selector)

    def press(self, form: Form, headers: dict[str, str] | None = None, **typed) -> HttpResponse:
        """Sends the form with what was typed; a button counts as typed."""
        values = form.sent | typed
        body = {} if form.multipart else {"content_type": "application/x-www-form-urlencoded"}
        data = values if form.multipart else _encoded(values)
        return self.client.post(form.address, data, headers=OWN if headers is None else headers, **body)

    def log_in(self, person: User) -> HttpResponse:
        """In a tab of its own."""
        return self.press(self.form(LOGIN, "#login-form"), username=person.email, password=PASSWORD)

    def log_out(self) -> None:
        """In a tab of its own."""
        self.press(self.form("/admin/password_change/", "#logout-form"))

    def again(self, response: HttpResponse, person: User | None = None) -> HttpResponse:
        """Goes on from the answer to a form that could not be taken: logs in, if that is asked for, and sends it."""
        assert response.status_code == 403
        for _try in range(2):  # the login page may be out of date as well
            if page_of(response).query_one("#login-form"):
                login = Form(response, "#login-form")
                response = self.press(login, username=(person or self.person).email, password=PASSWORD)
        assert response.status_code in (200, 403), response.headers
        return self.press(Form(response, "main form"))


def _encoded(values: dict) -> str:
    return urlencode({name: value for name, value in values.items() if value is not None}, doseq=True)


def session_ended(browser: Browser) -> None:
    Session.objects.all().delete()


def session_cookie_gone(browser: Browser) -> None:
    del browser.client.cookies["sessionid"]


def all_cookies_gone(browser: Browser) -> None:
    browser.client.cookies.clear()


def forgery_cookie_gone(browser: Browser) -> None:
    del browser.client.cookies["csrftoken"]


def logged_out(browser: Browser) -> None:
    browser.log_out()


def out_and_in_again(browser: Browser) -> None:
    browser.log_out()
    browser.log_in(browser.person)


def ended_and_in_again(browser: Browser) -> None:
    session_ended(browser)
    browser.log_in(browser.person)


WAYS = (
    session_ended,
    session_cookie_gone,
    all_cookies_gone,
    forgery_cookie_gone,
    logged_out,
    out_and_in_again,
    ended_and_in_again,
)
