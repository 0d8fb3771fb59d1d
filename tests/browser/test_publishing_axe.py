"""Every admin page that an editor or a reviewer sees, in light and dark: axe finds nothing, no policy is broken."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from portal.models import User
from tests.browser.axe import places
from tests.browser.publishing_pages import (
    EditingPage,
    address,
    confirm_step,
    expect_state,
    log_in_as,
    log_in_by_form,
    press,
    preview,
    waive_findings,
)
from tests.builders import confirmed, make_card, make_ready, make_red_flag
from topics.actions import reviewing, waiving
from topics.compose import compose
from topics.gates.run import findings
from topics.kinds import SectionKind, TopicKind
from topics.models import BodyRegion, Edition, Practitioner, RedFlag, Section, Topic

pytestmark = pytest.mark.sqlite_only  # pages are drawn alike from any database: once is enough


@pytest.fixture
def looked_at():
    """Walks past the states of a page with axe, in both colour schemes. Names what is wrong and where."""

    def look(states: Iterator[tuple]) -> None:
        faults = []
        for page, name in states:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.evaluate("document.getAnimations().forEach(one => one.finish())")  # colours on their way
                faults += [(name, scheme, *fault) for fault in places(page, colours_only=scheme == "dark")]
        assert faults == []

    return look


@pytest.fixture
def article(clinic) -> Topic:
    """A draft with a section whose lines are not decided yet, never published."""
    topic = Topic.objects.create(
        kind=TopicKind.SYMPTOM,
        slug="stiff-neck",
        name="Stiff neck",
        summary="It **passes**.",
        description="A neck that is stiff.",
    )
    section = Section.objects.create(topic=topic, kind=SectionKind.CAUSES, heading="Causes", body="Most *pass*.")
    section.items.create(label="Herniated disc", topic=Topic.objects.get(slug="herniated-disc"))
    section.items.create(label="Herniated disk", position=1)
    section.items.create(label="A habit", position=2, unlinked_reason="not a disease")
    return topic


@pytest.fixture
def judged(article) -> Topic:
    """The same with all lines decided and all parts: it lacks one warning sign, which a reviewer may let pass, and its
    words suggest another one that nobody has chosen yet."""
    article.sections.get().items.filter(topic=None, unlinked_reason="").delete()
    flag = make_red_flag(sign="weakness in both arms", said_as="weak arms")
    named = make_red_flag(flag.region, sign="numbness of a hand", said_as="numb hand")
    article.body_regions.add(flag.region)
    make_card(article, points="a numb hand\na hand that feels cold", signs=[[named.stable_id], []])
    return make_ready(article)


@pytest.fixture
def in_review(clinic, judged) -> Topic:
    """The same, submitted by the clinic's editor."""
    editor = _account(clinic, "editor")
    return reviewing.submit(topic=judged, by=editor, now=timezone.now(), note="Please look at the causes.")


@pytest.fixture
def signed(clinic, in_review) -> Topic:
    """The same, with what may pass let pass, and signed by the clinic's reviewer."""
    by = {"by": _account(clinic, "clinician"), "now": timezone.now()}
    document = compose(in_review)
    [finding] = findings(in_review, document)
    named = {"code": finding.code, "key": finding.key, "fingerprint": finding.fingerprint}
    waiving.waive(topic=in_review, reason="It is about sleep.", **named, **by)
    reviewing.sign_off(topic=in_review, sha256=document.sha256, signs=confirmed(in_review), **by)
    return Topic.objects.get(pk=in_review.pk)


def _account(clinic, role) -> User:
    return User.objects.get(email=clinic[role].email)


@pytest.fixture
def page_of(clinic, open_browser):
    """The browser of somebody of the clinic, by role."""

    def of(role):
        page = open_browser()
        log_in_as(page, clinic[role])
        return page

    return of


def test_what_an_editor_sees(clinic, open_browser, looked_at):
    looked_at(editors_pages(open_browser(), clinic["editor"]))


def test_where_an_editor_writes(article, page_of, looked_at):
    looked_at(editing(page_of("editor"), article))


def test_where_an_editor_brings_in_a_text_and_hands_it_over(article, page_of, looked_at):
    page = page_of("editor")
    looked_at(chain(bringing_in(page, article), handing_over(page, article)))


def test_what_a_reviewer_sees(in_review, page_of, looked_at):
    page = page_of("clinician")
    looked_at(chain(letting_pass(page, in_review), signing(page, in_review)))


def test_what_a_reviewer_sees_of_what_is_signed_and_live(signed, page_of, looked_at):
    page = page_of("clinician")
    looked_at(chain(going_live(page, signed), regions(page)))


def test_what_an_emergency_shows(judged, page_of, looked_at):
    looked_at(emergency_pages(page_of("admin"), page_of("clinician"), judged))


def editors_pages(page, login):
    page.goto("/admin/")
    yield page, "login"
    log_in_by_form(page, login)
    yield page, "first page, nothing to do"
    lists = {"list": "symptom/", "search": "condition/?q=disc", "nothing found": "condition/?q=xyzzy&state__exact=live"}
    read_only = {
        "editions": "edition/",
        "edition": f"edition/{Edition.objects.order_by('pk').first().pk}/change/",
        "body regions": "bodyregion/",
        "body region": f"bodyregion/{BodyRegion.objects.order_by('pk').first().pk}/change/",
        "practitioners": "practitioner/",
        "practitioner": f"practitioner/{Practitioner.objects.order_by('pk').first().pk}/change/",
    }
    for name, path in (lists | read_only).items():
        assert page.goto(f"/admin/topics/{path}").status == 200
        yield page, name
    page.goto("/admin/password_change/")
    yield page, "password"
    for number, field in enumerate(("Old password", "New password", "New password confirmation")):
        page.get_by_label(f"{field}:", exact=True).fill(str(number))
    press(page.get_by_role("button", name="Change my password"))
    expect(page.locator(".errornote")).to_be_visible()
    yield page, "password, with errors"


def bringing_in(page, topic):
    page.goto("/admin/topics/articleimport/add/")
    yield page, "bringing in a text"
    page.get_by_label("File").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"%PDF-1.7"})
    confirm_step(page)
    expect(page.locator(".errornote")).to_be_visible()
    yield page, "bringing in a text, refused"
    text = b"Stiff neck: why\n# Causes\nMany.\n- Herniated disc\n- Herniated disks\n- A habit\n# Our way\nWarmth.\n"
    page.get_by_label("File").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": text})
    page.get_by_label("A page that is here already").fill(topic.name)
    confirm_step(page)
    expect(page.get_by_role("heading", name="What was read")).to_be_visible()
    page.locator("details").evaluate_all("every => every.forEach(one => (one.open = true))")
    yield page, "a text from a file, everything open"
    press(page.get_by_role("button", name="Make the draft").first)
    expect(page.get_by_role("alert")).to_be_visible()
    yield page, "a text from a file, with errors"
    page.goto("/admin/topics/articleimport/")
    yield page, "texts from files"


def editing(page, topic):
    writing = EditingPage(page)
    writing.begin()
    yield page, "a new page"
    writing.add("sources")
    writing.block("sources-0", url="javascript:x")
    writing.save()
    expect(page.get_by_role("alert")).to_be_visible()
    yield page, "a new page, with errors"
    writing.open(topic)
    writing.field("summary").scroll_into_view_if_needed()  # its preview is fetched when it comes into view
    expect(page.locator("[data-preview]").first).to_be_visible()
    page.locator("details").evaluate_all("every => every.forEach(one => (one.open = true))")
    yield page, "text, everything open"
    writing.type(summary="Mine.")
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1, summary="Theirs.")
    writing.save()
    expect(page.get_by_role("heading", name="Somebody else saved this page")).to_be_visible()
    yield page, "conflict"
    page.get_by_label("Keep mine").check()
    writing.save_and_confirm()
    yield page, "text, just saved"
    shown = preview(page)
    yield shown, "preview"
    shown.close()
    page.goto(address(topic, "compare"))
    yield page, "comparison with nothing"
    page.goto(address(topic, "history"))
    yield page, "history of a draft"


def handing_over(page, topic):
    page.goto(address(topic, "step/submit"))
    yield page, "submitting"
    page.locator("[name=note]").fill("Please look at the causes.")
    confirm_step(page)
    expect_state(page, "In review")
    yield page, "locked"
    page.goto(address(topic, "step/take_back"))
    yield page, "taking back"


def letting_pass(page, topic):
    page.goto("/admin/")
    yield page, "first page, something to review"
    page.goto(address(topic))
    yield page, "text in review, with a finding"
    press(page.locator(".gates").get_by_role("link", name=re.compile("^Let this pass")))
    yield page, "letting pass"
    confirm_step(page)
    expect(page.get_by_text("Please mend what is marked below.")).to_be_visible()
    yield page, "letting pass, with errors"
    assert waive_findings(page, topic, "It is about sleep.") == 1
    page.locator(".gates-waived summary").click()
    yield page, "text, with what was let pass"
    for model in ("redflag", "wordrule", "quoteconsent"):
        assert page.goto(f"/admin/topics/{model}/").status == 200
        yield page, f"list of {model}"


def signing(page, topic):
    for step in ("request_changes", "sign_off"):
        page.goto(address(topic, f"step/{step}"))
        yield page, step
        confirm_step(page)
        expect(page.get_by_text("Please mend what is marked below.")).to_be_visible()
        yield page, f"{step}, with errors"
    page.get_by_label("I have read the whole page").check()
    confirm_step(page)
    expect(page.get_by_text("Not confirmed yet: “numbness of a hand”.")).to_be_visible()
    yield page, "sign_off, with a sign that is not confirmed"
    page.get_by_label("numbness of a hand").check()
    confirm_step(page)
    expect_state(page, "Signed off")
    yield page, "signed off"


def going_live(page, topic):
    for step in ("publish", "withdraw"):
        page.goto(address(topic, f"step/{step}"))
        yield page, step
        confirm_step(page)
        expect(page.get_by_text("Please mend what is marked below.")).to_be_visible()
        yield page, f"{step}, with errors"
        if step == "publish":
            page.get_by_label("No, a small correction").check()
        else:
            page.get_by_label("It is wrong").check()
            page.get_by_label("What readers are told").fill("It was wrong.")
        confirm_step(page)
        expect_state(page, "Live" if step == "publish" else "Withdrawn")
        yield page, f"{step}, done"
    for name in ("history", "compare", "editions/1"):
        page.goto(address(topic, name))
        yield page, f"{name}, published once"


def regions(page):
    page.goto("/admin/topics/bodyregion/add/")
    yield page, "a new body region"
    press(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".errornote")).to_be_visible()
    yield page, "a new body region, with errors"


def emergency_pages(page, reviewer, topic):
    page.goto(address(topic, "step/force_publish"))
    yield page, "publishing without sign-off"
    confirm_step(page)
    yield page, "publishing without sign-off, with errors"
    page.locator("[name=reason]").fill("The number was wrong.")
    confirm_step(page)
    expect(page.get_by_text("One thing has to be mended or waived")).to_be_visible()
    yield page, "publishing without sign-off, stopped"
    RedFlag.objects.filter(region__topics=topic).update(is_active=False)
    flag = make_red_flag(topic.body_regions.get())
    topic.care_cards.update(points="numbness", signs=[[flag.stable_id]])
    confirm_step(page)
    expect_state(page, "Live")
    reviewer.goto("/admin/")
    yield reviewer, "first page, flagged"
    reviewer.goto(address(topic, "step/sign_afterwards"))
    yield reviewer, "signing afterwards"
