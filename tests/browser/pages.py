"""Ways through the portal with a browser: filling in the request form, and a walk past every page in every state."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from appointments.models import HealthcareService, LinkToken, RequestDraft
from appointments.requests.actions import submission

NEUROLOGIST = "/appointments/request/neurologist/?article=lower-back-cramps"
CLOSED = "therapist"
PUBLIC = {
    "home": "/",
    "symptoms from A to Z": "/symptoms/",
    "conditions from A to Z": "/conditions/",
    "tests from A to Z": "/tests/",
    "specialists from A to Z": "/specialists/",
    "article": "/symptoms/lower-back-cramps/",
    "condition": "/conditions/herniated-disc/",
    "test": "/tests/mri/",
    "specialist": "/specialists/neurologist/",
    "search, found": "/search/?q=slipped+disc",
    "search, nothing found": "/search/?q=xyzzy",
    "search, refused": f"/search/?q={'x' * 101}",
    "privacy notice": "/privacy/",
    "no page here": "/symptoms/lower-neck-cramps/",
}

TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const sticksOut = element => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > clientWidth + 1;
  };
  return [...document.body.querySelectorAll("*")].filter(sticksOut).map(element => element.outerHTML.slice(0, 120));
}"""

TEXT_SIZE = "size => (document.documentElement.style.fontSize = size)"
MOST_STOPS = 150  # more than any page has
# Where the focus stands: what it is on, how wide its ring is, whether it lies in the window, how far under the bar.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const bar = document.querySelector(".request-bar");
  const edges = bar?.contains(element) ? null : bar?.getBoundingClientRect();
  const meet = edges?.height && box.bottom > edges.top && box.top < edges.bottom;
  return {
    text: (element.innerText || element.getAttribute("aria-label") || element.name || element.id).trim(),
    href: element.getAttribute("href") || "",
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    covered: meet ? box.bottom - edges.top : 0,
  };
}"""


def widen(page, width: int) -> None:
    """Gives the window this width in CSS pixels."""
    page.set_viewport_size({"width": width, "height": 780})


def sideways(page) -> list[str]:
    """The elements that stick out of a page that scrolls sideways, by how they begin; none, if it does not scroll."""
    return page.evaluate(TOO_WIDE)


def scale_text(page, size: str) -> None:
    """Sets the reader's text size: "200%" is twice as large, "" as it was."""
    page.evaluate(TEXT_SIZE, size)


def focus_stops(page, key="Tab") -> list[dict]:
    """Where the Tab key halts, from where the focus is to the end of the page; backwards with "Shift+Tab"."""
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUS)
        if focus is None:  # past the last one, at the browser itself
            return found
        found.append(focus)
    raise AssertionError(f"The focus never leaves {page.url}.")


def press(page, button: str) -> None:
    """Presses a button that sends a form, and waits until the answer has loaded."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


class RequestForm:
    """The request form as a patient sees it. Each step's method gives its answers; pressing on is apart."""

    def __init__(self, page):
        self.page = page

    def start(self, address=NEUROLOGIST) -> None:
        self.page.goto(address)
        press(self.page, "Start now")

    def go_on(self) -> None:
        press(self.page, "Continue")

    def send(self) -> None:
        self.take_time()
        press(self.page, "Send request")

    def take_time(self) -> None:
        """They began three minutes ago: a person needs their time, which this one may not."""
        RequestDraft.objects.update(begun_at=timezone.now() - timedelta(minutes=3))

    def who(self, name="Olena Example", year="1957", for_whom="Me", asking="") -> None:
        self.page.get_by_label(for_whom, exact=True).check()
        self.page.get_by_label("Full name of the patient").fill(name)
        self.page.get_by_label("Patient’s year of birth").fill(year)
        if asking:
            self.page.get_by_label("Your own name").fill(asking)

    def reach(self, phone="020 7946 0123", email="olena@example.org") -> None:
        self.page.get_by_label("Phone number").fill(phone)
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Mornings").check()
        self.page.locator("[name=voicemail][value=yes]").check()

    def when(self) -> None:
        self.page.get_by_label("Any time suits me").check()

    def more(self, reason="Cramps since Sunday", note="", language="") -> None:
        self.page.get_by_label("What is it about?").fill(reason)
        self.page.get_by_label("A way in without steps").check()
        self.page.get_by_label("Something else we can prepare").fill(note)
        self.page.get_by_label("Which language shall we speak?").fill(language)

    def consent(self) -> None:
        self.page.get_by_label("I have read the privacy notice").check()

    def fill(self, **typed) -> None:
        """From the start to the check page. What is typed is given by step: fill(who={"name": "X"})."""
        self.start()
        for step in ("who", "reach", "when", "more"):
            getattr(self, step)(**typed.get(step, {}))
            self.go_on()


def reader_pages(page, logins) -> Iterator[str]:
    """Every kind of page a reader meets; what opens, also opened. Names the state it stands at."""
    for name, address in PUBLIC.items():
        page.goto(address)
        yield name
        if name == "article":
            page.locator("details").evaluate_all("every => every.forEach(one => (one.open = true))")
            yield "article, menu and contents open"


def request_form_pages(page, logins) -> Iterator[str]:
    """The request form: each step without and with errors, and every way it ends."""
    HealthcareService.objects.filter(specialty__slug=CLOSED).update(is_open=False, closed_reason="Back in May.")
    page.goto(f"/appointments/request/{CLOSED}/")
    yield "closed for requests"
    form = RequestForm(page)
    page.goto(NEUROLOGIST)
    yield "start of the request"
    form.start()
    yield "who"
    page.get_by_label("Someone I care for").check()
    form.go_on()
    yield "who, with errors"
    form.who()
    form.go_on()
    yield "reach"
    page.get_by_label("Phone number").fill("call me")
    form.go_on()
    yield "reach, with errors"
    form.reach(email="olena@gmial.com")
    form.go_on()
    yield "when"
    form.go_on()
    yield "when, with errors"
    page.get_by_label("I prefer certain days").check()
    page.get_by_label("First choice: day").fill("2020-02-29")
    form.go_on()
    yield "when, with a day gone by"
    form.when()
    form.go_on()
    yield "more"
    page.get_by_label("What is it about?").fill("x" * 501)
    form.go_on()
    yield "more, with errors"
    form.more(reason="Cramps, " * 60, note="A chair with a straight back", language="Українська")
    form.go_on()
    yield "check your answers"
    form.send()
    yield "check your answers, with errors"
    yield from _endings(page, form)


def _endings(page, form) -> Iterator[str]:
    address = page.url
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(submission, "submit_request", _database_away)
        form.consent()
        form.send()
        yield "database away"
    page.goto(address)
    form.consent()
    form.send()
    yield "request sent"
    LinkToken.objects.update(expires_at=timezone.now())
    page.reload()
    yield "link that has ended"
    form.start()
    RequestDraft.objects.update(expires_at=timezone.now())
    page.reload()
    yield "draft that has expired"


def _database_away(**kwargs):
    raise OperationalError("the server closed the connection unexpectedly")


def login_pages(page, logins) -> Iterator[str]:
    """Where staff log in."""
    page.goto("/admin/")
    yield "login"
    page.get_by_label("E-mail").fill("nobody@clinic.example")
    page.get_by_label("Password").fill("wrong")
    press(page, "Log in")
    yield "login, refused"


WALKS = {"reading": reader_pages, "asking": request_form_pages, "working": login_pages}


def log_in(page, login) -> None:
    """Logs a demo account in, as a person does."""
    page.goto("/admin/")
    page.get_by_label("E-mail").fill(login.email)
    page.get_by_label("Password").fill(login.password)
    press(page, "Log in")
