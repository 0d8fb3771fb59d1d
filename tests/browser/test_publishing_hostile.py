"""Hundreds of hostile texts in the texts of an article, in Chromium: nothing runs, and nothing offends our policy.

Each text stands in some field of each part of a page; that none of them leaves any field is shown without a browser
(tests/topics/test_hostile_texts.py).

Each page is opened with its content security policy turned into one that only reports. So whatever our escaping let
through would run, as it would without any policy; and whatever the policy would have stopped is told by the browser.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.publishing_pages import address
from tests.builders import NOW, make_live, make_topic
from tests.topics.hostile import ELSEWHERE, STRINGS, in_turn
from topics.actions.publishing import publish
from topics.kinds import SectionKind, TopicKind, Urgency
from topics.models import CareCard, Item, OtherName, Section, Source, Topic, TopicCode, TopicEvent

pytestmark = pytest.mark.sqlite_only  # pages are drawn alike from any database: once is enough

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
POLICY, ONLY_REPORTED = "content-security-policy", "content-security-policy-report-only"
SENT = {"content-encoding", "content-length", "transfer-encoding", "connection"}  # of the answer, not of the page
NOTHING = {"ran": 0, "handlers": [], "addresses": [], "foreign": 0}


def make_hostile(start: int) -> Topic:
    """A live article whose parts hold a hundred of the texts, in turn, and whose draft holds others since."""
    texts = [text for text, _number in zip(in_turn(start), range(BATCH), strict=False)]
    other = make_live(
        kind=TopicKind.SPECIALTY, name=texts[0], plain_name=texts[1], description=texts[2], slug=f"s{start}"
    )
    page = {name: texts[number] for number, name in enumerate(("name", "plain_name", "title", "description"))}
    topic = make_topic(kind=TopicKind.SYMPTOM, slug=f"hostile-{start}", summary="\n\n".join(texts), **page)
    fours = list(enumerate(zip(*[iter(texts)] * 4, strict=True)))
    sections = Section.objects.bulk_create(
        Section(topic=topic, kind=SectionKind.WHO_TO_SEE, heading=a, body=b, list_intro=c, position=number)
        for number, (a, b, c, _d) in fours
    )
    Item.objects.bulk_create(
        Item(section=section, label=d, topic=other if number % 2 else None, unlinked_reason="" if number % 2 else a)
        for section, (number, (a, _b, _c, d)) in zip(sections, fours, strict=True)
    )
    CareCard.objects.bulk_create(
        CareCard(topic=topic, urgency=Urgency.URGENT, heading=d, points=f"{a}\n{b}", action=c, position=number)
        for number, (a, b, c, d) in fours
    )
    Source.objects.bulk_create(
        Source(topic=topic, title=c, publisher=d, url=f"javascript:{a}"[:400], date=b[:10], position=number)
        for number, (a, b, c, d) in fours
    )
    OtherName.objects.bulk_create(OtherName(topic=topic, name=text) for text in dict.fromkeys(texts[::4]))
    TopicCode.objects.bulk_create(
        TopicCode(topic=topic, system="s", code=str(number), version=c[:40], display=b)
        for number, (_a, b, c, _d) in fours
    )
    publish(topic=topic, by=None, now=NOW, change_note=texts[3])
    topic.refresh_from_db()
    event = topic.events.get()
    TopicEvent.objects.bulk_create(
        TopicEvent(topic=topic, at=NOW, step=event.step, after=event.after, role=event.role, sha256="0" * 64, note=text)
        for text in texts
    )
    Section.objects.filter(topic=topic, position__lt=len(fours) // 2).update(body=texts[4], heading=texts[5])
    return topic


@pytest.mark.parametrize("start", STARTS)
def test_nothing_typed_runs_or_offends_the_policy_on_any_page(staff, log_in, open_browser, watch, start):
    topic = make_hostile(start)
    page = open_browser()
    page.set_default_timeout(60_000)  # milliseconds; the editing page is a heavy one
    page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: watch.faults.append(f"dialog: {dialog.message}"))
    log_in(page, staff("editor"))
    for name in ("preview", "compare", "history"):
        look(page, address(topic, name))
    look(page, address(topic, "change"), after=see_the_live_preview)
    for path in (f"/symptoms/{topic.slug}/", "/admin/topics/symptom/", "/admin/topics/edition/", "/symptoms/"):
        look(page, path)
    assert not any(ELSEWHERE in fault for fault in watch.faults)


def look(page, path, after=None):
    """Opens the page with a policy that stops nothing and reports everything: nothing runs, nothing is reported."""
    page.route(f"**{path}", only_report)
    shown = page.goto(path)
    assert shown.status == 200
    assert ONLY_REPORTED in shown.headers and POLICY not in shown.headers
    assert page.evaluate(PROVOKE) == NOTHING, path
    if after:
        after(page)
        assert page.evaluate(PROVOKE) == NOTHING, path
    page.unroute(f"**{path}")


def only_report(route):
    """Answers as the portal does, but for the name under which its policy is sent."""
    answered = route.fetch(timeout=60_000)  # milliseconds
    headers = {name: value for name, value in answered.headers.items() if name not in SENT}
    headers[ONLY_REPORTED] = headers.pop(POLICY)
    route.fulfill(status=answered.status, headers=headers, body=answered.body())


def see_the_live_preview(page):
    """The preview beside the main text, which the script fetches when it comes into view."""
    page.locator("#id_summary").scroll_into_view_if_needed()
    expect(page.locator("[data-preview]").first).to_be_visible(timeout=60_000)  # milliseconds, as above


@pytest.mark.parametrize("text", ["<img src=data:, onerror=window.__ran=1>", "<a href=javascript:x>x</a>"])
def test_what_does_run_is_noticed(open_browser, watch, text):
    page = open_browser()
    page.add_init_script(WATCH)
    page.route("**/shown", lambda route: route.fulfill(headers={"content-type": "text/html"}, body=text))
    page.goto("/shown")
    assert page.evaluate(PROVOKE) != NOTHING
    watch.faults.clear()


def test_what_a_policy_would_have_stopped_is_reported(open_browser, watch):
    page = open_browser()
    headers = {"content-type": "text/html", ONLY_REPORTED: "style-src 'self'"}
    page.route("**/shown", lambda route: route.fulfill(headers=headers, body="<p style='color: red'>x</p>"))
    page.goto("/shown")
    assert page.evaluate(PROVOKE)["handlers"] == ["P style"]
    assert any("policy violated: style-src" in fault for fault in watch.faults)
    watch.faults.clear()
