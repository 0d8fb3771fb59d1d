"""Who may open, add and change what in the workplace of content staff: one table, tried role by role."""

from dataclasses import dataclass

import pytest

from portal.roles import ROLES
from tests.builders import make_link, make_live, make_practitioner, make_region, make_topic
from tests.portal.forms import values_of
from tests.topics.rows import stored
from topics.kinds import TopicKind
from topics.models import Edition, Section, Topic

EVERYONE = [*(role.slug for role in ROLES), "superuser", ""]
WRITERS = {"editor", "admin", "superuser"}
READERS = WRITERS | {"clinician"}


@dataclass(frozen=True)
class Place:
    """A model's place in the admin, and the roles that may look, add and change there."""

    model: str
    look: set
    add: set
    change: set


PLACES = [
    *(Place(kind, READERS, WRITERS, WRITERS) for kind in ("symptom", "condition", "medicaltest", "specialty")),
    Place("section", READERS, set(), WRITERS),
    Place("edition", READERS, set(), set()),
    Place("topic", READERS, set(), set()),
    Place("bodyregion", READERS, {"clinician", "admin", "superuser"}, {"clinician", "admin", "superuser"}),
    Place("practitioner", READERS | {"lead"}, {"lead", "admin", "superuser"}, {"lead", "admin", "superuser"}),
]


@pytest.fixture
def objects(db):
    """One row behind each place, by model."""
    kinds = dict(zip(("symptom", "condition", "medicaltest", "specialty"), TopicKind, strict=True))
    found = {model: make_topic(kind=kind) for model, kind in kinds.items()}
    make_link(found["symptom"], found["specialty"], kind="who_to_see")
    make_live(found["symptom"])
    found |= {"section": Section.objects.get(), "edition": Edition.objects.get(), "topic": found["condition"]}
    return found | {"bodyregion": make_region(), "practitioner": make_practitioner(found["specialty"])}


def answers(client, place, row) -> dict[str, int]:
    folder = f"/admin/topics/{place.model}/"
    pages = {"list": folder, "search": f"{folder}?q=a", "row": f"{folder}{row.pk}/change/", "add": f"{folder}add/"}
    return {name: client.get(path).status_code for name, path in pages.items()}


@pytest.mark.parametrize("role", EVERYONE)
def test_every_list_and_form_opens_for_those_who_may_and_for_nobody_else(client, log_in, objects, role):
    log_in(role)
    for place in PLACES:
        look, add = role in place.look, role in place.add
        expected = {"list": look, "search": look, "row": look, "add": add}
        found = {name: status == 200 for name, status in answers(client, place, objects[place.model]).items()}
        assert found == expected, place.model


def test_those_who_may_not_are_told_403_and_strangers_to_log_in(client, log_in, objects):
    for role, status in ((None, 302), ("receptionist", 403)):
        if role:
            log_in(role)
        for place in PLACES:
            assert set(answers(client, place, objects[place.model]).values()) == {status}, place.model


@pytest.mark.parametrize("role", EVERYONE)
def test_a_form_saves_for_those_who_may_change_and_for_nobody_else(client, log_in, objects, role):
    person = log_in("superuser")
    forms = {
        place.model: values_of(client.get(f"/admin/topics/{place.model}/{objects[place.model].pk}/change/"))
        for place in PLACES
        if place.change
    }
    client.force_login(log_in(role) if role != "superuser" else person)
    for place in PLACES:
        path = f"/admin/topics/{place.model}/{objects[place.model].pk}/change/"
        before = stored()
        name = "heading" if place.model == "section" else "name"
        response = client.post(path, forms.get(place.model, {}) | {name: f"Changed {place.model}"})
        assert (response.status_code == 302) is (role in place.change), place.model
        assert (stored() != before) is (role in place.change), place.model


@pytest.mark.parametrize("role", EVERYONE)
def test_pages_are_deleted_by_administrators_only_and_editions_by_nobody(client, log_in, objects, role):
    log_in(role)
    for model in ("condition", "medicaltest"):
        response = client.post(f"/admin/topics/{model}/{objects[model].pk}/delete/", {"post": "yes"})
        assert (response.status_code == 302) is (role in {"admin", "superuser"}), model
    assert client.post(f"/admin/topics/edition/{objects['edition'].pk}/delete/", {"post": "yes"}).status_code == 403
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("role", ["admin", "superuser"])
def test_a_page_that_was_published_or_is_named_is_not_deleted_even_by_them(client, log_in, objects, role):
    log_in(role)
    for model in ("symptom", "specialty"):  # the one is live, the other is named by it
        response = client.post(f"/admin/topics/{model}/{objects[model].pk}/delete/", {"post": "yes"})
        assert response.status_code == 200, "Django says what stands in the way"
        assert Topic.objects.filter(pk=objects[model].pk).exists()


# --- search boxes inside forms ---------------------------------------------------------------------------------------


def suggestions(client, model, field, term=""):
    query = {"app_label": "topics", "model_name": model, "field_name": field, "term": term}
    return client.get("/admin/autocomplete/", query)


@pytest.mark.parametrize(("model", "field"), [("item", "topic"), ("symptom", "body_regions")])
@pytest.mark.parametrize("role", EVERYONE)
def test_search_boxes_answer_those_who_write_and_tell_nobody_else_what_is_drafted(client, log_in, role, model, field):
    log_in(role)
    assert suggestions(client, model, field).status_code == (200 if role in READERS else 403)


def test_a_line_finds_topics_of_every_kind_by_any_of_their_names(client, log_in, objects):
    objects["condition"].other_names.create(name="Slipped disc")
    log_in("editor")
    found = suggestions(client, "item", "topic", "slipped").json()["results"]
    assert [entry["id"] for entry in found] == [str(objects["condition"].pk)]


@pytest.mark.parametrize("role", ["lead", "admin", "superuser"])
def test_whoever_adds_a_practitioner_can_choose_what_for(client, log_in, objects, role):
    """Desk leads may not look into drafts, so a search box for specialists would stay empty for them."""
    log_in(role)
    response = client.get("/admin/topics/practitioner/add/")
    choices = response.context["adminform"].form.fields["specialties"].queryset
    assert list(choices) == [objects["specialty"]]
    assert str(objects["specialty"]) in response.content.decode()
    form = {"name": "Dr New", "specialties": [objects["specialty"].pk], "active": "on"}
    assert client.post("/admin/topics/practitioner/add/", form).status_code == 302


# --- editors and patients --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "clinician", "admin"])
def test_those_who_work_on_texts_find_no_way_to_a_patient(client, log_in, role):
    log_in(role)
    for path in ("", "add/", "1/change/", "1/delete/"):
        assert client.get(f"/admin/appointments/appointmentrequest/{path}").status_code == 403
    assert "appointmentrequest" not in client.get("/admin/").content.decode()
