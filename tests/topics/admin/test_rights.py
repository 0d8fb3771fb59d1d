"""Who may open and send what on the pages about a topic: every address of the admin, every role, every method."""

import re

import pytest
from django.test import Client

from portal.roles import ROLES
from tests.builders import NOW, make_live, make_topic, make_user
from tests.house.addresses import every_address
from tests.house.asking import status_for
from topics.actions import reviewing
from topics.compose import compose
from topics.models import Topic, TopicEvent
from topics.workflow import Step

pytestmark = pytest.mark.django_db

READERS, WRITERS, REVIEWERS, ADMINS = {"editor", "clinician", "admin"}, {"editor", "admin"}, {"clinician"}, {"admin"}
EVERYBODY = {role.slug for role in ROLES}
KINDS = ("symptom", "condition", "medicaltest", "specialty")

# page -> (who gets an answer to GET, who to POST); everybody else gets 403. EVERYBODY: refused alike, with 405.
PAGES = {
    "changelist": (READERS, READERS),
    "add": (WRITERS, WRITERS),
    "change": (READERS, READERS),  # what may be saved in which state is the workflow's to say
    "delete": (ADMINS, ADMINS),
    "history": (READERS, EVERYBODY),
    "markdown": (EVERYBODY, READERS),
    "preview_new": (EVERYBODY, WRITERS),
    "preview": (READERS, EVERYBODY),
    "unsaved": (EVERYBODY, READERS),
    "edition": (READERS, EVERYBODY),
    "restore": (WRITERS, WRITERS),
    "bring_back": (WRITERS, WRITERS),
    "compare": (READERS, EVERYBODY),
    "export": (READERS, EVERYBODY),
    "share": (EVERYBODY, READERS),
    "uses": (READERS, EVERYBODY),
    "presence": (EVERYBODY, READERS),
    "waive": (REVIEWERS, REVIEWERS),
    "unwaive": (EVERYBODY, REVIEWERS),
}
STEPS = {
    Step.SUBMIT: WRITERS,
    Step.TAKE_BACK: WRITERS,
    Step.REQUEST_CHANGES: REVIEWERS,
    Step.SIGN_OFF: REVIEWERS,
    Step.SIGN_AFTERWARDS: REVIEWERS,
    Step.PUBLISH: READERS,
    Step.FORCE_PUBLISH: ADMINS,
    Step.WITHDRAW: REVIEWERS | ADMINS,
    Step.RENAME: WRITERS,
    Step.HAND_OVER: READERS,
    Step.MERGE: REVIEWERS | ADMINS,
    Step.RETIRE: REVIEWERS | ADMINS,
    Step.REINSTATE: REVIEWERS | ADMINS,
}
WHOLE = "condition"  # of which every page and step is tried; of the others those that ask for a right of their model
BY_MODEL = {"changelist", "add", "change", "delete"}
NAME = re.compile(rf"admin:topics_({'|'.join(KINDS)})_(\w+)")


def pages_about_topics():
    """Every address of the four kinds, from the URL configuration: (kind, page, address)."""
    for address in every_address():
        if found := NAME.fullmatch(address.name):
            yield found[1], found[2], address


def tried():
    return [row for row in pages_about_topics() if row[0] == WHOLE or row[1] in BY_MODEL]


@pytest.fixture
def topics(db):
    """A live page of each kind, with a draft beside it that nobody has published."""
    kinds = {"symptom": "symptom", "condition": "condition", "medicaltest": "test", "specialty": "specialty"}
    made = {kind: (make_live(kind=value), make_topic(kind=value)) for kind, value in kinds.items()}
    for live, _draft in made.values():  # as if its first step had put another draft in the place of this one
        TopicEvent.objects.filter(topic=live).update(replaced=compose(live).to_json())
    return made


def event_of(topic) -> int:
    return TopicEvent.objects.filter(topic=topic).first().pk


@pytest.fixture
def people(db):
    """A member of staff of each role."""
    return {role.slug: make_user(role.slug) for role in ROLES}


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_every_page_about_a_topic_is_on_the_table():
    found = {page for _kind, page, _address in pages_about_topics()}
    assert found - {"step"} == set(PAGES)


def faults_of(people, method: str, path: str, allowed: set[str]) -> list[str]:
    """The roles that are refused although they are allowed, and those that are not refused although they are not."""
    faults = []
    for role, person in people.items():
        status = status_for(person, path, method)
        if (status == 403) == (role in allowed) or (allowed is EVERYBODY and status != 405):
            faults.append(f"{role} {method.upper()} {path}: {status}")
    return faults


def test_each_role_sees_the_pages_of_the_table_and_no_others_and_looking_moves_nothing(topics, people):
    rows = Topic.objects.order_by("pk").values_list("pk", "state", "version", "live_edition")
    before, events, faults = list(rows), TopicEvent.objects.count(), []
    for kind, page, address in tried():
        live, draft = topics[kind]
        values = {"object_id": (draft if page == "delete" else live).pk, "number": 1, "event_id": event_of(live)}
        if page == "step":
            for step, allowed in STEPS.items():
                faults += faults_of(people, "get", address.filled(values | {"step": step.value}), allowed)
        else:
            faults += faults_of(people, "get", address.filled(values), PAGES[page][0])
    assert faults == []
    assert list(rows.all()) == before
    assert TopicEvent.objects.count() == events


def test_each_role_may_send_the_pages_and_steps_of_the_table_and_no_others(topics, people):
    faults = []
    for kind, page, address in tried():
        live, _draft = topics[kind]
        values = {"object_id": live.pk, "number": 1, "event_id": event_of(live)}
        if page == "step":
            for step, allowed in STEPS.items():
                faults += faults_of(people, "post", address.filled(values | {"step": step.value}), allowed)
        elif page != "delete":  # the question is enough here; the answer would take the page away
            faults += faults_of(people, "post", address.filled(values), PAGES[page][1])
    assert faults == []


def test_who_is_refused_gets_the_page_that_says_so(topics, people):
    live, _draft = topics["condition"]
    address = f"/admin/topics/condition/{live.pk}/change/"
    assert logged_in(people["editor"]).get(address).status_code == 200
    refused = logged_in(people["receptionist"]).get(address)
    assert (refused.status_code, "no-store" in refused.headers["Cache-Control"]) == (403, True)


def test_an_unknown_step_or_page_is_not_found(topics, people):
    live, _draft = topics["condition"]
    admin = logged_in(people["admin"])
    for path in (f"{live.pk}/step/edit/", f"{live.pk}/step/explode/", "999999/change/", f"{live.pk}/editions/99/"):
        assert admin.get(f"/admin/topics/condition/{path}").status_code == 404, path


def test_a_topic_is_only_found_under_its_own_kind(topics, people):
    symptom, _draft = topics["symptom"]
    editor = logged_in(people["editor"])
    for page in ("change", "preview", "history", "compare", "step/submit"):
        assert editor.get(f"/admin/topics/condition/{symptom.pk}/{page}/").status_code == 404


def test_what_readers_have_seen_cannot_be_deleted_by_anybody(topics, people):
    live, _draft = topics["condition"]
    for person in (people["admin"], make_user("superuser")):
        assert logged_in(person).post(f"/admin/topics/condition/{live.pk}/delete/", {"post": "yes"}).status_code == 409
    assert Topic.objects.filter(pk=live.pk).exists()


def test_a_deactivated_reviewer_has_no_role_left():
    editor, clinician = make_user("editor"), make_user("clinician", is_active=False)
    topic = reviewing.submit(topic=make_topic(), by=editor, now=NOW)
    with pytest.raises(reviewing.ActionRefused):
        reviewing.request_changes(topic=topic, by=clinician, now=NOW, note="x")
