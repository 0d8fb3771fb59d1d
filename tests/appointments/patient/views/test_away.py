"""The database is away, or the way to it breaks: an honest page with the phone number, and never a false "sent"."""

import pytest
from django.db import DataError, InterfaceError, InternalError, OperationalError, connection, connections

from appointments.models import AppointmentRequest
from appointments.requests.actions import submission
from tests.appointments.builders import STEPS, Patient, everything_stored, make_service
from tests.appointments.pages import Page

pytestmark = pytest.mark.django_db

AWAY = [OperationalError, InterfaceError, InternalError]  # down; connection lost; read-only after a failover


def broken_by(error, *, only=""):
    """While this is entered, the database answers every statement (or those that start with `only`) with an error."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith(only):
            raise error("broken on purpose")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(refuse)


def assert_honest(response):
    page = Page(response)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "no-store" in response["Cache-Control"]
    assert "it has not reached us" in page.main
    assert "020 7946 0018" in page.main
    assert "Request sent" not in page.html and "reference" not in page.main
    assert not response.cookies


@pytest.mark.parametrize("error", AWAY)
def test_sending_while_the_database_is_away_claims_nothing_and_can_be_repeated(patient, error):
    patient.fill()
    before = everything_stored()
    with broken_by(error):
        assert_honest(patient.send("check"))
    assert everything_stored() == before
    assert patient.send("check").url == patient.status_url
    assert AppointmentRequest.objects.count() == 1


@pytest.mark.parametrize("error", AWAY)
def test_a_database_that_breaks_half_way_keeps_nothing_of_the_request(patient, error):
    """Also one that reads but no longer writes, and one that breaks at the very last statement."""
    patient.fill()
    before = everything_stored()
    for only in ("INSERT", "DELETE", "SELECT"):
        with broken_by(error, only=only):
            assert_honest(patient.send("check"))
        assert everything_stored() == before


def test_every_step_is_honest_about_it(patient):
    patient.fill()
    before = everything_stored()
    with broken_by(OperationalError):
        for step in STEPS:
            assert_honest(patient.open(step))
            assert_honest(patient.send(step))
        assert_honest(patient.client.get(patient.status_url))
        assert_honest(patient.client.post("/appointments/request/neurologist/"))
    assert everything_stored() == before


@pytest.mark.parametrize("step", ["who", "more", "check"])
def test_pressing_the_button_of_the_page_sends_what_was_typed(service, step):
    patient = Patient(enforce_csrf_checks=True)
    patient.client.cookies["csrftoken"] = "t" * 32
    patient.client.defaults["HTTP_ORIGIN"] = "http://testserver"  # as browsers name the page a form was sent from
    with_token = {each: {"csrfmiddlewaretoken": "t" * 32} for each in STEPS}
    start = patient.client.post("/appointments/request/neurologist/", with_token["check"])
    patient.secret = start.url.split("/")[-3]
    patient.fill(upto=step, **with_token)
    own = {"reason": "Cramps,\nsince Sunday & <worse>"} if step == "more" else {}
    with broken_by(OperationalError):
        response = patient.send(step, **with_token[step], **own)
        assert_honest(response)
    form = Page(response).tree.query_one('main form[method="post"]')
    typed = {field.attrs["name"]: field.attrs.get("value", "") for field in form.query("input")}
    again = patient.client.post(form.attrs["action"], typed)
    if step == "check":
        assert again.url == patient.status_url
    else:
        assert again.status_code == 302
        assert patient.draft.answers[step].items() >= {name: [value] for name, value in own.items()}.items()


def test_a_row_the_database_does_not_take_is_not_claimed_as_sent(patient):
    patient.fill()
    with broken_by(DataError, only="INSERT"):
        assert_honest(patient.send("check"))
    assert not AppointmentRequest.objects.exists()


def test_a_fault_of_ours_is_not_claimed_as_sent_either(service, monkeypatch):
    def fail(**anything):
        raise RuntimeError("broken on purpose")

    patient = Patient(raise_request_exception=False).start().fill()
    monkeypatch.setattr(submission, "submit_request", fail)
    response = patient.send("check")
    assert response.status_code == 500
    page = Page(response)
    assert page.heading == "Something went wrong on our side"
    assert "020 7946 0018" in page.main
    assert "Request sent" not in page.html


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_is_not_claimed_as_sent(monkeypatch):
    def fail():
        raise OperationalError("broken on purpose")

    make_service()
    patient = Patient().start().fill()
    before = everything_stored()
    with monkeypatch.context() as broken:
        broken.setattr(connections["default"], "_commit", fail)
        assert_honest(patient.send("check"))
    assert everything_stored() == before
    assert patient.send("check").url == patient.status_url
