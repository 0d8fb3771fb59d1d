"""New requests, and who else has one open, as an open page asks for them."""

from datetime import timedelta

import pytest

from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk, open_clinic, taken
from tests.snapshots import once

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(service):
    once("open clinic", lambda: open_clinic(service))
    return at_desk()


def test_new_requests_are_counted_from_what_the_page_knows(desk):
    _actor, client = desk
    known = make_request()
    assert client.get(f"/desk/news/?since={known.pk}").json() == {"count": 0, "sentence": ""}
    make_request()
    make_request()
    assert client.get(f"/desk/news/?since={known.pk}").json() == {"count": 2, "sentence": "2 new requests"}


def test_nothing_new_is_answered_without_a_body(desk, django_assert_max_num_queries):
    _actor, client = desk
    first = client.get("/desk/news/")
    with django_assert_max_num_queries(5):
        second = client.get("/desk/news/", headers={"if-none-match": first.headers["ETag"]})
    assert (second.status_code, second.content) == (304, b"")


def test_presence_renews_the_claim_and_names_the_others(desk):
    actor, client = desk
    asked = taken(actor, now=NOON - timedelta(minutes=15))
    _colleague, their_client = at_desk(display_name="Rory Example, reception")
    their_client.get(f"/desk/{asked.reference}/")
    told = client.post(f"/desk/{asked.reference}/here/", {"version": asked.version}).json()
    assert told == {"others": "Rory Example has this open", "changed": ""}
    asked.refresh_from_db()
    assert asked.claim_expires_at > NOON + timedelta(minutes=19)
    assert client.post(f"/desk/{asked.reference}/here/", {"version": 1}).json()["changed"]


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "9" * 30])
def test_a_broken_version_is_no_error(desk, version):
    actor, client = desk
    asked = taken(actor)
    assert client.post(f"/desk/{asked.reference}/here/", {"version": version}).status_code == 200
