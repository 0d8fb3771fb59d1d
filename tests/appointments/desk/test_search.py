"""The search box of the desk keeps what was typed, and says what was done with it; it never shows the queue instead."""

import pytest

from appointments.models import AppointmentRequest
from tests.appointments.builders import make_request, request_values
from tests.appointments.desk.builders import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(service):
    make_request(service, patient_name="Oksana Zrazok")
    return at_desk()[1]


def search(client, typed):
    response = client.get("/desk/", {"q": typed})
    assert response.status_code == 200
    return response


def test_what_cannot_be_looked_for_is_told_and_kept_and_the_queue_is_not_shown(client, subtests):
    for typed, said in (
        ("nobody " * 30, "This is long: only"),
        ("n" * 101, "This is long: only"),
        ("0" * 500, "This is long: only"),
        ("???", "There is no letter and no digit in this"),
        ("\u200b", "There is no letter and no digit in this"),
        ("\0", "There is no letter and no digit in this"),
        ("🙂🙂", "There is no letter and no digit in this"),
        ("nobody of this name", "Nothing found"),
        ("%", "There is no letter"),
        ("ZZZ-ZZZZ2", "Nothing found"),
    ):
        with subtests.test(typed=typed[:20]):
            response = search(client, typed)
            page = response.content.decode()
            assert said in page and "Zrazok" not in page and response.context["rows"] == []
            assert response.context["sought"].typed == typed


def test_a_long_text_that_begins_with_a_name_finds_it_and_says_what_was_left_out(client):
    typed = "Oksana " + " " * 200 + "Zrazok"
    assert client.get("/desk/", {"q": typed}).status_code == 302, "blanks are no text"
    page = search(client, "z" * 90 + " " + "y" * 90).content.decode()
    assert "only “" + "z" * 90 + "”" in page


def test_an_empty_box_shows_the_queue(client):
    for typed in ("", "   "):
        page = search(client, typed).content.decode()
        assert "Zrazok" in page and "Nothing" not in page


def test_more_than_fifty_are_told(client, service):
    name = {"patient_name": "Bohdana Likar", "patient_name_folded": "bohdana likar"}
    AppointmentRequest.objects.bulk_create(AppointmentRequest(**request_values(service, **name)) for _ in range(51))
    page = search(client, "likar").content.decode()
    assert "More than 50 were found: these are the latest. Type more to find fewer." in page


def test_a_filter_that_makes_no_sense_is_told_at_its_field_and_the_others_count(client, subtests):
    for name, wrong in {"service": "abc", "location": "9" * 30, "language": "x" * 61}.items():
        with subtests.test(name):
            response = client.get("/desk/", {"mine": "on", name: wrong})
            page = response.content.decode()
            assert response.context["form"].errors[name]
            assert str(response.context["form"].errors[name][0]).replace("'", "&#x27;") in page
            assert "Zrazok" not in page, "the filter “only mine” counts all the same"
            assert '<details class="filters" open>' in page
