"""Ways through the admin with a browser, as editors and reviewers go: writing a page, deciding lines, taking steps."""

import re

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from portal.models import User
from topics.models import Topic


class EditingPage:
    """The page on which an article is written. The same methods do with scripts and without."""

    def __init__(self, page: Page, kind="symptom"):
        self.page, self.kind = page, kind

    def begin(self) -> None:
        self.page.goto(f"/admin/topics/{self.kind}/add/")

    def open(self, topic: Topic) -> None:
        self.page.goto(address(topic))

    def field(self, name: str) -> Locator:
        """A field by the end of its id: "summary", "sections-1-list"."""
        return self.page.locator(f"#id_{name}")

    def type(self, **texts: str) -> None:
        """Types into the fields of the page itself: type(name="Neck pain")."""
        for name, text in texts.items():
            self.field(name).fill(text)

    def block(self, block: str, **values: str) -> None:
        """Fills in a card, section or source: block("cards-0", urgency="Urgent", heading="Call us if:")."""
        for name, value in values.items():
            field = self.field(f"{block}-{name}")
            if name in {"urgency", "kind"}:
                field.select_option(label=value)
            else:
                field.fill(value)

    def add(self, group: str) -> None:
        """Presses "Add a section" and the like: "cards", "sections" or "sources"."""
        count = self.page.locator(f"input[name={group}-count]")
        before = int(count.input_value())
        self.page.locator(f"#{group}-end button").click()
        expect(count).to_have_value(str(before + 1))

    def line(self, label: str) -> Locator:
        """What the page says beside the lists about the line with these words."""
        return self.page.locator("li.ed-line", has=self.page.locator("summary strong").get_by_text(label, exact=True))

    def choices(self, label: str) -> Locator:
        """The choices of a line, opened if they are folded away."""
        details = self.line(label).locator("details")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        return details

    def headings(self) -> list[str]:
        """The headings of the sections, in the order in which they stand."""
        return self.page.locator("[data-group=sections] .ed-block:visible h3 [data-title]").all_inner_texts()

    def save(self) -> None:
        press(self.page.get_by_role("button", name="Save", exact=True).first)

    def save_and_confirm(self, words="The draft is saved") -> None:
        """Saves, and the page says so."""
        self.save()
        expect(self.page.locator(".messagelist")).to_contain_text(words)


def address(topic: Topic, page="change") -> str:
    """The address of a page of the admin about a topic."""
    model = {"symptom": "symptom", "condition": "condition", "test": "medicaltest", "specialty": "specialty"}
    return f"/admin/topics/{model[topic.kind]}/{topic.pk}/{page}/"


def log_in_as(page: Page, login) -> None:
    """Lets a demo account in without the form; log_in_by_form is the way a person goes."""
    client = Client()
    client.force_login(User.objects.get(email=login.email))
    cookies = [{"name": name, "value": one.value, "url": settings.BASE_URL} for name, one in client.cookies.items()]
    page.context.add_cookies(cookies)


def log_in_by_form(page: Page, login) -> None:
    """Logs a demo account in, as a person does."""
    page.goto("/admin/")
    page.get_by_label("E-mail").fill(login.email)
    page.get_by_label("Password").fill(login.password)
    press(page.get_by_role("button", name="Log in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to work on?")


def press(button: Locator) -> None:
    """Presses what leads to another page, and waits until that one has loaded."""
    with button.page.expect_navigation():
        button.click()


def work_list(page: Page, heading: str) -> Locator:
    """A list of what waits, on the first page of the admin."""
    with_its_length = re.compile(rf"^{re.escape(heading)} \d+$")
    return page.locator(".work-card", has=page.get_by_role("heading", name=with_its_length))


def take_step(page: Page, step: str, **answers: str | bool) -> None:
    """Takes a step from a page about a topic: follows its button and answers what it asks.

    Answers are given by the name of the field: True ticks it, a text is typed or chosen.
    """
    press(page.locator(".topic-steps").get_by_role("link", name=step, exact=True))
    answer(page, **answers)
    confirm_step(page)


def waive_findings(page: Page, topic: Topic, reason: str) -> int:
    """As a reviewer, lets pass all that may pass, one after the other; gives how much that was."""
    count = 0
    while True:
        page.goto(address(topic))
        offered = page.locator(".gates a[href*='/waive/']")  # also while the list is folded away
        if not offered.count():
            return count
        page.goto(offered.first.get_attribute("href"))
        answer(page, reason=reason)
        confirm_step(page)
        count += 1


def confirm_step(page: Page) -> None:
    """Presses the button at the end of a step's page."""
    press(page.locator(".step-buttons input[type=submit]"))


def answer(page: Page, **answers: str | bool) -> None:
    """Fills in what the page of a step asks."""
    for name, value in answers.items():
        field = page.locator(f"#content [name={name}]")
        if value is True:
            field.check()
        elif field.first.get_attribute("type") == "radio":
            page.get_by_role("radio", name=re.compile(re.escape(str(value)))).check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=str(value))
        else:
            field.fill(str(value))


def expect_state(page: Page, state: str, readers: str = "") -> None:
    """The page says where the draft stands, and what readers see."""
    expect(page.locator(".topic-state strong")).to_have_text(state)
    if readers:
        expect(page.locator(".topic-state")).to_contain_text(readers)


def preview(page: Page) -> Page:
    """Follows "Preview" to its new tab."""
    with page.context.expect_page() as opened:
        page.locator(".topic-links").get_by_role("link", name=re.compile("^Preview")).click()
    opened.value.wait_for_load_state()
    return opened.value


def response_body(page: Page, path: str) -> bytes:
    """What the portal answers at an address, to the byte."""
    response = page.request.get(path)
    assert response.status == 200, f"{path} answers {response.status}"
    return response.body()
