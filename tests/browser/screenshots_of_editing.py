"""Takes the pictures of docs/editing-articles.md anew: one article on its way, as its people see it."""

from playwright.sync_api import expect

from tests.browser.pictures import take_picture
from tests.browser.publishing_pages import (
    EditingPage,
    address,
    answer,
    confirm_step,
    log_in_as,
    press,
    take_step,
    waive_findings,
)
from tests.browser.screenshots import DESKTOP
from topics.models import Topic

LINES = ["Herniated disc", "Spinal stenosis of the neck", "Wry neck", "Sleeping on your front"]


def picture(page, name, at=None):
    """What is on the screen, from the top of the page or from this part of it, below what sticks to its top."""
    take_picture(page, f"editing-{name}", at=page.locator(at) if at else None, margin=80)


def test_pictures_of_an_article_on_its_way(clinic, open_browser):
    editor, reviewer, boss = (open_browser(**DESKTOP) for _person in range(3))
    for page, role in ((editor, "editor"), (reviewer, "clinician"), (boss, "admin")):
        log_in_as(page, clinic[role])
    bring_in(editor)
    topic = write(editor)
    shown = editor.context.new_page()
    shown.goto(address(topic, "preview"))
    picture(shown, "preview")
    shown.close()
    take_step(editor, "Submit for review", note="Is the second sign sharp enough?")

    reviewer.goto("/admin/")
    picture(reviewer, "first-page")
    reviewer.goto(address(topic))
    picture(reviewer, "gates")
    waive_findings(reviewer, topic, "Its emergency card was written by a doctor.")
    reviewer.goto(address(topic, "step/sign_off"))
    answer(reviewer, read=True)
    picture(reviewer, "sign-off")
    confirm_step(reviewer)

    editor.reload()
    take_step(editor, "Publish", significance="Yes", change_note="A new page.")
    writing = EditingPage(editor)
    writing.block("sections-0", list="\n".join([LINES[1], LINES[0], LINES[2], "Sleeping on your stomach"]))
    writing.save_and_confirm()
    editor.goto(address(topic, "compare"))
    picture(editor, "compare")
    editor.goto(address(topic, "history"))
    picture(editor, "history")
    meet(editor, boss, topic)
    picture(boss, "conflict", at=".ed-conflict")


def bring_in(page) -> None:
    lines = "\n".join(f"- {line}" for line in (*LINES, "Consultation with a neurologist"))
    text = f"Neck pain at work\nWhat it may come from\nIt may come from one of these:\n{lines}\nOur way\nWe look.\n"
    page.goto("/admin/topics/articleimport/add/")
    file = {"name": "neck-pain.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.get_by_label("File").set_input_files(file)
    confirm_step(page)
    page.locator(".im-recognised").evaluate("details => details.open = true")
    picture(page, "plan")


def write(page) -> Topic:
    writing = EditingPage(page)
    writing.begin()
    writing.type(
        name="Neck pain at night",
        description="Pain in the neck that wakes you or keeps you from falling asleep.",
        summary="It mostly gets better **within two weeks**. Call {clinic_phone} if it does not.",
        other_names="sore neck at night\nstiff neck in the morning",
    )
    page.get_by_label("Neck", exact=True).check()
    points = "a stiff neck with fever\nweakness in both arms"
    writing.block("cards-0", urgency="Emergency", heading="Call {emergency_number} now if you have:", points=points)
    expect(page.get_by_role("group", name="In short, as readers see it").locator("strong")).to_be_visible()
    picture(page, "new-page")
    about = {"heading": "What it may come from", "kind": "conditions it may come from, or that are treated"}
    writing.block("sections-0", **about, list_intro="Less often it is:", list="\n".join(LINES))
    writing.save_and_confirm("is saved as a draft")
    picture(page, "lines", at="#id_sections-0-list_intro")
    for label in LINES[1:]:
        writing.choices(label).get_by_label("Why this line has no link").fill("no page of its own")
    writing.add("sections")
    writing.block("sections-1", heading="Whom to see", kind="whom to see", list="Neurologist")
    writing.add("sections")
    writing.block("sections-2", heading="About it", kind="what it is", body="The neck hurts when you lie down.")
    writing.add("sources")
    writing.block("sources-0", title="Neck pain", publisher="NHS", url="https://www.nhs.uk/conditions/neck-pain/")
    writing.save_and_confirm()
    return Topic.objects.get(name="Neck pain at night")


def meet(first, second, topic):
    for page in (first, second):
        page.goto(address(topic))
    EditingPage(first).type(summary="It mostly gets better within a month.")
    EditingPage(first).save_and_confirm()
    EditingPage(second).type(summary="It mostly gets better with warmth.")
    press(second.get_by_role("button", name="Save", exact=True).first)
