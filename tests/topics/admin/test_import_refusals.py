"""Texts that are not brought in: the page says why beside the field, and nothing is stored. And who may try at all."""

import pytest
from django.test import Client

from portal.roles import ROLES
from tests.builders import make_topic, make_user
from tests.house.asking import status_for
from tests.topics.admin.uploading import ADD, said, upload
from tests.topics.importing.texts import WAYS
from tests.topics.importing.word_files import with_styles
from tests.topics.rows import stored
from topics.models import ArticleImport

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client, log_in):
    """The plan of a text as an editor has it open: its address."""
    log_in("editor")
    return upload(client).url


def test_a_file_that_cannot_be_brought_in_is_refused_beside_its_field_and_nothing_is_stored(client, log_in):
    log_in("editor")
    before = stored()
    for data, name, why in (
        (b"%PDF-1.7", "doors.txt", "This is a PDF, whatever it is called."),
        (b"", "doors.txt", "This file is empty."),
        (b"x" * 1_000_001, "doors.txt", "This file has 1.0 megabytes. At most 1 can be brought in."),
        (b"PK\x03\x04", "doors.docx", "This Word document is damaged."),
        (b"Doors", "doors.txt", "There is only a title in this file, and no text below it."),
    ):
        response = upload(client, data, name, into="Somewhere")
        assert why in said(response), name
        assert 'value="Somewhere"' in said(response), name
    assert stored() == before


def test_fifty_megabytes_are_refused_before_anything_is_read(client, log_in):
    log_in("editor")
    before = stored()
    response = client.post(ADD, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(50_000_000))
    assert (response.status_code, "far too large" in said(response)) == (413, True)
    assert stored() == before


def test_a_page_or_a_kind_that_is_not_there_is_refused(client, log_in):
    log_in("editor")
    make_topic(name="Tremor")
    make_topic(name="Tremor", kind="symptom")
    for fields, why in (
        ({"into": "Nowhere"}, "No page is called so."),
        ({"into": "Tremor"}, "More than one page is called so."),
        ({"kind": ""}, "Choose what the text is about."),
        ({"kind": "treatment"}, "Select a valid choice."),
    ):
        assert why in said(upload(client, **fields)), fields
    assert not ArticleImport.objects.exists()


def test_an_article_of_another_kind_does_not_go_into_a_page(client, log_in):
    log_in("editor")
    condition, _symptom = make_topic(name="Rust"), make_topic(name="Doors", kind="symptom")
    exported = client.get(f"/admin/topics/condition/{condition.pk}/export/").content
    assert "holds an article of another kind than “Doors”" in said(upload(client, exported, into="Doors"))


def test_a_word_document_is_read_like_a_text(client, log_in):
    log_in("editor")
    assert "47 lines in lists" in said(client.get(upload(client, with_styles(), "doors.docx").url))
    assert upload(client, WAYS["with dashes"]).url == upload(client, with_styles(), "doors.docx").url


def test_only_editors_and_administrators_bring_in_texts(client, plan):
    allowed = {"editor", "admin"}
    for role in ROLES:
        user = make_user(role.slug)
        for path in (ADD, plan, "/admin/topics/articleimport/"):
            assert status_for(user, path) == (200 if role.slug in allowed else 403), (role.slug, path)
        if role.slug not in allowed:
            person = Client()
            person.force_login(user)
            assert upload(person).status_code == 403
            assert person.post(plan, {}).status_code == 403
            assert person.post(plan.replace("change", "throw-away")).status_code == 403
    assert ArticleImport.objects.get().state == "waiting"


@pytest.mark.parametrize("path", ["999/change/", "x/change/", "9999999999999999999999/change/"])
def test_a_text_that_is_not_there_is_not_found(client, log_in, path):
    log_in("editor")
    assert client.get(f"/admin/topics/articleimport/{path}").status_code == 404


def test_the_list_shows_what_waits_and_nothing_can_be_deleted_there(client, plan):
    shown = said(client.get("/admin/topics/articleimport/"))
    assert "Squeaky doors: why" in shown
    assert "to be decided on" in shown.lower()
    row = ArticleImport.objects.get()
    assert client.post(f"/admin/topics/articleimport/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_page_needs_no_more_queries_for_a_long_text(client, log_in, django_assert_max_num_queries):
    log_in("editor")
    plan = upload(client, WAYS["with dashes"]).url
    with django_assert_max_num_queries(10):
        client.get(plan)
