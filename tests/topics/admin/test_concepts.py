"""A page as a concept, over HTTP: where it is used, and the steps it takes, each refused with the list of uses."""

import pytest

from tests.appointments.builders import make_request, make_service
from tests.builders import NOW, make_link, make_live, make_practitioner, make_section, make_topic, make_user
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from tests.snapshots import once
from tests.topics.rows import stored
from topics.actions.reviewing import submit
from topics.models import ReReview, Topic
from topics.workflow import State

pytestmark = pytest.mark.django_db


def at(topic, page="uses", model="condition") -> str:
    return f"/admin/topics/{model}/{topic.pk}/{page}/"


def again(topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def used(db):
    """A live condition that a draft, two live pages and a merged concept's readers lead to."""
    return once("a concept in use", make_used)


def make_used() -> Topic:
    topic = make_live(name="Sciatica", slug="sciatica")
    article = make_topic(kind="symptom", name="Back pain")
    make_link(article, topic, kind="possible_conditions", label="Nerve pain in the leg")
    make_live(article)
    linking = make_topic(kind="symptom", name="Leg pain")
    make_section(linking, heading="About", body="It is [this](/conditions/sciatica/).")
    make_live(linking)
    for name in ("First draft", "Second draft"):
        make_link(make_topic(kind="symptom", name=name), topic, label=f"Line of the {name.lower()}")
    make_topic(name="Old name", state=State.MERGED, merged_into=topic)
    return topic


USES = [
    "Nerve pain in the leg",
    "It is [this](/conditions/sciatica/).",
    "Line of the first draft",
    "Line of the second draft",
    "Old name",
]


def shows_uses(response) -> list[str]:
    page = text(page_of(response).query_one("#content"))
    return [words for words in USES if words not in page]


@pytest.mark.parametrize("role", ["editor", "clinician", "admin"])
def test_where_a_topic_is_used_is_a_page_beside_its_history(client, log_in, used, role):
    log_in(role)
    assert at(used) in client.get(at(used, "history")).content.decode()
    assert shows_uses(client.get(at(used))) == []


@pytest.mark.parametrize("model", ["symptom", "condition", "medicaltest", "specialty"])
def test_each_kind_has_it_and_says_when_nothing_uses_it(client, log_in, model):
    log_in("editor")
    kind = {"medicaltest": "test"}.get(model, model)
    assert "Nothing names it." in client.get(at(make_topic(kind=kind), model=model)).content.decode()


def test_it_costs_a_set_number_of_queries_however_much_uses_it(client, log_in, used, django_assert_num_queries):
    log_in("editor")
    with django_assert_num_queries(23):
        client.get(at(used))
    for number in range(5):
        page = make_topic(kind="symptom", name=f"Page {number}")
        make_link(page, used)
        make_live(page)
    with django_assert_num_queries(23):
        client.get(at(used))


def test_what_other_apps_hold_is_counted_and_no_patient_is_named(client, log_in):
    service = make_service()
    make_practitioner(service.specialty, name="Dr Canary")
    article = make_live(kind="symptom")
    make_request(service, edition=article.live_edition, patient_name="Canaryname")
    log_in("admin")
    specialist = client.get(at(service.specialty, model="specialty")).content.decode()
    assert (
        "1 service patients can ask for (specialist)" in specialist and "1 practitioner (specialist for)" in specialist
    )
    requests = client.get(at(article, model="symptom")).content.decode()
    assert "1 appointment request (came from)" in requests
    assert "Canary" not in specialist + requests


def test_the_steps_as_a_concept_are_offered_to_those_who_may_take_them(client, log_in, used):
    labels = {
        "editor": ["Rename", "Give to somebody"],
        "clinician": ["Give to somebody", "Retire", "Merge into another"],
        "admin": ["Rename", "Give to somebody", "Retire", "Merge into another"],
    }
    for role, expected in labels.items():
        log_in(role)
        links = page_of(client.get(at(used))).query(".concept .topic-steps a")
        assert [text(link) for link in links if text(link) not in {"Delete", "Say what should be changed"}] == expected


def test_a_concept_is_renamed(client, log_in, used):
    log_in("editor")
    assert client.post(at(used, "step/rename"), {"name": " ", "slug": "sciatica"}).status_code == 200
    response = client.post(at(used, "step/rename"), {"name": "Sciatic pain", "slug": ""}, follow=True)
    assert response.redirect_chain == [(at(used), 302)]
    assert (again(used).name, again(used).slug) == ("Sciatic pain", "sciatica")


def test_a_page_is_given_to_somebody_who_works_on_pages(client, log_in, used):
    log_in("editor")
    reviewer, receptionist = make_user("clinician"), make_user("receptionist")
    client.post(at(used, "step/hand_over"), {"owner": receptionist.pk})
    assert again(used).owner is None
    client.post(at(used, "step/hand_over"), {"owner": reviewer.pk})
    assert again(used).owner == reviewer


def test_before_a_merge_one_sees_what_will_lead_elsewhere(client, log_in, used):
    into = make_live(name="Sciatic pain")
    make_live(kind="test", name="Other kind")
    log_in("clinician")
    page = client.get(at(used, "step/merge"))
    assert shows_uses(page) == []
    assert [text(option) for option in page_of(page).query("select[name=into] option")][1:] == ["Sciatic pain"]
    before = stored()
    client.post(at(used, "step/merge"), {"into": into.pk})
    assert stored() == before, "not before the box is ticked"
    client.post(at(used, "step/merge"), {"into": into.pk, "seen": "on"})
    assert again(used).merged_into == into
    assert "Merged into" in client.get(at(used)).content.decode()


def test_a_merge_is_refused_with_the_drafts_in_review_and_the_list_of_uses(client, log_in, used):
    submit(topic=Topic.objects.get(name="First draft"), by=make_user("editor"), now=NOW)
    into = make_live()
    log_in("admin")
    before = stored()
    response = client.post(at(used, "step/merge"), {"into": into.pk, "seen": "on"})
    assert "In review now: “First draft”" in response.content.decode()
    assert shows_uses(response) == [] and stored() == before


def test_a_concept_is_retired_once_each_live_page_that_links_to_it_is_accepted(client, log_in, used):
    log_in("clinician")
    pages = list(Topic.objects.filter(name__in=["Back pain", "Leg pain"]).order_by("name").values_list("pk", flat=True))
    note = {"public_note": "No longer taught."}
    before = stored()
    response = client.post(at(used, "step/retire"), note | {"accepted": pages[:1]})
    assert "These live pages link to it: “Leg pain”." in response.content.decode()
    assert shows_uses(response) == [] and stored() == before
    client.post(at(used, "step/retire"), note | {"accepted": pages})
    assert again(used).state == State.RETIRED and ReReview.objects.count() == 2
    client.post(at(used, "step/reinstate"))
    assert again(used).state == State.DRAFT


def test_the_text_of_what_is_merged_or_retired_is_shown_and_locked(client, log_in, used):
    log_in("admin")
    for topic in (Topic.objects.get(name="Old name"), make_topic(state=State.RETIRED)):
        page = client.get(at(topic, "change")).content.decode()
        assert f"This page is “{topic.state}”" in page and 'name="_save"' not in page


def test_deleting_what_is_used_is_refused_with_the_list_of_uses(client, log_in):
    topic = make_topic(name="Sciatica")
    make_link(make_topic(kind="symptom", name="Back pain"), topic, label="The line")
    log_in("admin")
    for method, status in (("get", 200), ("post", 409)):
        response = getattr(client, method)(at(topic, "delete"))
        page = text(page_of(response).query_one("#content"))
        assert response.status_code == status and "Back pain" in page and "The line" in page
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_deleting_what_was_read_is_refused_and_says_what_to_do_instead(client, log_in, used):
    log_in("admin")
    response = client.post(at(used, "delete"))
    assert response.status_code == 409 and shows_uses(response) == []
    assert "Withdraw it, retire it or merge it" in response.content.decode()


def test_a_draft_that_nothing_needs_is_deleted(client, log_in):
    topic = make_topic()
    log_in("admin")
    assert "Nothing uses this draft" in client.get(at(topic, "delete")).content.decode()
    assert client.post(at(topic, "delete")).status_code == 302
    assert not Topic.objects.exists()


@pytest.mark.parametrize("address", ["condition/", "topic/"])
def test_several_at_once_are_not_deleted_from_a_list(client, log_in, address):
    topics = [make_topic(), make_topic()]
    log_in("superuser")
    chosen = {"action": "delete_selected", "_selected_action": [topic.pk for topic in topics], "post": "yes"}
    client.post(f"/admin/topics/{address}", chosen)
    assert Topic.objects.count() == 2
