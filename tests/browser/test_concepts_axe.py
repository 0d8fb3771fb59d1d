"""The editors' first page with something on every list, and the pages about concepts: sound for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.publishing_pages import address
from tests.builders import make_item, make_link, make_live, make_ready, make_section, make_topic, make_user
from topics.actions.change_requests import file_change_request
from topics.actions.publishing import force_publish, publish
from topics.models import Edition, NeedsChange, ReReview, SignOff, Topic
from topics.workflow import State

NARROWEST = {"viewport": {"width": 320, "height": 800}}


@pytest.fixture
def person(db):
    """Somebody who is everything, with something on each of their lists. Gives them and a topic that is used."""
    someone, colleague, now = make_user("superuser"), make_user("editor"), timezone.now()
    for role in ("clinician", "editor"):
        someone.groups.add(*make_user(role).groups.all())
    sciatica = make_live(name="Sciatica", slug="sciatica")
    article = make_topic(kind="symptom", name="Lower back cramps", owner=someone)
    make_link(article, sciatica, kind="possible_conditions", label="Sciatica, a pain that runs down the leg")
    make_live(article)
    publish(topic=_reworded(sciatica), by=None, now=now, significance="major", change_note="It is treated otherwise.")
    signature = SignOff.objects.create(
        topic=article,
        sha256="a" * 64,
        reviewer=colleague,
        reviewer_name="Dr Sample",
        signed_at=now - timedelta(days=800),
        signed_on=now.date() - timedelta(days=800),
        next_review_on=now.date() - timedelta(days=70),
    )
    Edition.objects.filter(topic=article).update(sign_off=signature)
    soon = make_live(name="Herniated disc")
    other = SignOff(**{name: getattr(signature, name) for name in ("sha256", "reviewer", "reviewer_name", "signed_at")})
    other.topic, other.signed_on, other.next_review_on = soon, signature.signed_on, now.date() + timedelta(days=20)
    other.save()
    Edition.objects.filter(topic=soon).update(sign_off=other)
    force_publish(
        topic=make_ready(make_topic(name="MRI scan", kind="test")), by=someone, now=now, reason="The number was wrong."
    )
    for state in (State.IN_REVIEW, State.CHANGES_REQUESTED, State.SIGNED_OFF):
        for number in range(3):
            make_topic(name=f"Page {number}, {state.label}", state=state, last_changed_by=colleague)
    draft = make_topic(name="A draft of mine", owner=someone)
    make_item(make_section(draft, kind="causes"), label="Undecided")
    make_link(draft, sciatica)
    file_change_request(
        topic=article, reason="Patients take “cramps” for a stroke and call us at night.", by=colleague, now=now
    )
    return someone, Topic.objects.get(pk=sciatica.pk)


def _reworded(topic):
    topic.summary = "Something else."
    topic.save()
    return topic


def pages(topic) -> list[str]:
    return [
        "/admin/",
        address(topic, "uses"),
        address(topic, "step/merge"),
        address(topic, "step/retire"),
        address(topic, "step/rename"),
        address(topic, "delete"),
        "/admin/topics/needschange/flag/",
        f"/admin/topics/needschange/{NeedsChange.objects.get().pk}/settle/",
        f"/admin/topics/rereview/{ReReview.objects.get().pk}/look/",
        "/admin/topics/topic/?work=overdue",
    ]


def test_the_first_page_and_the_pages_about_concepts_are_sound(person, open_browser, log_in, axe):
    someone, topic = person
    narrow, dark = open_browser("phone", **NARROWEST), open_browser("desktop", "dark")
    for page in (narrow, dark):
        log_in(page, someone)
    for path in pages(topic):
        narrow.goto(path)
        axe(narrow)
        overflow = narrow.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0 or path.startswith("/admin/topics/topic/"), path
        dark.goto(path)
        axe(dark, colours_only=True)
