"""What should be changed, over HTTP: who says it, who settles it, where it is listed."""

import pytest
from django.test import Client

from portal.roles import ROLES
from tests.builders import NOW, make_live, make_topic, make_user
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from topics.actions.change_requests import file_change_request, settle
from topics.models import NeedsChange

pytestmark = pytest.mark.django_db
FLAG = "/admin/topics/needschange/flag/"


@pytest.mark.parametrize("role", [*(role.slug for role in ROLES), ""])
def test_everybody_on_staff_finds_the_page_and_says_what_should_be_changed(client, log_in, role):
    page = make_live(name="Back pain")
    person = log_in(role)
    assert FLAG in client.get("/admin/").content.decode()
    response = client.post(FLAG, {"topic": page.pk, "reason": "It says 3 weeks twice."}, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    row = NeedsChange.objects.get()
    assert (row.topic, row.reason, row.by) == (page, "It says 3 weeks twice.", person)


def test_pages_are_chosen_by_kind_as_readers_know_them_and_drafts_are_not_among_them(client, log_in):
    page = make_live(name="Back pain", kind="symptom")
    make_live(name="Sciatica")
    make_topic(name="Secret draft")
    type(page).objects.filter(pk=page.pk).update(name="Renamed draft")
    log_in("receptionist")
    form = page_of(client.get(f"{FLAG}?topic={page.pk}"))
    assert [text(option) for option in form.query("select[name=topic] option")] == [
        "Choose a page",
        "Back pain",
        "Sciatica",
    ]
    assert [group.attrs["label"] for group in form.query("optgroup")] == ["Symptoms", "Conditions"]
    assert text(form.query_one("option[selected]")) == "Back pain"
    assert client.get(f"{FLAG}?topic=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({"topic": ""}, "Choose the page."),
        ({"topic": "999999"}, "Select a valid choice."),
        ({"reason": " "}, "Say what should be changed."),
        ({"reason": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(client, log_in, answers, complaint):
    log_in("receptionist")
    response = client.post(FLAG, {"topic": make_live().pk, "reason": "x"} | answers)
    assert response.status_code == 200 and complaint in response.content.decode()
    assert not NeedsChange.objects.exists()


def test_strangers_and_patients_cannot_say_anything_here():
    assert Client().post(FLAG, {"topic": make_live().pk, "reason": "x"}).status_code == 302
    assert not NeedsChange.objects.exists()


@pytest.mark.parametrize("role", [role.slug for role in ROLES])
def test_settling_is_for_those_who_work_on_pages(client, log_in, role):
    row = file_change_request(topic=make_live(), reason="Mend it.", by=make_user("receptionist"), now=NOW)
    log_in(role)
    address = f"/admin/topics/needschange/{row.pk}/settle/"
    may = role in {"editor", "clinician", "admin"}
    assert client.get(address).status_code == (200 if may else 403)
    assert client.post(address, {"answer": "Reworded."}).status_code == (302 if may else 403)
    assert NeedsChange.objects.still_open().exists() is not may


def test_a_change_request_that_a_colleague_settled_says_how(client, log_in):
    editor = log_in("editor")
    row = file_change_request(topic=make_live(name="Back pain"), reason="Mend it.", by=editor, now=NOW)
    settle(row=row, answer="Reworded.", by=editor, now=NOW)
    address = f"/admin/topics/needschange/{row.pk}/settle/"
    assert "Reworded." in client.get(address).content.decode()
    client.post(address, {"answer": "Again."})
    assert NeedsChange.objects.get().answer == "Reworded."
    listed = [client.get(f"/admin/topics/needschange/{query}").content.decode() for query in ("", "?settled=yes")]
    assert ["Back pain" in page for page in listed] == [False, True]
