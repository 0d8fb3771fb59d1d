"""The steps of the workflow over HTTP: each asks what it needs, says what is wrong, and moves the page."""

import pytest
from django.test import Client

from tests.builders import confirmed, make_contribution, make_live, make_ready, make_signed, make_topic, make_user
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from tests.topics.rows import stored
from topics.compose import compose
from topics.models import Edition, Topic
from topics.workflow import State

pytestmark = pytest.mark.django_db
KINDS = {"symptom": "symptom", "condition": "condition", "medicaltest": "test", "specialty": "specialty"}


@pytest.fixture
def people():
    """A client for each role."""
    made = {role: Client() for role in ("editor", "clinician", "admin")}
    for role, client in made.items():
        client.force_login(make_user(role))
    return made


def address(topic, step, model="condition") -> str:
    return f"/admin/topics/{model}/{topic.pk}/step/{step}/"


def state(topic) -> str:
    return Topic.objects.get(pk=topic.pk).state


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_page_goes_from_draft_to_live_and_is_withdrawn(people):
    model = "symptom"
    topic = make_ready(make_topic(kind=model, name="The page"))
    assert people["editor"].post(address(topic, "submit", model), {"note": "Please."}).status_code == 302
    assert state(topic) == State.IN_REVIEW
    people["clinician"].post(address(topic, "request_changes", model), {"note": "Say more."})
    assert state(topic) == State.CHANGES_REQUESTED
    people["editor"].post(address(topic, "submit", model))
    people["editor"].post(address(topic, "take_back", model))
    assert state(topic) == State.DRAFT
    people["editor"].post(address(topic, "submit", model))
    signature = {"sha256": compose(topic).sha256, "read": "on", "signs": confirmed(topic)}
    people["clinician"].post(address(topic, "sign_off", model), signature)
    assert state(topic) == State.SIGNED_OFF
    response = people["editor"].post(address(topic, "publish", model), {"significance": "minor"}, follow=True)
    assert said(response)[-1] == "“The page” is “live” now."
    assert Client().get(Topic.objects.get(pk=topic.pk).get_absolute_url()).status_code == 200
    withdrawn = {"reason": "error", "public_note": "It was wrong."}
    people["clinician"].post(address(topic, "withdraw", model), withdrawn)
    assert state(topic) == State.WITHDRAWN


@pytest.mark.parametrize("model", ["condition", "medicaltest", "specialty"])
def test_a_page_of_each_other_kind_is_published(people, model):
    topic = make_signed(kind=KINDS[model])
    people["editor"].post(address(topic, "publish", model), {"significance": "minor"})
    assert Client().get(Topic.objects.get(pk=topic.pk).get_absolute_url()).status_code == 200


def test_what_a_step_on_a_draft_in_review_needs_is_said_and_nothing_is_stored(people):
    topic, read = make_topic(state=State.IN_REVIEW), {"sha256": "0" * 64, "read": "on"}
    wanted = "Say what should be changed, so that the editor can do it."
    refused(people["clinician"], topic, "request_changes", {"note": " "}, wanted)
    unread = "Tick the box when you have read the page."
    refused(people["clinician"], topic, "sign_off", {"sha256": "0" * 64}, unread)
    refused(people["clinician"], topic, "sign_off", read, "The text has changed since you opened it.")
    refused(people["admin"], topic, "force_publish", {"reason": ""}, "Say why this cannot wait.")


def test_what_publishing_needs_is_said_and_nothing_is_stored(people):
    topic = make_signed()
    for answers, complaint in (
        ({}, "Choose whether readers need to know."),
        ({"significance": "major"}, "Say in one sentence what has changed."),
        ({"significance": "perhaps"}, "Select a valid choice."),
    ):
        refused(people["editor"], topic, "publish", answers, complaint)


def test_what_withdrawing_needs_is_said_and_nothing_is_stored(people):
    topic = make_live()
    for answers, complaint in (
        ({}, "Choose why the page is withdrawn."),
        ({"reason": "error"}, "Write what readers are told."),
        ({"reason": "outdated"}, "Write what readers are told."),
        ({"reason": "merged"}, "Choose the page that says it now."),
        ({"reason": "merged", "redirect_to": "999999"}, "Select a valid choice."),
    ):
        refused(people["clinician"], topic, "withdraw", answers, complaint)


def test_an_address_at_which_another_page_is_live_is_said_when_publishing(people):
    holder = make_live(slug="sciatica")
    Topic.objects.filter(pk=holder.pk).update(slug="sciatica-pain")
    refused(
        people["editor"],
        make_signed(slug="sciatica"),
        "publish",
        {"significance": "minor"},
        "Another live page answers at “sciatica”. Give this one another address.",
    )


def test_a_page_that_moved_on_meanwhile_says_so_and_leads_back(people):
    topic = make_topic()
    response = people["editor"].post(address(topic, "publish"), {"significance": "minor"}, follow=True)
    assert said(response) == [f"“{topic.name}” is “draft” now: this step is not possible."]
    assert not Edition.objects.exists()


def refused(client, topic, step, answers, complaint):
    before = stored()
    response = client.post(address(topic, step), answers)
    assert response.status_code == 200
    assert complaint in text(page_of(response).root)
    assert stored() == before


def test_a_signature_is_not_offered_to_whom_it_is_refused_and_the_reason_stands_beside_it(people):
    topic = make_ready(make_topic(name="The page", summary="Short."))
    people["editor"].post(address(topic, "submit"))
    author, own = make_user("clinician"), Client()
    make_contribution(topic, author)
    own.force_login(author)
    change = f"/admin/topics/condition/{topic.pk}/change/"
    reason = "Sign off: Words of yours stand in “in short”, and nobody has signed them yet: somebody else has to."
    page = page_of(own.get(change)).root
    assert reason in text(page)
    assert address(topic, "sign_off") not in own.get(change).content.decode()
    response = own.post(address(topic, "sign_off"), {"sha256": compose(topic).sha256, "read": "on"}, follow=True)
    assert said(response) == [reason.removeprefix("Sign off: ")]
    assert state(topic) == State.IN_REVIEW
    page = people["clinician"].get(change)
    assert address(topic, "sign_off") in page.content.decode() and "Words of yours" not in text(page_of(page).root)
