"""Hundreds of hostile texts in every text of an article, in Chromium: nothing runs, with our policy and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.publishing_pages import address
from tests.builders import NOW, make_live, make_topic
from tests.topics.hostile import ELSEWHERE, STRINGS, in_turn
from topics.actions.publishing import publish
from topics.kinds import SectionKind, TopicKind, Urgency
from topics.models import CareCard, Item, OtherName, Section, Source, Topic, TopicCode, TopicEvent

BATCH = 100
STARTS = range(0, len(STRINGS), BATCH)
WATCH = """
window.__ran = 0;
for (const ask of ["alert", "confirm", "prompt"]) window[ask] = () => (window.__ran = 1);
"""
# Everything is unfolded, pointed at and given the focus; then what ran or could run when clicked is told.
PROVOKE = """
() => {
  document.querySelectorAll("details").forEach((one) => (one.open = true));
  const every = [...document.querySelectorAll("*")];
  for (const one of every)
    for (const kind of ["mouseover", "pointerenter", "focus", "toggle", "error", "load", "cut"])
      one.dispatchEvent(new Event(kind));
  const found = every.flatMap((one) => [...one.attributes].map((attribute) => `${one.tagName} ${attribute.name}`));
  return {
    ran: window.__ran,
    handlers: found.filter((name) => / (on|srcdoc|style$)/i.test(name)),
    addresses: [...document.links].filter((link) => !/^(https?|mailto|tel):$/.test(link.protocol)).map((l) => l.href),
    foreign: [...document.querySelectorAll("iframe, object, embed, base, [http-equiv], svg script")].length,
  };
}
"""
NOTHING = {"ran": 0, "handlers": [], "addresses": [], "foreign": 0}


def make_hostile(start: int) -> Topic:
    """A live article with a hundred of the texts in each kind of its fields, and others in its draft since."""
    texts = [text for text, _number in zip(in_turn(start), range(BATCH), strict=False)]
    other = make_live(
        kind=TopicKind.SPECIALTY, name=texts[0], plain_name=texts[1], description=texts[2], slug=f"s{start}"
    )
    page = {name: texts[number] for number, name in enumerate(("name", "plain_name", "title", "description"))}
    topic = make_topic(kind=TopicKind.SYMPTOM, slug=f"hostile-{start}", summary="\n\n".join(texts), **page)
    numbered = list(enumerate(texts))
    sections = Section.objects.bulk_create(
        Section(topic=topic, kind=SectionKind.WHO_TO_SEE, heading=text, body=text, list_intro=text, position=number)
        for number, text in numbered
    )
    Item.objects.bulk_create(
        Item(
            section=section, label=text, topic=other if number % 2 else None, unlinked_reason="" if number % 2 else text
        )
        for section, (number, text) in zip(sections, numbered, strict=True)
    )
    CareCard.objects.bulk_create(
        CareCard(
            topic=topic, urgency=Urgency.URGENT, heading=text, points=f"{text}\n{text}", action=text, position=number
        )
        for number, text in numbered
    )
    Source.objects.bulk_create(
        Source(topic=topic, title=text, publisher=text, url=f"javascript:{text}"[:400], date=text[:10], position=number)
        for number, text in numbered
    )
    OtherName.objects.bulk_create(OtherName(topic=topic, name=text) for text in dict.fromkeys(texts))
    TopicCode.objects.bulk_create(
        TopicCode(topic=topic, system="s", code=str(number), version=text[:40], display=text)
        for number, text in numbered
    )
    publish(topic=topic, by=None, now=NOW, change_note=texts[3])
    topic.refresh_from_db()
    event = topic.events.get()
    TopicEvent.objects.bulk_create(
        TopicEvent(topic=topic, at=NOW, step=event.step, after=event.after, role=event.role, sha256="0" * 64, note=text)
        for text in texts
    )
    Section.objects.filter(topic=topic, position__lt=BATCH // 2).update(body=texts[4], heading=texts[5])
    return topic


@pytest.mark.parametrize("policy", [True, False], ids=["with-policy", "without-policy"])
def test_nothing_typed_runs_on_any_page(staff, log_in, open_browser, settings, watch, policy):
    if not policy:
        settings.CONTENT_SECURITY_POLICY = None
    topics = [make_hostile(start) for start in STARTS]
    page = open_browser()
    page.set_default_timeout(60_000)  # milliseconds; with a hundred of everything the editing page is a heavy one
    page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: watch.faults.append(f"dialog: {dialog.message}"))
    log_in(page, staff("editor"))
    for topic in topics:
        for name in ("preview", "compare", "history", "change"):
            look(page, address(topic, name), policy)
        page.locator("#id_summary").scroll_into_view_if_needed()
        expect(page.locator("[data-preview]").first).to_be_visible()  # drawn by the script
        assert page.evaluate(PROVOKE) == NOTHING
        look(page, f"/symptoms/{topic.slug}/", policy)
    for path in ("/admin/topics/symptom/", "/admin/topics/edition/", "/symptoms/"):
        look(page, path, policy)
    assert not any(ELSEWHERE in fault for fault in watch.faults)


def look(page, path, policy):
    answered = page.goto(path)
    assert answered.status == 200
    assert ("content-security-policy" in answered.headers) == policy
    assert page.evaluate(PROVOKE) == NOTHING, path


@pytest.mark.parametrize("text", ["<img src=data:, onerror=window.__ran=1>", "<a href=javascript:x>x</a>"])
def test_what_does_run_is_noticed(open_browser, watch, text):
    page = open_browser()
    page.add_init_script(WATCH)
    page.route("**/shown", lambda route: route.fulfill(headers={"content-type": "text/html"}, body=text))
    page.goto("/shown")
    assert page.evaluate(PROVOKE) != NOTHING
    watch.faults.clear()
