"""An article from an empty page to its readers: written by an editor, signed by a clinician, changed and restored."""

import re

from playwright.sync_api import expect

from tests.browser.publishing_pages import (
    EditingPage,
    address,
    expect_state,
    log_in_as,
    log_in_by_form,
    press,
    preview,
    response_body,
    take_step,
    waive_findings,
    work_list,
)
from topics.models import Topic

LIVE = "/symptoms/neck-pain-at-night/"
POSSIBLE = ["Herniated disc", "Spinal stenosis of the neck", "Wry neck", "Sleeping on your front"]


def test_three_people_bring_an_article_to_its_readers(clinic, open_browser):
    """The editor writes with scripts, which only the editing page has; every other form is worked without."""
    editor = open_browser()
    plain, reviewer, reader = (open_browser(java_script_enabled=False) for _page in range(3))
    log_in_by_form(editor, clinic["editor"])
    log_in_as(plain, clinic["editor"])
    topic = write(editor, scripts=True)
    decide(editor)
    look_and_submit(editor, topic)
    ask_for_a_change(reviewer, clinic["clinician"])
    assert reader.goto(LIVE).status == 404
    change_and_submit_again(editor)
    judge(reviewer, topic)
    sign(reviewer)
    publish(plain)
    live = read(reader)
    editor.goto(address(topic))
    change_one_line(editor, reader, live)
    plain.goto(address(topic))
    compare_and_restore(plain, reader, live)


def test_without_scripts_an_article_is_written_decided_and_submitted(clinic, open_browser):
    page = open_browser(java_script_enabled=False)
    log_in_by_form(page, clinic["editor"])
    topic = write(page, scripts=False)
    decide(page)
    look_and_submit(page, topic)


def write(page, scripts) -> Topic:
    writing = EditingPage(page)
    writing.begin()
    writing.type(
        name="Neck pain at night",
        description="Pain in the neck that wakes you or keeps you from falling asleep.",
        summary="It mostly gets better **within two weeks**. Call {clinic_phone} if it does not.",
        other_names="sore neck at night\nstiff neck in the morning",
    )
    page.get_by_label("Neck", exact=True).check()
    writing.block(
        "cards-0",
        urgency="Emergency",
        heading="Call {emergency_number} now if you have:",
        points="a stiff neck with fever\nweakness in both arms",
        action="Say that it is your neck.",
    )
    writing.block(
        "sections-0",
        heading="What it may come from",
        kind="conditions it may come from, or that are treated",
        body="Most often a muscle is *tense*.",
        list_intro="Less often it is:",
        list="\n".join(POSSIBLE),
    )
    writing.add("sections")
    writing.block("sections-1", heading="Whom to see", kind="whom to see", list="Neurologist\nPhysiotherapist")
    writing.add("sections")
    writing.block("sections-2", heading="About it", kind="what it is", body="The neck hurts when you lie down.")
    writing.add("sources")
    writing.block("sources-0", title="Neck pain", publisher="NHS", url="https://www.nhs.uk/conditions/neck-pain/")
    if scripts:
        shown = page.get_by_role("group", name="In short, as readers see it")
        expect(shown.locator("strong")).to_have_text("within two weeks")
        expect(shown).to_contain_text("020 7946 0018")
        expect(page.get_by_text("Not saved yet").first).to_be_visible()
    writing.save_and_confirm("“Neck pain at night” is saved as a draft.")
    return Topic.objects.get(name="Neck pain at night")


def decide(page):
    writing = EditingPage(page)
    expect(writing.line("Herniated disc")).to_contain_text("→ Herniated disc (condition)")
    expect(writing.line("Neurologist")).to_contain_text("→ Neurologist (specialist)")
    expect(page.get_by_text("3 lines are not decided yet")).to_be_visible()
    writing.choices("Spinal stenosis of the neck").get_by_label("Name of the page").fill("Spinal stenosis")
    writing.choices("Spinal stenosis of the neck").get_by_label("Link to another page:").check()
    writing.choices("Wry neck").get_by_label("Create the concept as a").check()
    writing.choices("Sleeping on your front").get_by_label("Why this line has no link").fill("a habit, not a disease")
    writing.save_and_confirm()
    expect(writing.line("Spinal stenosis of the neck")).to_contain_text("→ Spinal stenosis (condition)")
    expect(writing.line("Wry neck")).to_contain_text("→ Wry neck (condition)")
    expect(writing.line("Sleeping on your front")).to_contain_text("no link: a habit, not a disease")
    expect(page.get_by_text("not decided yet")).to_have_count(0)
    assert Topic.objects.get(name="Wry neck").live_edition is None


def look_and_submit(page, topic):
    shown = preview(page)
    expect(shown.get_by_text("Draft: readers cannot see this yet.")).to_be_visible()
    expect(shown.get_by_role("heading", level=1)).to_have_text("Neck pain at night")
    expect(shown.get_by_role("link", name="Herniated disc")).to_have_attribute("href", "/conditions/herniated-disc/")
    expect(shown.get_by_text("Wry neck")).to_be_visible()
    expect(shown.get_by_role("link", name="Wry neck")).to_have_count(0)  # no live page yet
    shown.close()
    page.goto(address(topic))
    take_step(page, "Submit for review", note="Is the second card sharp enough?")
    expect_state(page, "In review", "readers cannot see it")
    expect(page.get_by_text("Take it back from review if you need to change it.")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)


def ask_for_a_change(page, login):
    log_in_as(page, login)
    page.goto("/admin/")
    press(work_list(page, "Waiting for review").get_by_role("link", name="Neck pain at night"))
    expect(page.get_by_text("Is the second card sharp enough?")).to_be_visible()
    shown = preview(page)
    expect(shown.get_by_role("heading", name="What it may come from")).to_be_visible()
    shown.close()
    take_step(page, "Ask for changes")
    expect(page.get_by_text("Say what should be changed")).to_be_visible()
    page.get_by_label("What should be changed?").fill("Please say what a stiff neck feels like.")
    press(page.get_by_role("button", name="Ask for changes"))
    expect_state(page, "Changes requested")
    expect(page.get_by_text("Now it is with its editors.")).to_be_visible()


def change_and_submit_again(page):
    page.goto("/admin/")
    press(work_list(page, "Sent back to you").get_by_role("link", name="Neck pain at night"))
    expect(page.get_by_text("Please say what a stiff neck feels like.")).to_be_visible()
    writing = EditingPage(page)
    writing.block("cards-0", points="a neck so stiff that your chin cannot reach your chest\nweakness in both arms")
    writing.save_and_confirm()
    expect_state(page, "Changes requested")
    take_step(page, "Submit for review")
    expect_state(page, "In review")


def judge(page, topic):
    """What the gates hold against the page: nobody has made a list for the neck, and one concept is not live yet."""
    page.goto(address(topic))
    gates = page.locator(".gates")
    expect(gates).to_contain_text("There is no checklist of warning signs for “Neck” yet.")
    expect(gates).to_contain_text("“Wry neck” is linked to “Wry neck”, which has no live page yet.")
    expect(gates.get_by_role("heading", level=2)).to_contain_text("2 things to mend")
    assert waive_findings(page, topic, "Its emergency card was written by a doctor.") == 2
    expect(gates).to_contain_text("Nothing more to mend before this page can go live")


def sign(page):
    page.goto("/admin/")
    press(work_list(page, "Waiting for review").get_by_role("link", name="Neck pain at night"))
    take_step(page, "Sign off")
    expect(page.get_by_text("Tick the box when you have read the page.")).to_be_visible()
    page.get_by_label(re.compile("I have read the whole page")).check()
    press(page.get_by_role("button", name="Sign off"))
    expect_state(page, "Signed off", "readers cannot see it")


def publish(page):
    page.goto("/admin/")
    press(work_list(page, "Signed off, ready to publish").get_by_role("link", name="Neck pain at night"))
    take_step(page, "Publish", significance="Yes")
    expect(page.get_by_text("Say in one sentence what has changed.")).to_be_visible()
    page.get_by_label("What has changed").fill("A new page.")
    press(page.get_by_role("button", name="Publish"))
    expect_state(page, "Live", "readers see edition 1")


def read(page) -> bytes:
    page.goto(LIVE)
    about = page.locator(".reviewed-by")
    expect(about).to_contain_text("Reviewed by Dr Clara Example, general physician (invented) on")
    expect(about).to_contain_text(re.compile(r"Next review due by \d+ \w+ \d{4}"))
    expect(about).to_contain_text("Edition 1, published on")
    expect(page.get_by_text("your chin cannot reach your chest")).to_be_visible()
    return response_body(page, LIVE)


def change_one_line(page, reader, live):
    writing = EditingPage(page)
    writing.block("sections-0", list="\n".join([*POSSIBLE[:3], "Sleeping on your stomach"]))
    writing.save_and_confirm()
    expect_state(page, "Draft", "readers see edition 1")
    expect(page.locator(".topic-steps").get_by_role("link", name="Publish", exact=True)).to_have_count(0)
    assert response_body(reader, LIVE) == live


def compare_and_restore(page, reader, live):
    press(page.get_by_role("link", name="What has changed"))
    changed = page.locator(".comparing__part")
    expect(changed).to_have_count(1)
    expect(changed.get_by_role("heading")).to_have_text("What it may come from")
    expect(changed.locator("del")).to_have_text("[removed: front]")
    expect(changed.locator("ins")).to_have_text("[added: stomach]")
    press(page.get_by_role("link", name="History"))
    press(page.get_by_role("link", name="Make it the draft"))
    expect(page.locator(".comparing ins").filter(has_text="front")).to_have_count(1)
    press(page.get_by_role("button", name="Make it the draft"))
    expect(page.locator(".messagelist")).to_contain_text("Edition 1 is the draft now.")
    expect(EditingPage(page).field("sections-0-list")).to_have_value("\n".join(POSSIBLE))
    press(page.get_by_role("link", name="What has changed"))
    expect(changed).to_have_count(0)
    assert response_body(reader, LIVE) == live
