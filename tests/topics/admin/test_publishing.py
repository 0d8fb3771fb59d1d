"""Publishing from the list: only with the right, each page for itself, and those that cannot go live say why."""

import pytest

from portal.roles import ROLES
from tests.builders import make_live, make_topic
from tests.topics.rows import stored
from topics.kinds import TopicKind
from topics.models import Edition, Topic

MAY = ["admin", "superuser"]
MAY_NOT = [role.slug for role in ROLES if role.slug not in MAY]
MODELS = {
    "symptom": TopicKind.SYMPTOM,
    "condition": TopicKind.CONDITION,
    "medicaltest": TopicKind.TEST,
    "specialty": TopicKind.SPECIALTY,
}


def publish(client, *topics, model="condition"):
    chosen = {"action": "publish_drafts", "_selected_action": [topic.pk for topic in topics]}
    return client.post(f"/admin/topics/{model}/", chosen, follow=True)


def said(response) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize(("model", "kind"), MODELS.items())
def test_those_with_the_right_make_a_draft_live(client, log_in, role, model, kind):
    person, topic = log_in(role), make_topic(kind=kind, name="The page")
    response = publish(client, topic, model=model)
    assert said(response) == [("success", "Live: The page, edition 1.")]
    edition = Topic.objects.get(pk=topic.pk).live_edition
    assert edition.published_by == person
    assert client.get(topic.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", MAY_NOT)
def test_without_the_right_there_is_neither_the_choice_nor_the_effect(client, log_in, role):
    topic = make_topic(name="The page")
    log_in(role)
    before = stored()
    page = client.get("/admin/topics/condition/")
    assert "publish_drafts" not in page.content.decode()
    publish(client, topic)
    assert stored() == before


def test_each_page_is_told_of_by_itself_and_one_refusal_stops_no_other(client, log_in):
    same = make_live(name="A same")
    taken, holder = make_topic(name="B taken", slug="x"), make_live(slug="held")
    Topic.objects.filter(pk=holder.pk).update(live_slug="x")
    fresh = make_topic(name="C fresh")
    log_in("admin")
    assert said(publish(client, same, taken, fresh)) == [
        ("warning", "“A same” is live already, word for word."),
        ("warning", "Another live page answers at “x”. Give this one another address."),
        ("success", "Live: C fresh, edition 1."),
    ]
    assert Edition.objects.filter(topic__in=[taken]).count() == 0


def test_a_page_of_another_kind_cannot_be_slipped_in(client, log_in):
    test = make_topic(kind=TopicKind.TEST)
    log_in("admin")
    publish(client, test, model="condition")
    assert not Topic.objects.get(pk=test.pk).is_live


def test_looking_at_the_list_publishes_nothing(client, log_in):
    topic = make_topic()
    log_in("admin")
    client.get(f"/admin/topics/condition/?action=publish_drafts&_selected_action={topic.pk}")
    assert not Edition.objects.exists()
