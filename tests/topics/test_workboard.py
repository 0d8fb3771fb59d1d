"""The lists of the admin's first page: which pages, for whom, how many – for one page or a thousand at one price."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import Group

from tests.builders import (
    NOW,
    make_item,
    make_link,
    make_live,
    make_section,
    make_signed,
    make_topic,
    make_user,
)
from tests.topics.reviewed import make_reviewed
from topics.actions import reviewing
from topics.actions.flagging import flag, settle
from topics.actions.publishing import force_publish
from topics.models import Edition, Item, NeedsChange, ReReview, Section, SignOff, Topic, Waiver
from topics.workboard import LISTS, LONGEST, samples, topics_on, workboard
from topics.workflow import State

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def make_waiver(topic, by, **changes):
    ended = {"ended_by": by} if changes.get("ended_at") else {}
    plain = {"code": "red_flags", "key": "1", "fingerprint": "a" * 64, "finding": "Missing.", "reason": "Elsewhere."}
    return Waiver(topic=topic, by=by, at=NOW, **plain | ended | changes)


def on(heading, person) -> list[str]:
    """The names on the person's list with this heading."""
    found = [one for one in workboard(person, TODAY) if one.heading == heading]
    return [page.name for one in found for page in one.pages]


def details(heading, person) -> list[str]:
    return [page.detail for one in workboard(person, TODAY) if one.heading == heading for page in one.pages]


def test_a_reviewer_sees_what_waits_but_not_what_they_changed_themselves():
    reviewer, editor = make_user("clinician"), make_user("editor")
    for name, last in (("Theirs", editor), ("Mine", reviewer), ("Shipped", None)):
        make_topic(name=name, state=State.IN_REVIEW, last_changed_by=last)
    assert on("Waiting for review", reviewer) == ["Theirs", "Shipped"]
    assert on("Waiting for review", editor) == []


def test_what_was_sent_back_is_on_the_list_of_whom_it_concerns():
    me, colleague = make_user("editor"), make_user("editor")
    gone = make_user("editor", is_active=False)
    back = {"state": State.CHANGES_REQUESTED}
    make_topic(name="I own it", owner=me, last_changed_by=colleague, **back)
    make_topic(name="I wrote it", owner=colleague, last_changed_by=me, **back)
    make_topic(name="Nobody's", **back)
    make_topic(name="Of one who left", owner=gone, last_changed_by=gone, **back)
    make_topic(name="Theirs", owner=colleague, last_changed_by=colleague, **back)
    assert on("Sent back to you", me) == ["I own it", "I wrote it", "Nobody's", "Of one who left"]
    assert on("Sent back to you", make_user("clinician")) == []


def test_drafts_i_look_after_are_mine():
    me = make_user("editor")
    make_topic(name="Mine", owner=me)
    make_topic(name="Mine and ready", owner=me, state=State.SIGNED_OFF)
    make_topic(name="Theirs", owner=make_user("editor"))
    assert on("Drafts you look after", me) == ["Mine"]
    assert on("Signed off, ready to publish", me) == ["Mine and ready"]


def test_what_is_due_counts_from_the_last_review_by_a_clinician_the_most_urgent_first():
    editor = make_user("editor")
    days = {"Late": -40, "Just late": -1, "Today": 0, "In 60 days": 60, "In 61 days": 61}
    for name, distance in reversed(days.items()):
        make_reviewed(TODAY + timedelta(days=distance), name=name)
    assert on("Overdue for review", editor) == ["Late", "Just late"]
    assert on("Soon due for review", editor) == ["Today", "In 60 days"]
    assert details("Overdue for review", editor)[1] == "due on 24 Nov 2026"


def test_an_old_edition_or_a_signature_over_a_draft_is_not_due():
    topic = make_reviewed(TODAY - timedelta(days=1))
    Topic.objects.filter(pk=topic.pk).update(live_edition=None, live_slug=None, state="withdrawn")
    make_signed()
    assert on("Overdue for review", make_user("editor")) == []


def test_wishes_stand_there_with_their_reason_until_they_are_settled():
    editor, receptionist = make_user("editor"), make_user("receptionist")
    row = flag(topic=make_live(name="Back pain"), reason="Says 3 weeks twice.", by=receptionist, now=NOW)
    assert on("Needs changing", editor) == ["Back pain"]
    assert "Says 3 weeks twice." in details("Needs changing", editor)[0]
    settle(row=row, answer="Once now.", by=editor, now=NOW)
    assert on("Needs changing", editor) == []


def test_pages_to_look_at_again_say_which_sentence():
    places = [{"section": "", "heading": "", "text": text, "how": "words"} for text in ("It is worn.", "More.")]
    page, cause = make_live(name="Back pain"), make_live(name="Sciatica")
    ReReview.objects.create(page=page, cause=cause, why="changed", passages=places, at=NOW)
    reviewer = make_user("clinician")
    assert on("To look at again", reviewer) == ["Back pain"]
    assert details("To look at again", reviewer) == ["“Sciatica” has changed: “It is worn.” and 1 more"]


def test_what_was_published_without_a_signature_alarms_until_a_clinician_signs():
    boss, reviewer = make_user("admin"), make_user("clinician")
    edition = force_publish(topic=make_topic(name="In haste"), by=boss, now=NOW, reason="A wrong number.")
    (found,) = [one for one in workboard(reviewer, TODAY) if one.alarming]
    assert [(page.name, page.detail) for page in found.pages] == [("In haste", "A wrong number.")]
    reviewing.sign_afterwards(topic=edition.topic, sha256=edition.sha256, by=reviewer, now=NOW)
    assert not any(one.alarming for one in workboard(reviewer, TODAY))


def test_lines_nobody_has_decided_on_are_counted_by_page():
    one, two = make_topic(name="One"), make_live(name="Two")
    for topic, lines in ((one, 1), (two, 3)):
        section = make_section(topic)
        for _ in range(lines):
            make_item(section)
        make_item(section, unlinked_reason="a habit")
        make_link(topic, one if topic == two else two)
    retired = make_topic(state=State.RETIRED)
    make_item(make_section(retired))
    editor = make_user("editor")
    assert on("Lines to decide on", editor) == ["Two", "One"]
    assert details("Lines to decide on", editor) == ["3 lines to decide, and readers see the page", "1 line to decide"]


def test_what_a_reviewer_let_pass_is_listed_with_the_latest_reason():
    topic, reviewer = make_topic(name="Lower back cramps"), make_user("clinician")
    for key, reason, ended in (("1", "Said in the text.", None), ("2", "Not for adults.", None), ("3", "Old.", NOW)):
        make_waiver(topic, reviewer, key=key, reason=reason, ended_at=ended).save()
    assert on("Let pass by a reviewer", reviewer) == on("Let pass by a reviewer", make_user("editor")) == [topic.name]
    assert details("Let pass by a reviewer", reviewer) == ["“Not for adults.” and 1 more"]


def test_samples_are_told_by_their_number_only():
    editor = make_user("editor")
    make_live(), make_live(), make_reviewed(TODAY + timedelta(days=500))
    assert samples(editor, TODAY).count() == 2
    assert workboard(editor, TODAY) == []


@pytest.mark.parametrize("role", ["receptionist", "lead", ""])
def test_who_does_not_work_on_pages_has_no_list(role):
    make_topic(state=State.IN_REVIEW)
    make_topic(state=State.CHANGES_REQUESTED)
    assert workboard(make_user(role), TODAY) == []


def test_a_long_list_shows_its_first_pages_and_how_many_there_are():
    Topic.objects.bulk_create(
        Topic(kind="condition", name=f"Page {n:02}", slug=f"page-{n}", state=State.SIGNED_OFF)
        for n in range(LONGEST + 3)
    )
    editor = make_user("editor")
    (found,) = workboard(editor, TODAY)
    assert (len(found.pages), found.total) == (LONGEST, LONGEST + 3)
    assert found.all_url == "/admin/topics/topic/?work=ready"
    assert topics_on("ready", editor, TODAY).count() == LONGEST + 3
    assert topics_on("wishes", editor, TODAY) is None and topics_on("nonsense", editor, TODAY) is None


# --- a thousand articles ---------------------------------------------------------------------------------------------


def make_a_thousand(person) -> None:
    """A thousand live pages, many of them on each list."""
    states = [State.LIVE, State.IN_REVIEW, State.CHANGES_REQUESTED, State.SIGNED_OFF, State.DRAFT]
    topics = Topic.objects.bulk_create(
        Topic(kind="symptom", name=f"Page {n}", slug=f"page-{n}", owner=person if n % 2 else None) for n in range(1000)
    )
    signatures = SignOff.objects.bulk_create(
        SignOff(
            topic=topic,
            sha256="a" * 64,
            reviewer=person,
            reviewer_name="Dr Sample",
            signed_at=NOW - timedelta(days=4000),
            signed_on=TODAY - timedelta(days=4000),
            next_review_on=TODAY + timedelta(days=n % 200 - 100),
        )
        for n, topic in enumerate(topics)
    )
    editions = Edition.objects.bulk_create(
        Edition(
            topic=topic,
            number=1,
            document={},
            sha256="a" * 64,
            kind="symptom",
            slug=topic.slug,
            name=topic.name,
            published_at=NOW,
            sign_off=signatures[n] if n % 3 else None,
            forced_reason="" if n % 3 or n % 2 else "It could not wait.",
        )
        for n, topic in enumerate(topics)
    )
    for n, topic in enumerate(topics):
        topic.live_edition, topic.live_slug, topic.state = editions[n], topic.slug, states[n % len(states)]
    Topic.objects.bulk_update(topics, ["live_edition", "live_slug", "state"])
    sections = Section.objects.bulk_create(Section(topic=topic, kind="causes", heading="Causes") for topic in topics)
    Item.objects.bulk_create(Item(section=section, label="Undecided") for section in sections)
    NeedsChange.objects.bulk_create(NeedsChange(topic=topic, reason="Mend it.", by=person, at=NOW) for topic in topics)
    ReReview.objects.bulk_create(
        ReReview(page=page, cause=cause, why="changed", passages=[{"text": "It is worn."}], at=NOW)
        for page, cause in pairwise(topics)
    )
    Waiver.objects.bulk_create(make_waiver(topic, person) for topic in topics)


def test_a_thousand_articles_cost_one_query_a_list_and_the_page_as_many_as_one(client, django_assert_num_queries):
    person = make_user("superuser")
    person.groups.set(Group.objects.all())
    make_a_thousand(make_user("clinician"))
    Topic.objects.filter(name="Page 4").update(owner=person)
    with django_assert_num_queries(1 + len(LISTS)):
        lists = workboard(person, TODAY)
    assert len(lists) == len(LISTS), "something is on every list"
    assert min(one.total for one in lists if one.heading != "Drafts you look after") > LONGEST
    client.force_login(person)
    with django_assert_num_queries(19):
        page = client.get("/admin/").content.decode()
    assert "All 1000" in page and "167 live pages are samples" in page


def test_every_list_whole_opens_with_a_set_number_of_queries(client, django_assert_max_num_queries):
    person = make_user("superuser")
    make_a_thousand(person)
    client.force_login(person)
    addresses = [f"topic/?work={code}" for code, spec in LISTS.items() if spec.list_name == "topics_topic"]
    for address in (*addresses, "topic/?work=samples", "needschange/", "rereview/"):
        with django_assert_max_num_queries(10):
            response = client.get(f"/admin/topics/{address}")
        assert response.status_code == 200, address
